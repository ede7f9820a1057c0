"""Any act on a flag, as the surfaces ask for it: one way in, whatever the act needs besides."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.acknowledging import acknowledge, take_over
from bot.aftercare.acting import Result, begin
from bot.aftercare.closing import agree, close, refuse, reopen
from bot.aftercare.contacting import contacted, tried
from bot.aftercare.deadlines import Limits
from bot.aftercare.escalating import escalate
from bot.aftercare.handing_over import accept, decline, hand_over
from bot.aftercare.life import OUTCOMES, Act, Outcome, Problem
from bot.aftercare.noting import note
from bot.aftercare.snoozing import snooze, take_up

_BY_VERSION: Final[Mapping[Act, Callable[..., Result]]] = {
    "take_over": take_over,
    "contacted": contacted,
    "escalate": escalate,
    "refuse": refuse,
    "reopen": reopen,
}
_ANY_VERSION: Final[Mapping[Act, Callable[..., Result]]] = {
    "acknowledge": acknowledge,
    "accept": accept,
    "take_up": take_up,
}
_NO_LIMITS: Final[Mapping[Act, Callable[..., Result]]] = {"decline": decline, "tried": tried}

_TOO_LATE: Final[frozenset[Problem]] = frozenset(
    {"changed", "not now", "not yours", "waits", "unread"}
)
"""Problems that are no fault of the words that came with an act."""


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody (`staff_id`) who looks at a version of a flag and wants to do something to it."""

    flag_id: int
    version: int
    staff_id: int


@dataclass(frozen=True, slots=True)
class Needs:
    """What some acts need besides: a colleague, a time, an outcome, words."""

    to_id: int = 0
    until: datetime | None = None
    outcome: str = ""
    words: str = ""


NOTHING: Final = Needs()


def do(
    connection: Connection,
    limits: Limits,
    press: Press,
    act: Act,
    now: datetime,
    needs: Needs = NOTHING,
) -> Result:
    """Does it, or says why not. Words that came with an act that was too late become a note."""
    result = _simple(connection, limits, press, act, now)
    if result is None:
        result = _with_needs(connection, limits, press, act, now, needs)
    late = result.problem in _TOO_LATE and not result.won
    if late and needs.words.strip():
        note(connection, press.flag_id, press.staff_id, needs.words, now)
    return result


def outcome_of(word: str) -> Outcome | None:
    """The outcome that a form or a button names."""
    return next((one for one in OUTCOMES if one == word), None)


def _simple(
    connection: Connection, limits: Limits, press: Press, act: Act, now: datetime
) -> Result | None:
    """Acts that need nothing but a press; None for the others."""
    if act in _BY_VERSION:
        work = _BY_VERSION[act]
        return work(connection, limits, press.flag_id, press.version, press.staff_id, now)
    if act in _ANY_VERSION:
        return _ANY_VERSION[act](connection, limits, press.flag_id, press.staff_id, now)
    if act in _NO_LIMITS:
        return _NO_LIMITS[act](connection, press.flag_id, press.staff_id, now)
    if act == "agree":
        return agree(connection, press.flag_id, press.version, press.staff_id, now)
    return None


def _with_needs(
    connection: Connection, limits: Limits, press: Press, act: Act, now: datetime, needs: Needs
) -> Result:
    flag_id, version, staff_id = press.flag_id, press.version, press.staff_id
    if act == "note":
        return note(connection, flag_id, staff_id, needs.words, now)
    if act == "hand_over":
        return hand_over(connection, limits, flag_id, version, staff_id, needs.to_id, now)
    if act == "snooze":
        return snooze(connection, flag_id, version, staff_id, needs.until or now, now)
    outcome = outcome_of(needs.outcome)
    if act != "close" or outcome is None:
        begun = begin(connection, act, flag_id, version, staff_id)
        return begun if isinstance(begun, Result) else Result(False, "not now")
    return close(connection, limits, flag_id, version, staff_id, outcome, needs.words, now)
