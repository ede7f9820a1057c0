"""The check-ins that come with it: one YAML file each, named after the flow.

`parts` holds what flows call and nobody is sent by itself, since it says no hello and no goodbye.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Final

from flows.definition import Flow, load_flow
from flows.reading import Document, read

_PARTS: Final = "parts"


@cache
def library_texts() -> Mapping[str, str]:
    """The flow files as they are, by file name. Reads the packaged files, once."""
    return _texts(files(__name__))


@cache
def library() -> Mapping[str, Flow]:
    """The flows by name; FlowError when a packaged file is no flow."""
    flows = (load_flow(text, source, library_document) for source, text in library_texts().items())
    return MappingProxyType({flow.name: flow for flow in flows})


@cache
def part_texts() -> Mapping[str, str]:
    """The files of what flows call, by file name; they are written as flows are."""
    return _texts(files(__name__) / _PARTS)


@cache
def library_document(name: str) -> Document | None:
    """The file of the flow or part of that name, to be called; None where there is none."""
    source = f"{name}.yaml"
    if text := library_texts().get(source):
        return read(text, source)
    text = part_texts().get(source)
    return None if text is None else read(text, f"{_PARTS}/{source}")


def _texts(folder: Traversable) -> Mapping[str, str]:
    found = sorted(
        (file.name, file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    )
    return MappingProxyType(dict(found))
