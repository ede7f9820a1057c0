"""Alerts to staff: as little as possible on a phone's lock screen, the words behind a press.

What an alert shows, and what can be done from it, is worked out from where the flag stands; those
that went out are shown anew whenever that changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.life import Act, Actor, acts_for, standing_of
from bot.aftercare.quiet import alert_at
from bot.aftercare.team import STAFF_BOTS
from bot.aftercare.when import when_words
from bot.aftercare.wording import level_words, status_words
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Button, Screen
from bot.texts import Texts, texts_for
from storage import contacts, flags, people
from storage.alerts import newest_alerts
from storage.contacts import Contact
from storage.rows import AnyRow

STAFF_LOCALE: Final = "en"

AT_ONCE: Final[tuple[Act, ...]] = (
    "acknowledge",
    "accept",
    "take_up",
    "contacted",
    "decline",
)
"""What can be done from the alert itself; everything else is behind opening it."""


SHORT: Final[Mapping[str, str]] = {"acknowledge": "ack"}
"""What stands in a button's data instead of an act's name."""


def actor(staff: people.Someone) -> Actor:
    """A member of staff as the rules of a flag's life see them."""
    return Actor(staff.id, senior=staff.lead or staff.role == "coordinator")


def who_words(texts: Texts, contact: Contact) -> str:
    """How staff see a participant before they open a flag."""
    return contact.code or texts.say("somebody who has not joined")


def act_words(texts: Texts, act: Act, can: Sequence[Act] = ("accept",)) -> str:
    """The label of the button for something that can be done at once; `can` is all that can be.

    Who declines without having been asked to accept is the owner, who keeps it after all.
    """
    if act == "decline" and "accept" not in can:
        return texts.say("I will keep it")
    return {
        "acknowledge": texts.say("Acknowledge: I will be in touch"),
        "accept": texts.say("Take it over"),
        "decline": texts.say("I cannot take it"),
        "take_up": texts.say("Take it up again now"),
        "contacted": texts.say("I have been in touch"),
        "tried": texts.say("I tried, no reply yet"),
        "snooze": texts.say("Put it off for a while"),
        "hand_over": texts.say("Hand over"),
        "take_over": texts.say("Take it over"),
        "close": texts.say("Close"),
        "agree": texts.say("Agree to close it"),
        "refuse": texts.say("Keep it open"),
        "escalate": texts.say("Ask the next person now"),
        "note": texts.say("Write a note"),
        "reopen": texts.say("Open it again"),
    }[act]


def press(flag: AnyRow, what: str) -> str:
    """What a button of a flag sends back."""
    return f"f:{flag.id}:{flag.version}:{SHORT.get(what, what)}"


def alert_screen(
    texts: Texts,
    flag: AnyRow,
    who: Actor,
    *,
    participant: str,
    owner: str,
    zone: str,
    now: datetime,
    lead: str = "",
) -> Screen:
    """Level, the participant's code and where it stands; never what they wrote.

    `owner` is the name of the one who looks after it, `lead` why this comes now.
    """
    lines = [f"{level_words(texts, flag.level)}: {participant}"]
    if lead:
        lines.append(lead)
    if flag.status != "open":
        lines.append(status_words(texts, flag.status, owner) + ".")
    if flag.status not in ("contacted", "closed"):
        by = when_words(texts, flag.contact_by, now, zone)
        in_time = flag.contact_by > now
        lines.append(
            texts.say("Please be in touch by %(when)s.", when=by)
            if in_time
            else texts.say("Somebody should have been in touch by %(when)s.", when=by)
        )
    can = acts_for(standing_of(flag), who)
    choices = [
        Button(act_words(texts, act, can), press(flag, act)) for act in AT_ONCE if act in can
    ]
    choices.append(Button(texts.say("Open to read"), press(flag, "open")))
    return Screen(text="\n".join(lines), choices=tuple(choices), kind="alert")


def send_alerts(
    connection: Connection,
    flag: AnyRow,
    channels: Iterable[tuple[int, int]],
    contact: Contact,
    now: datetime,
    lead: str = "",
) -> None:
    """Queues the alert on each of these channels (person id, channel id), once each."""
    owner = _owner_name(connection, flag)
    for person_id, channel_id in dict.fromkeys(channels):
        queue(
            connection,
            Message(
                channel_id=channel_id,
                person_id=person_id,
                screen=_screen(connection, flag, person_id, contact, owner, now, lead),
                lane=Lane.ALERT,
                kind="alert",
                flag_id=flag.id,
                dedupe=f"alert:{flag.id}:{flag.version}:{channel_id}",
                due_at=alert_at(flag.level, now, contact.timezone),
            ),
            now,
        )


def alert_people(
    connection: Connection,
    flag: AnyRow,
    person_ids: Iterable[int | None],
    contact: Contact,
    now: datetime,
    lead: str = "",
) -> bool:
    """Alerts these members of staff on every channel; False when none of them can be reached.

    Those who must not see the flag are left out.
    """
    hidden = flags.hidden_from(connection, flag.id)
    channels = [
        (person_id, channel)
        for person_id in dict.fromkeys(person_ids)
        if person_id is not None and person_id not in hidden
        for channel in contacts.working_channels(connection, person_id, STAFF_BOTS)
    ]
    send_alerts(connection, flag, channels, contact, now, lead)
    return bool(channels)


def show_anew(connection: Connection, flag: AnyRow, contact: Contact, now: datetime) -> None:
    """The alerts of the flag that went out now say where it stands, and offer what can be done.

    To those who must not see it any more they only say that it is not theirs.
    """
    owner = _owner_name(connection, flag)
    hidden = flags.hidden_from(connection, flag.id)
    for row in newest_alerts(connection, flag.id):
        if row.person_id in hidden:
            screen = _elsewhere(flag, contact)
        else:
            screen = _screen(connection, flag, row.person_id, contact, owner, now)
        queue(
            connection,
            Message(
                channel_id=row.channel_id,
                person_id=row.person_id,
                screen=screen,
                lane=Lane.ALERT,
                kind="alert-update",
                act="edit",
                target_remote_id=row.remote_id,
                flag_id=flag.id,
                supersedes=True,
            ),
            now,
        )


def _elsewhere(flag: AnyRow, contact: Contact) -> Screen:
    """For whoever is not to see a flag any more that they were told of: without a reason."""
    texts = texts_for(STAFF_LOCALE)
    first = f"{level_words(texts, flag.level)}: {who_words(texts, contact)}"
    said = texts.say("Somebody else looks after this now.")
    return Screen(text=f"{first}\n{said}", kind="alert")


def _screen(
    connection: Connection,
    flag: AnyRow,
    person_id: int,
    contact: Contact,
    owner: str,
    now: datetime,
    lead: str = "",
) -> Screen:
    texts = texts_for(STAFF_LOCALE)
    staff = people.find_person(connection, person_id)
    assert staff is not None
    return alert_screen(
        texts,
        flag,
        actor(staff),
        participant=who_words(texts, contact),
        owner=owner,
        zone=contact.timezone,
        now=now,
        lead=lead,
    )


def _owner_name(connection: Connection, flag: AnyRow) -> str:
    owner = people.find_person(connection, flag.owner_id) if flag.owner_id else None
    return owner.name if owner else ""
