"""A flag's life, free of any database: which act leads where, who may do it, and until when.

```
open --acknowledge--> acknowledged --contacted--> contacted --close--> closed --reopen--> open
open | acknowledged --snooze--> snoozed --due--> open
snoozed --take up--> acknowledged
acknowledged --hand over--> handing_over --accept--> acknowledged | --time-out--> open
acknowledged --not contacted by the limit--> open
every state but open and closed --the level rises--> open
```
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal, TypeAlias

Status: TypeAlias = Literal[
    "open", "acknowledged", "snoozed", "handing_over", "contacted", "closed"
]
Act: TypeAlias = Literal[
    "acknowledge",
    "accept",
    "decline",
    "take_up",
    "contacted",
    "tried",
    "snooze",
    "hand_over",
    "take_over",
    "close",
    "agree",
    "refuse",
    "escalate",
    "note",
    "reopen",
]
Outcome: TypeAlias = Literal[
    "spoke", "no_reply", "not_needed", "referred_on", "safeguarding", "emergency"
]
Problem: TypeAlias = Literal[
    "not there",  # or not for this member of staff
    "not now",  # the flag's state does not allow it, often because somebody was first
    "not yours",  # somebody else looks after it
    "changed",  # something happened to it since it was looked at
    "waits",  # somebody asked to close it, and a second person has to say
    "second person",  # the one who asked to close it cannot be the second
    "too long",  # a snooze beyond the level's limit, or into the past
    "nobody",  # there is nobody who could be handed it, or who can be reached
    "note",  # what was done has to be written down
    "tries",  # they have not been tried often enough
    "unread",  # whoever spoke with them has not opened what was said
]

OUTCOMES: Final[tuple[Outcome, ...]] = (
    "spoke",
    "no_reply",
    "not_needed",
    "referred_on",
    "safeguarding",
    "emergency",
)
OWNED: Final[frozenset[str]] = frozenset({"acknowledged", "snoozed", "handing_over", "contacted"})
LIVE: Final[frozenset[str]] = OWNED | {"open"}

FROM: Final[Mapping[Act, frozenset[str]]] = {
    "acknowledge": frozenset({"open"}),
    "accept": frozenset({"handing_over"}),
    "decline": frozenset({"handing_over"}),
    "take_up": frozenset({"snoozed"}),
    "contacted": frozenset({"acknowledged"}),
    "tried": frozenset({"acknowledged"}),
    "snooze": frozenset({"open", "acknowledged"}),
    "hand_over": frozenset({"acknowledged"}),
    "take_over": OWNED,
    "close": frozenset({"acknowledged", "contacted"}),
    "agree": frozenset({"acknowledged", "contacted"}),
    "refuse": frozenset({"acknowledged", "contacted"}),
    "escalate": LIVE,
    "note": LIVE | {"closed"},
    "reopen": frozenset({"closed"}),
}
"""The states in which each act can be done."""

OWNERS: Final[frozenset[Act]] = frozenset({"contacted", "tried", "hand_over", "close"})
"""Acts of the one who looks after the flag; coordinators and safeguarding leads may do them too."""

TRIES: Final = 3
"""How often somebody has to be tried before a flag can be closed because they did not reply."""

LATEST: Final[Mapping[str, timedelta]] = {
    "urgent": timedelta(minutes=15),
    "soon": timedelta(hours=2),
    "routine": timedelta(hours=4),
}
"""How long before the limit the owner is reminded, at most."""

AT_LEAST: Final = timedelta(minutes=15)
"""Whoever takes a flag on has this long to be in touch, however late it is."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a flag stands. `closing_by_id` asked to close it; a second person has to agree."""

    status: str
    level: str
    owner_id: int | None
    handed_to_id: int | None
    closing_by_id: int | None
    acknowledge_by: datetime
    contact_by: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """A member of staff; `senior` are coordinators and safeguarding leads."""

    id: int
    senior: bool


def standing_of(flag: Any) -> Standing:
    """The standing that a row of the table `flag` says."""
    return Standing(
        status=flag.status,
        level=flag.level,
        owner_id=flag.owner_id,
        handed_to_id=flag.handed_to_id,
        closing_by_id=flag.closed_by_id if flag.status != "closed" else None,
        acknowledge_by=flag.acknowledge_by,
        contact_by=flag.contact_by,
    )


def objection(act: Act, standing: Standing, actor: Actor) -> Problem | None:
    """Why somebody who may see the flag cannot do this now; None when they can."""
    if standing.status not in FROM[act]:
        return "not now"
    mine = actor.id == standing.owner_id
    closing = standing.closing_by_id
    if act in ("agree", "refuse"):
        return _about_closing(act, closing, actor)
    if closing is not None and act in ("close", "snooze", "hand_over"):
        return "waits"
    if act == "accept" or (act == "decline" and not mine):
        return None if actor.id == standing.handed_to_id else "not yours"
    if act in ("take_over", "take_up"):
        return _about_taking(act, mine=mine)
    owners = act in OWNERS or (act == "snooze" and standing.status == "acknowledged")
    return "not yours" if owners and not mine and not actor.senior else None


def _about_taking(act: Act, *, mine: bool) -> Problem | None:
    """What one has put off oneself is taken up again; what somebody else has is taken over."""
    if act == "take_over":
        return "not now" if mine else None
    return None if mine else "not yours"


def _about_closing(act: Act, closing: int | None, actor: Actor) -> Problem | None:
    if closing is None:
        return "not now"
    return "second person" if act == "agree" and actor.id == closing else None


def acts_for(standing: Standing, actor: Actor) -> tuple[Act, ...]:
    """What this member of staff can do now, in the order in which it is offered."""
    return tuple(act for act in FROM if objection(act, standing, actor) is None)


def needs_second_person(level: str, outcome: str) -> bool:
    """Whether somebody else has to agree; then what was done has to be written down as well."""
    return level == "urgent" and outcome != "spoke"


def needs_reading(level: str, outcome: str) -> bool:
    """Whether whoever closes it must have opened the words: nobody speaks of what they do not know.

    Where a second person has to agree, what was done is written down instead.
    """
    return level == "urgent" and outcome == "spoke"


def remind_at(level: str, since: datetime, contact_by: datetime) -> datetime:
    """When an owner since `since` is reminded: near the limit, with time left to act."""
    return contact_by - min((contact_by - since) / 4, LATEST[level])


def renewed(contact_by: datetime, full: datetime, now: datetime) -> datetime:
    """By when somebody who takes a flag on now has to be in touch.

    What was promised stands. Once it is broken it is `full`, the level's whole limit from now.
    """
    if contact_by <= now:
        return full
    return max(contact_by, min(now + AT_LEAST, full))


def snooze_limit(standing: Standing) -> datetime:
    """How long a flag can be put off at most, so that the level's limit is still kept."""
    if standing.status == "open":
        return min(standing.acknowledge_by, standing.contact_by)
    return standing.contact_by
