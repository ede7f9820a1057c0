"""Flow: what a conversation is made of. A Flow that exists can be walked to its end.

Whether it may also be sent to people is for flows/checking to prove.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from pydantic import Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from flows.mending import problems_of
from flows.problems import FlowError, Problem
from flows.reading import Document, Path, read
from flows.route import Route, jumps
from flows.steps import AnyStep, End
from flows.steps.step import Part
from flows.unrolling import NO_END, Called, nothing_called, unrolled
from flows.upgrading import upgraded
from flows.written import FlowName, Title, written_of

_STORED: Final = "stored flow"
_NEW_ID: Final = "Give one of them another id."


class Flow(Part):
    """A scripted conversation, with everything written out that it calls and repeats.

    `version` is a hash of its content: the same words in the same order give the same version. One
    that was stored keeps the version that it was stored under.
    """

    format: Literal[2] = 2
    name: FlowName = Field(alias="flow")
    title: Title
    steps: tuple[AnyStep, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _leads_to_its_end(self) -> Flow:
        if found := list(_broken_ways(self.steps)):
            raise PydanticCustomError("flow_structure", "it does not hold", {"found": found})
        return self

    @cached_property
    def version(self) -> str:
        return _version(self.to_json())

    @cached_property
    def route(self) -> Route:
        """What the engine walks on."""
        return Route(self.steps)

    def to_json(self) -> str:
        """The canonical form, which `from_json` reads. What has its default is left out."""
        said = self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
        said = {"format": self.format, **said}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Flow:
        """The flow that `to_json` wrote, now or in an older format; FlowError when it is none."""
        try:
            data = upgraded(json.loads(text))
        except ValueError:
            what, mend = "this is not a flow as it was stored", "Load it from its file again."
            raise FlowError([Problem(_STORED, 1, "", what, mend)]) from None
        flow = _flow(Document(_STORED, data, {}))
        flow.__dict__["version"] = _version(text)  # sessions name it, whatever its format is now
        return flow


@dataclass(frozen=True, slots=True)
class Loaded:
    """A flow, and its document with all steps written out, for the lines of its steps."""

    flow: Flow
    document: Document


def load_flow(text: str, source: str, called: Called = nothing_called) -> Flow:
    """The flow in a YAML text; `source` is its file's name. FlowError says all that is wrong.

    `called` finds the flows that it calls.
    """
    return load(text, source, called).flow


def load(text: str, source: str, called: Called = nothing_called) -> Loaded:
    """As `load_flow`, with the document that its steps' places are in."""
    document = read(text, source)
    document = unrolled(written_of(document), document, called)
    return Loaded(_flow(document), document)


def flow_of(document: Document, called: Called = nothing_called) -> Flow:
    """The flow in a document that was read; FlowError says all that is wrong."""
    return _flow(unrolled(written_of(document), document, called))


def _flow(document: Document) -> Flow:
    try:
        return Flow.model_validate(document.data)
    except ValidationError as error:
        raise FlowError(problems_of(error, document)) from None


def _version(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


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
    last = ("steps", len(steps) - 1)
    if not isinstance(steps[-1], End):
        yield (last, *NO_END)
    elif steps[-1].when is not None:
        what = "the conversation does not end where this condition is false"
        yield (*last, "when"), what, "Leave `when:` out of the last step."
