"""The check-ins that come with it: one YAML file each, named after the flow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from flows.definition import Flow, load_flow


@cache
def library_texts() -> Mapping[str, str]:
    """The flow files as they are, by file name. Reads the packaged files, once."""
    found = sorted(
        (file.name, file.read_text("utf-8"))
        for file in files(__name__).iterdir()
        if file.name.endswith(".yaml")
    )
    return MappingProxyType(dict(found))


@cache
def library() -> Mapping[str, Flow]:
    """The flows by name; FlowError when a packaged file is no flow."""
    flows = (load_flow(text, source) for source, text in library_texts().items())
    return MappingProxyType({flow.name: flow for flow in flows})
