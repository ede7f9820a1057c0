"""What a member of staff sees of flags: the list, one flag with its words, and who did what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.acknowledging import may_see
from bot.aftercare.asked import AskedIn, QuestionShown
from bot.aftercare.getting_in_touch import GettingInTouch, getting_in_touch
from bot.aftercare.sent_files import FileShown, files_shown
from bot.aftercare.when import when_words
from bot.aftercare.wording import level_words, status_words, topic_words
from bot.texts import Texts
from storage import contacts, flags, people
from storage.flag_flows import sessions_of_flag
from storage.media import media_of_flag
from storage.rows import AnyRow


@dataclass(frozen=True, slots=True)
class FlagCard:
    """One flag in a list. `participant` is the pseudonym; `owner` a name, or ""."""

    id: int
    version: int
    level: str
    level_words: str
    topic_words: str
    participant: str
    reasons: tuple[str, ...]
    status: str
    status_words: str
    owner: str
    opened_at: datetime
    opened_words: str
    acknowledge_by: datetime
    contact_by: datetime
    contact_by_words: str


@dataclass(frozen=True, slots=True)
class SignalShown:
    """What raised the flag. `span` is the part of `words` that matched.

    `asked` is the question that was answered, as it was put in that conversation, or "".
    """

    at: datetime
    at_words: str
    level_words: str
    reason: str
    rule: str
    asked: str
    words: str
    span: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of a flag's history."""

    at: datetime
    at_words: str
    text: str


@dataclass(frozen=True, slots=True)
class FlagDetail:
    """A flag that was opened to read. `name` is what the participant likes to be called, or ""."""

    card: FlagCard
    name: str
    touch: GettingInTouch
    files: tuple[FileShown, ...]
    signals: tuple[SignalShown, ...]
    events: tuple[Happening, ...]


def open_flags(
    connection: Connection, viewer_id: int, texts: Texts, now: datetime
) -> list[FlagCard]:
    """The flags that are not closed and that the viewer may see, the most urgent first."""
    viewer = people.find_person(connection, viewer_id)
    if viewer is None or viewer.role == "participant":
        return []
    rows = flags.flags_for(connection, viewer_id, viewer.project_id)
    return [_card(connection, row, texts, now) for row in rows]


def flag_detail(
    connection: Connection,
    flag_id: int,
    viewer_id: int,
    texts: Texts,
    now: datetime,
    asked_in: AskedIn,
) -> FlagDetail | None:
    """One flag with the participant's words; that the viewer read them is recorded.

    None when there is no such flag for this viewer.
    """
    flag = flags.find_flag(connection, flag_id)
    viewer = people.find_person(connection, viewer_id)
    if flag is None or viewer is None or not may_see(connection, flag, viewer):
        return None
    flags.add_event(connection, flag_id, "read", now, viewer_id)
    contact = contacts.contact_of(connection, flag.channel_id)
    asked = {
        session_id: asked_in(connection, contact, session_id, texts)
        for session_id in sessions_of_flag(connection, flag_id)
    }
    zone = contact.timezone
    return FlagDetail(
        card=_card(connection, flag, texts, now),
        name=contact.name,
        touch=getting_in_touch(connection, contact, viewer_id, asked, texts),
        files=files_shown(texts, media_of_flag(connection, flag_id, viewer_id)),
        signals=tuple(
            _signal(row, words, asked, when_words(texts, row.at, now, zone), texts)
            for row, words in flags.signals_of(connection, flag_id)
        ),
        events=tuple(
            Happening(row.at, when_words(texts, row.at, now, zone), _event(connection, row, texts))
            for row in flags.events_of(connection, flag_id)
        ),
    )


def _signal(
    row: AnyRow,
    words: str,
    asked: Mapping[int, Mapping[str, QuestionShown]],
    at_words: str,
    texts: Texts,
) -> SignalShown:
    question = asked.get(row.session_id, {}).get(row.step or "")
    return SignalShown(
        at=row.at,
        at_words=at_words,
        level_words=level_words(texts, row.level),
        reason=row.reason,
        rule=row.rule,
        asked=question.text if question else "",
        words=words,
        span=None if row.span_start is None else (row.span_start, row.span_end),
    )


def _card(connection: Connection, flag: AnyRow, texts: Texts, now: datetime) -> FlagCard:
    contact = contacts.contact_of(connection, flag.channel_id)
    owner = people.find_person(connection, flag.owner_id) if flag.owner_id else None
    reasons = dict.fromkeys(row.reason for row, _ in flags.signals_of(connection, flag.id))
    name = owner.name if owner else ""
    return FlagCard(
        id=flag.id,
        version=flag.version,
        level=flag.level,
        level_words=level_words(texts, flag.level),
        topic_words=topic_words(texts, flag.topic),
        participant=contact.code or texts.say("somebody who has not joined"),
        reasons=tuple(reasons),
        status=flag.status,
        status_words=status_words(texts, flag.status, name),
        owner=name,
        opened_at=flag.opened_at,
        opened_words=when_words(texts, flag.opened_at, now, contact.timezone),
        acknowledge_by=flag.acknowledge_by,
        contact_by=flag.contact_by,
        contact_by_words=when_words(texts, flag.contact_by, now, contact.timezone),
    )


def _event(connection: Connection, row: AnyRow, texts: Texts) -> str:
    actor = people.find_person(connection, row.actor_id) if row.actor_id else None
    name = (actor.name if actor else "") or texts.say("a colleague")
    known: dict[str, str] = {
        "opened": texts.say("The flag was raised."),
        "new signal": texts.say("Something new was said."),
        "level rose": texts.say("Something more pressing was said, so the flag is open again."),
        "acknowledged": texts.say("%(name)s acknowledged it.", name=name),
        "read": texts.say("%(name)s opened it to read.", name=name),
        "chose the facilitator": texts.say("They want to talk to their facilitator."),
        "chose others": texts.say("They want to talk to somebody other than their facilitator."),
        "undelivered": texts.say("An alert did not arrive, so the next person is told."),
        "reached": texts.say("Nobody could be told at first. Now somebody has been."),
        "did not choose": texts.say("They did not say whom to tell, so somebody was told."),
        "admitted": texts.say("They were told that nobody has answered yet."),
        "climbed": texts.say("Nobody had acknowledged it in time, so more people were told."),
    }
    return known.get(row.kind, str(row.kind))
