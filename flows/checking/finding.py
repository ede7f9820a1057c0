"""One thing that is wrong with a step."""

from __future__ import annotations

from dataclasses import dataclass

from flows.problems import Severity
from flows.reading import Path


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong and how to mend it, before it has a line: `where` is inside the step."""

    where: Path
    what: str
    mend: str
    severity: Severity = "error"
