"""A time of day as an answer: "tomorrow at 6", where somebody is asked when is a good time."""

from __future__ import annotations

from typing import Final

from flows.context import Context
from flows.facts import TIMES
from flows.meaning import AnswerMeant, ControlMeant, UnclearMeant
from flows.steps import QuestionStep
from flows.times import When

_PAUSES: Final = ("whenever", "later")
_NOON: Final = 12
_EVENING: Final = 17
_MORNING_BEGINS: Final = 7
_NIGHT: Final = 22


def good_time(
    here: QuestionStep, text: str, words: str, control: ControlMeant | None, context: Context
) -> AnswerMeant | UnclearMeant | None:
    """The answer that a named time is, where the question is about being in touch.

    None where it is a pause after all: "later", or "ask me tomorrow".
    """
    asks_when = set(TIMES) <= {option.key for option in here.shown}
    if not (here.contact or asks_when) or (control is not None and control.control != "pause"):
        return None
    pauses = context.vocabulary.pauses
    when = pauses.named(words, asked=True)
    if when is None or when.kind in _PAUSES or pauses.asks_for(words):
        return None
    found = here.read(text, words, context.vocabulary, context.today)
    if isinstance(found, AnswerMeant) or not asks_when:
        return found
    return _of_day(here, when) or found


def _of_day(here: QuestionStep, when: When) -> AnswerMeant | UnclearMeant | None:
    """The part of the day; two where "at 8" may be of either, as nobody calls at night."""
    if when.kind == "tonight":
        return here.pressed(_part(_EVENING))
    if when.at is None:
        return None
    hours = [when.at.hour, when.at.hour + _NOON] if when.unsure else [when.at.hour]
    waking = [hour for hour in hours if _MORNING_BEGINS <= hour < _NIGHT] or hours
    parts = {_part(hour) for hour in waking}
    if len(parts) == 1:
        return here.pressed(parts.pop())
    return UnclearMeant("two_meanings", tuple(o for o in here.shown if o.key in parts))


def _part(hour: int) -> str:
    morning, afternoon, evening = TIMES[:3]
    if hour < _NOON:
        return morning
    return afternoon if hour < _EVENING else evening
