"""Alerts to staff: as little as possible on a phone's lock screen, the words behind a press."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.ladder import Rung
from bot.aftercare.when import when_words
from bot.aftercare.wording import level_words
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Button, Screen
from bot.texts import Texts
from storage.alerts import sent_alerts
from storage.rows import AnyRow


def alert_screen(
    texts: Texts, flag: AnyRow, participant: str, reason: str, zone: str, now: datetime
) -> Screen:
    """Level, the participant's code and the reason; never what they wrote."""
    lines = [
        f"{level_words(texts, flag.level)}: {participant}",
        texts.say("Reason: %(reason)s.", reason=reason),
        texts.say(
            "Please be in touch by %(when)s.", when=when_words(texts, flag.contact_by, now, zone)
        ),
    ]
    return Screen(
        text="\n".join(lines), choices=_buttons(texts, flag, acknowledge=True), kind="alert"
    )


def _buttons(texts: Texts, flag: AnyRow, *, acknowledge: bool) -> tuple[Button, ...]:
    read = Button(texts.say("Open to read"), f"f:{flag.id}:{flag.version}:open")
    if not acknowledge:
        return (read,)
    take = Button(texts.say("Acknowledge: I will be in touch"), f"f:{flag.id}:{flag.version}:ack")
    return (take, read)


def send_alerts(
    connection: Connection, flag: AnyRow, rung: Rung, screen: Screen, now: datetime
) -> None:
    """Queues the alert to everybody on a rung, on every channel that reaches them."""
    for person_id, channel_id in rung.channels:
        queue(
            connection,
            Message(
                channel_id=channel_id,
                person_id=person_id,
                screen=screen,
                lane=Lane.ALERT,
                kind="alert",
                flag_id=flag.id,
                dedupe=f"alert:{flag.id}:{flag.version}:{channel_id}",
            ),
            now,
        )


def show_acknowledged(
    connection: Connection,
    texts: Texts,
    flag: AnyRow,
    participant: str,
    owner: str,
    zone: str,
    now: datetime,
) -> None:
    """Every alert of the flag that went out now says who has taken it on."""
    lines = [
        f"{level_words(texts, flag.level)}: {participant}",
        texts.say("Acknowledged by %(name)s.", name=owner),
        texts.say(
            "Please be in touch by %(when)s.", when=when_words(texts, flag.contact_by, now, zone)
        ),
    ]
    screen = Screen(
        text="\n".join(lines), choices=_buttons(texts, flag, acknowledge=False), kind="alert"
    )
    for row in sent_alerts(connection, flag.id):
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
            ),
            now,
        )
