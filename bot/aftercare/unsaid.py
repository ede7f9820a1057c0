"""Flags that the participant knows nothing of, because nobody answered them about the signals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from storage.rows import AnyRow

FALL: Final = "fall:"
LOW: Final = "low:"
STOPPED: Final = "stopped:"
NO_ANSWER: Final = "no_answer"
"""How the rules of signals beyond text begin; what follows is the measure, or the step."""

RATINGS: Final = (FALL, LOW)


def is_unsaid(signals_of_flag: Iterable[AnyRow]) -> bool:
    """Whether the participant knows nothing of a flag: they were not answered about any signal.

    Then nothing is said to them about it either.
    """
    return all(_is_unsaid(row.rule, row.level) for row in signals_of_flag)


def _is_unsaid(rule: str, level: str) -> bool:
    if rule == NO_ANSWER or rule.startswith(STOPPED):
        return True
    return level == "routine" and rule.startswith(RATINGS)
