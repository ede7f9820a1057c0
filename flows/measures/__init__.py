"""The outcome measures that come with it: one YAML file each, named after the measure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from flows.measures.measure import Item, Measure
from flows.reading import read


@cache
def measures() -> Mapping[str, Measure]:
    """All measures by id. Reads the packaged files, once."""
    texts = sorted(
        (file.name, file.read_text("utf-8"))
        for file in files(__name__).iterdir()
        if file.name.endswith(".yaml")
    )
    found = (Measure.model_validate(read(text, name).data) for name, text in texts)
    return MappingProxyType({measure.id: measure for measure in found})


def find_item(name: str) -> Item | None:
    """The item that a question names as `measure: id.item`; None where there is none."""
    measure, _, item = name.partition(".")
    found = measures().get(measure)
    return found.items.get(item) if found else None


__all__ = ["Item", "Measure", "find_item", "measures"]
