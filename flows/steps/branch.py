"""A parting of ways."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from flows.steps.step import ConditionText, Part, Step, StepId


class Way(Part):
    """`{when: condition, to: step}`; without `when` it is taken whatever was answered."""

    when: ConditionText | None = None
    to: StepId


class Branch(Step):
    """`branch: [way, way ...]`: the first way whose condition is true; else the step after it."""

    kind: ClassVar[str] = "branch"
    ways: tuple[Way, ...] = Field(alias="branch", min_length=1)
