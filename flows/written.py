"""A flow as its author writes it, before calls, repeats and contact steps are written out."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from flows.mending import problems_of
from flows.problems import FlowError
from flows.reading import Document, Path
from flows.steps import Repeat, WrittenStep
from flows.steps.step import Part
from flows.upgrading import upgraded

FlowName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Written(Part):
    """`flow`, `title` and `steps`; `format` is the format of the file."""

    format: Literal[2] = 2
    name: FlowName = Field(alias="flow")
    title: Title
    steps: tuple[WrittenStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_ids_of_its_own(self) -> Written:
        if found := _dotted(self.steps, ("steps",)):
            raise PydanticCustomError("flow_structure", "it does not hold", {"found": found})
        return self


def written_of(document: Document) -> Written:
    """The flow in a document, as it was written; FlowError says all that is wrong."""
    try:
        return Written.model_validate(upgraded(document.data))
    except ValidationError as error:
        raise FlowError(problems_of(error, document)) from None


def _dotted(steps: tuple[WrittenStep, ...], path: Path) -> list[tuple[Path, str, str]]:
    found: list[tuple[Path, str, str]] = []
    for place, step in enumerate(steps):
        if "." in step.id:
            what = "`id:` is not written as it must be"
            found.append(((*path, place, "id"), what, "An id has no dots."))
        if isinstance(step, Repeat):
            found += _dotted(step.rounds.steps, (*path, place, "repeat", "steps"))
    return found
