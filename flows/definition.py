"""Flow: what a YAML file may say. A Flow that exists can be walked to its end.

Whether it may also be sent to people is for flows/checking.py to prove.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Annotated, Final

from pydantic import Field, StringConstraints, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from flows.mending import problems_of
from flows.problems import FlowError, Problem
from flows.reading import Document, Path, read
from flows.route import Route, jumps
from flows.steps import AnyStep, End
from flows.steps.step import Part

_STORED: Final = "stored flow"
_NEW_ID: Final = "Give one of them another id."


class Flow(Part):
    """A scripted conversation.

    `version` is a hash of its content: the same words in the same order give the same version.
    """

    name: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")] = Field(alias="flow")
    title: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    steps: tuple[AnyStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _leads_to_its_end(self) -> Flow:
        if found := list(_broken_ways(self.steps)):
            raise PydanticCustomError("flow_structure", "it does not hold", {"found": found})
        return self

    @cached_property
    def version(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    @cached_property
    def route(self) -> Route:
        """What the engine walks on."""
        return Route(self.steps)

    def to_json(self) -> str:
        """The canonical form, which `from_json` reads. What has its default is left out."""
        said = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Flow:
        """The flow that `to_json` wrote; FlowError when it is none."""
        try:
            data = json.loads(text)
        except ValueError:
            what, mend = "this is not a flow as it was stored", "Load it from its file again."
            raise FlowError([Problem(_STORED, 1, "", what, mend)]) from None
        return flow_of(Document(_STORED, data, {}))


def load_flow(text: str, source: str) -> Flow:
    """The flow in a YAML text; `source` is its file's name. FlowError says all that is wrong."""
    return flow_of(read(text, source))


def flow_of(document: Document) -> Flow:
    """The flow in a document that was read; FlowError says all that is wrong."""
    try:
        return Flow.model_validate(document.data)
    except ValidationError as error:
        raise FlowError(problems_of(error, document)) from None


def schema() -> dict[str, object]:
    """The JSON Schema of a flow file."""
    return Flow.model_json_schema(by_alias=True)


def _broken_ways(steps: Sequence[AnyStep]) -> Iterator[tuple[Path, str, str]]:
    """What keeps a flow from being walked, as (path, what is wrong, how to mend it)."""
    places: dict[str, int] = {}
    for place, step in enumerate(steps):
        if step.id in places:
            yield ("steps", place, "id"), f"two steps have the id `{step.id}`", _NEW_ID
        places.setdefault(step.id, place)
    for place, step in enumerate(steps):
        for target, where in jumps(step):
            if target not in places:
                what = f"there is no step `{target}`"
                yield ("steps", place, *where), what, "Write the id of a step further down."
            elif places[target] <= place:
                what = f"`{target}` does not come after this step"
                yield ("steps", place, *where), what, "A flow only goes forward: move it down."
    if not isinstance(steps[-1], End):
        what = "the conversation does not end after this step"
        yield ("steps", len(steps) - 1), what, "Make the last step an `end:`, with a goodbye."
