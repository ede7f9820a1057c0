"""Flags in a line each, for lists and summaries: how soon, who, by when, and who has it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import who_words
from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.when import when_words
from bot.aftercare.wording import level_words, status_words
from bot.delivery.screen import Button
from bot.texts import Texts
from storage import contacts, flags, people
from storage.contacts import Contact
from storage.rows import AnyRow

MOST_BUTTONS: Final = 10


@dataclass(frozen=True, slots=True)
class FlagSeen:
    """A flag that is not closed, with the participant's contact."""

    row: AnyRow
    contact: Contact


def flags_seen_by(connection: Connection, viewer_id: int, project_id: int) -> list[FlagSeen]:
    """All that a member of staff may see, the most urgent first."""
    return [
        FlagSeen(row, contacts.contact_of(connection, row.channel_id))
        for row in flags.flags_for(connection, viewer_id, project_id)
        if row.channel_id is not None
    ]


def level_line(texts: Texts, seen: FlagSeen) -> str:
    """`Urgent: P-7KQ2M`, without a word of what was said."""
    return f"{level_words(texts, seen.row.level)}: {who_words(texts, seen.contact)}"


def due_line(connection: Connection, texts: Texts, seen: FlagSeen, now: datetime) -> str:
    """By when somebody is to be in touch, and where it stands."""
    owner = people.find_person(connection, seen.row.owner_id) if seen.row.owner_id else None
    status = status_words(texts, seen.row.status, owner.name if owner else "")
    return f"{_due(texts, seen, now)} {status}."


def flag_line(texts: Texts, seen: FlagSeen, now: datetime) -> str:
    """One flag in a summary."""
    return f"{level_line(texts, seen)}. {_due(texts, seen, now)}"


def _due(texts: Texts, seen: FlagSeen, now: datetime) -> str:
    if seen.row.stuck_at is not None:
        stuck = texts.say("This flag is stuck. The coordinators were told.")
        return f"{stuck} {_by(texts, seen, now)}"
    return _by(texts, seen, now)


def _by(texts: Texts, seen: FlagSeen, now: datetime) -> str:
    if seen.row.status == "contacted":
        return texts.say("To be closed.")
    when = when_words(texts, seen.row.contact_by, now, seen.contact.timezone)
    if seen.row.contact_by <= now:
        return texts.say("Late: contact was due by %(when)s.", when=when)
    return texts.say("Contact by %(when)s.", when=when)


@dataclass(frozen=True, slots=True)
class Summing:
    """What a summary is written with. Of a flag that cannot be told of, `apart` keeps the rest."""

    connection: Connection
    texts: Texts
    now: datetime
    apart: AsOne = AS_ONE

    def section(self, title: str, found: Sequence[FlagSeen]) -> list[str]:
        """A part of a summary; nothing when there are no flags in it."""
        return ["\n".join([title, *map(self._line, found)])] if found else []

    def _line(self, seen: FlagSeen) -> str:
        def whole() -> str:
            return flag_line(self.texts, seen, self.now)

        return self.apart.do(self.connection, seen.row.id, whole, self.now) or self._short(seen)

    def _short(self, seen: FlagSeen) -> str:
        more = self.texts.say("I cannot show by when. Please open it.")
        return f"{level_line(self.texts, seen)}. {more}"


def open_buttons(texts: Texts, found: Iterable[FlagSeen]) -> tuple[Button, ...]:
    """A button for each flag, to open it; for the first of very many."""
    return tuple(
        Button(
            texts.say("Open %(who)s", who=who_words(texts, seen.contact)),
            f"f:{seen.row.id}:{seen.row.version}:open",
        )
        for seen in list(found)[:MOST_BUTTONS]
    )
