"""Another flow, said as a part of this one."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints

from flows.steps.step import Step, StepId


class Call(Step):
    """`call: other-flow`; its steps stand here, as `id.step`, and its ends lead on from here.

    The engine never meets one: flows/unrolling.py writes it out while a flow is read.
    """

    kind: ClassVar[str] = "call"
    flow: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{0,39}$")] = Field(alias="call")
    next: StepId | None = None
