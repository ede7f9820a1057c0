"""A flag as a member of staff sees it before they open it, with what they can do to it now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.acting import may_see
from bot.aftercare.alerts import actor, who_words
from bot.aftercare.life import Act, acts_for, snooze_limit, standing_of
from bot.aftercare.safe_to_message import says_unsafe
from bot.aftercare.when import when_words
from bot.aftercare.wording import (
    level_words,
    outcome_words,
    plain_reasons,
    status_words,
    topic_words,
)
from bot.texts import Texts
from storage import contacts, flags, people, relay
from storage.people import Someone
from storage.rows import AnyRow


@dataclass(frozen=True, slots=True)
class FlagCard:
    """One flag in a list. `participant` is the pseudonym; `owner` a name, or "".

    `reasons`: why it was raised, with what the flag is about first; there is always one.
    `acts` are what the one who looks can do now, `zone` the participant's. `outcome` is how it was
    closed, or is to be closed as soon as a second person agrees. `earlier_id` is the participant's
    flag before this one, where the one who looks may see that too; else 0. `lit`: the ladder has
    come to its end, and still nobody looks after it. `stuck`: nothing was going to happen to it any
    more, and the alarm was raised.
    """

    id: int
    version: int
    level: str
    level_words: str
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
    acts: tuple[Act, ...]
    zone: str
    snooze_limit: datetime
    outcome: str
    earlier_id: int
    lit: bool
    stuck: bool


def flag_card(
    connection: Connection, flag_id: int, viewer_id: int, texts: Texts, now: datetime
) -> FlagCard | None:
    """One flag, in whatever state; None when there is no such flag for this viewer."""
    flag = flags.find_flag(connection, flag_id)
    viewer = people.find_person(connection, viewer_id)
    if flag is None or viewer is None or not may_see(connection, flag, viewer):
        return None
    return card_of(connection, flag, viewer, texts, now)


def card_of(
    connection: Connection, flag: AnyRow, viewer: Someone, texts: Texts, now: datetime
) -> FlagCard:
    """The card of a flag that the viewer may see."""
    contact = contacts.contact_of(connection, flag.channel_id)
    standing = standing_of(flag)
    owner = _name(connection, flag.owner_id)
    return FlagCard(
        id=flag.id,
        version=flag.version,
        level=flag.level,
        level_words=level_words(texts, flag.level),
        participant=who_words(texts, contact),
        reasons=_reasons(connection, flag, texts),
        status=flag.status,
        status_words=_with_chat(
            connection,
            flag,
            viewer,
            texts,
            _stands(connection, flag, owner, texts, now, contact.timezone),
        ),
        owner=owner,
        opened_at=flag.opened_at,
        opened_words=when_words(texts, flag.opened_at, now, contact.timezone),
        acknowledge_by=flag.acknowledge_by,
        contact_by=flag.contact_by,
        contact_by_words=when_words(texts, flag.contact_by, now, contact.timezone),
        acts=_offered(acts_for(standing, actor(viewer))),
        zone=contact.timezone,
        snooze_limit=snooze_limit(standing),
        outcome=flag.outcome or "",
        earlier_id=_earlier(connection, flag, viewer),
        lit=flag.status == "open" and flag.round > 0,
        stuck=flag.stuck_at is not None,
    )


def _offered(acts: tuple[Act, ...]) -> tuple[Act, ...]:
    """Whoever was asked to take it over does so by saying yes, and needs no second button."""
    return tuple(act for act in acts if act != "take_over" or "accept" not in acts)


def _reasons(connection: Connection, flag: AnyRow, texts: Texts) -> tuple[str, ...]:
    rows = [row for row, _ in flags.signals_of(connection, flag.id)]
    rows.sort(
        key=lambda row: (
            not says_unsafe(row.rule),
            row.topic != flag.topic,
            row.level != flag.level,
        )
    )
    found = plain_reasons(texts, [(row.topic, row.reason) for row in rows])
    return found or (topic_words(texts, flag.topic),)


def _stands(
    connection: Connection, flag: AnyRow, owner: str, texts: Texts, now: datetime, zone: str
) -> str:
    """Where it stands, with until when, to whom, and what is waited for."""
    words = status_words(texts, flag.status, owner)
    if flag.status == "snoozed":
        until = when_words(texts, flag.snoozed_until, now, zone)
        return texts.say("%(stands)s until %(when)s", stands=words, when=until)
    if flag.status == "handing_over":
        to = _name(connection, flag.handed_to_id) or texts.say("a colleague")
        return texts.say("%(stands)s to %(name)s, who has not said yes", stands=words, name=to)
    if flag.status == "closed" and flag.outcome:
        outcome = outcome_words(texts, flag.outcome)
        return texts.say("%(stands)s: %(outcome)s", stands=words, outcome=outcome)
    if flag.closed_by_id is not None:
        name = _name(connection, flag.closed_by_id) or texts.say("A colleague")
        asked = texts.say(
            "%(name)s asks a second person to agree to closing it: %(outcome)s",
            name=name,
            outcome=outcome_words(texts, flag.outcome),
        )
        return f"{words}. {asked}"
    return words


def _with_chat(
    connection: Connection, flag: AnyRow, viewer: Someone, texts: Texts, stands: str
) -> str:
    """Where it stands, and who is in a chat with them meanwhile, who need not be its owner."""
    chat = relay.relay_of_flag(connection, flag.id)
    if chat is None:
        return stands
    if chat.staff_id == viewer.id:
        return texts.say("%(stands)s. You are in a chat with them now", stands=stands)
    name = _name(connection, chat.staff_id) or texts.say("A colleague")
    return texts.say("%(stands)s. %(name)s is in a chat with them now", stands=stands, name=name)


def _earlier(connection: Connection, flag: AnyRow, viewer: Someone) -> int:
    earlier = flags.find_flag(connection, flag.earlier_id) if flag.earlier_id else None
    return earlier.id if earlier is not None and may_see(connection, earlier, viewer) else 0


def _name(connection: Connection, person_id: int | None) -> str:
    found = people.find_person(connection, person_id) if person_id is not None else None
    return found.name if found else ""
