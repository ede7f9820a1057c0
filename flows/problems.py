"""What can be wrong with a flow, said so that its author can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Severity: TypeAlias = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: where it is, what it is, and how to mend it.

    `line` counts from 1; `step` is the step's id, or "" where the problem is not in a step that
    has one. A flow with an `error` is not sent to anybody; a `warning` is for its author to judge.
    """

    file: str
    line: int
    step: str
    what: str
    mend: str
    severity: Severity = "error"

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        if self.step:
            where += f", step {self.step}"
        return f"{where}: {self.what}. {self.mend}"


class FlowError(Exception):
    """A flow file that cannot be read as a flow. `problems` are all that were found, by line."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        super().__init__("\n".join(str(problem) for problem in self.problems))
