"""A member of staff leaves: nobody waits for them, and nothing of what they had is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare import relay as chats
from bot.aftercare.coordinators import tell_coordinators
from bot.aftercare.deadlines import Limits
from bot.aftercare.handing_over import decline
from bot.aftercare.opening_again import open_again
from bot.aftercare.promising import after_opening, told_of_promise
from bot.aftercare.team import team_of
from bot.aftercare.told import tell_unprompted
from bot.delivery.lanes import Lane
from bot.delivery.outbox import withdraw
from bot.delivery.screen import Screen
from bot.texts import Texts, texts_for
from storage import contacts, flags, relay, staff_changes
from storage.people import Someone
from storage.rows import AnyRow

STAFF_LOCALE: Final = "en"


@dataclass(frozen=True, slots=True)
class Left:
    """What somebody had who has left.

    `flags` (their ids) are open again, or go to the next people at once. `shifts` are their places
    on the rota, in words. `participants` (their codes) had them as their named facilitator.
    """

    flags: tuple[int, ...]
    shifts: tuple[str, ...]
    participants: tuple[str, ...]


def leave(
    connection: Connection, limits: Limits, person: Someone, heir: Someone | None, now: datetime
) -> Left:
    """Takes a member of staff out; `heir` becomes the facilitator of their participants.

    The flags that they had are open again and alert the ladder; of those that waited for them, the
    next people are told at the next tick. The coordinators are told of all that they leave behind.
    """
    for flag_id in staff_changes.flags_handed_to(connection, person.id):
        decline(connection, flag_id, person.id, now)
    for chat in relay.relays_of_staff(connection, person.id):
        chats.end(connection, chat, "ended", now, person.id)
    owned = staff_changes.flags_owned_by(connection, person.id)
    waiting = staff_changes.flags_waiting_for(connection, person.id)
    cared_for = staff_changes.in_their_care(connection, person.id)
    shifts = tuple(
        _shift_words(row) for row in staff_changes.shifts_of_person(connection, person.id)
    )
    for row in cared_for:
        staff_changes.set_facilitator(connection, row.id, heir.id if heir else None)
    staff_changes.take_off_the_rota(connection, person.id, now)
    withdraw(connection, "left", lanes=list(Lane), person_id=person.id)
    staff_changes.mark_left(connection, person.id, now)
    for flag_id in owned:
        _let_go(connection, limits, flag_id, person, now)
    for row in waiting:
        flags.change_flag(connection, row.id, row.version, next_at=now)
    left = Left(
        flags=tuple(sorted({*owned, *(row.id for row in waiting)})),
        shifts=shifts,
        participants=tuple(row.code for row in cared_for),
    )
    texts, team = texts_for(STAFF_LOCALE), team_of(connection, person.project_id, now)
    screen = Screen(text="\n".join(left_words(texts, person, heir, left)))
    tell_coordinators(connection, team, screen, f"left:{person.id}", now)
    return left


def left_words(texts: Texts, person: Someone, heir: Someone | None, left: Left) -> list[str]:
    """What somebody leaves behind, a line each."""
    name = person.name or person.code
    lines = [texts.say("%(name)s does not work here any more.", name=name)]
    if left.flags:
        lines.append(
            texts.plural(
                "They had %(number)s open flag. The next people are told of it now.",
                "They had %(number)s open flags. The next people are told of them now.",
                len(left.flags),
            )
        )
    if left.shifts:
        shifts = "; ".join(left.shifts)
        lines.append(
            texts.say("They are off the rota now. They were on it: %(shifts)s.", shifts=shifts)
        )
    if left.participants:
        codes = ", ".join(left.participants)
        if heir is not None:
            heirs = heir.name or heir.code
            lines.append(
                texts.say("%(name)s is now the facilitator of: %(codes)s.", name=heirs, codes=codes)
            )
        else:
            lines.append(
                texts.say(
                    "These people have no facilitator now: %(codes)s. Give them one with: "
                    "wesaid participant set ID --facilitator NAME",
                    codes=codes,
                )
            )
    return lines


def _let_go(
    connection: Connection, limits: Limits, flag_id: int, person: Someone, now: datetime
) -> None:
    """Opens a flag that they had, and tells the participant who comes instead."""
    flag = flags.flag_to_change(connection, flag_id)
    assert flag is not None
    contact = contacts.contact_of(connection, flag.channel_id)
    texts = texts_for(STAFF_LOCALE)
    opened = open_again(
        connection,
        limits,
        flag,
        contact,
        "owner left",
        now,
        actor_id=person.id,
        new_limits=flag.status == "contacted",
        lead=texts.say(
            "%(name)s does not work here any more.", name=person.name or texts.say("A colleague")
        ),
    )
    if opened is None:
        return
    words = after_opening(connection, opened, contact, now)
    if words and tell_unprompted(connection, opened, contact, words, now):
        told_of_promise(connection, flag.id, now)


def _shift_words(row: AnyRow) -> str:
    """`mon, tue 17:00 to 09:00 (second)`, as `wesaid rota list` has it."""
    days = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    names = ", ".join(days[int(digit)] for digit in row.weekdays)
    second = " (second)" if row.place == "second" else ""
    return f"{names} {row.starts} to {row.ends}{second}"
