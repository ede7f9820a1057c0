"""The outcome measures that come with it: one YAML file each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from flows.reading import read

Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]+$")]


class Points(BaseModel):
    """The whole numbers that an item is rated with, ends included."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    lowest: int = Field(alias="from")
    highest: int = Field(alias="to")


class Measure(BaseModel):
    """An outcome measure. A question names an item as `measure: id.item`; `items` have titles."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: Name
    title: str
    version: str
    source: str
    licence: str
    scale: Points
    direction: str
    items: Mapping[Name, str] = Field(min_length=1)


@cache
def measures() -> Mapping[str, Measure]:
    """All measures by id. Reads the packaged files, once."""
    found = (
        Measure.model_validate(read(file.read_text("utf-8"), file.name).data)
        for file in files(__name__).iterdir()
        if file.name.endswith(".yaml")
    )
    return MappingProxyType({measure.id: measure for measure in found})
