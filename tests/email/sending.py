"""The channel of e-mail, and parcels for it."""

from __future__ import annotations

from typing import Any

from bot.aftercare.alert_links import AlertLinks
from bot.delivery.channel import Parcel
from bot.delivery.screen import Button, Screen
from bot.email.channel import EmailChannel
from bot.email.letters import Letters
from bot.email.mail_server import MailServer
from bot.texts import texts_for
from tests.delivery.chats import HandClock
from tests.email.mail_host import FROM

SAM = "sam@example.org"
SECRET = "a secret for e-mails in tests"
LINKS = AlertLinks(SECRET, "https://wesaid.example.org")

ALERT = Screen(
    text="Urgent: P-7KQ2M\nPlease be in touch by 1 pm today.",
    choices=(
        Button("Acknowledge: I will be in touch", "f:1:1:acknowledge"),
        Button("Open to read", "f:1:1:open"),
    ),
    kind="alert",
)


def letters(*, links: AlertLinks | None = LINKS, staff_bot: str = "team_bot") -> Letters:
    return Letters(FROM, texts_for("en"), links, secret=SECRET, staff_bot=lambda: staff_bot)


def email_channel(server: MailServer, *, patience_s: float = 10.0) -> EmailChannel:
    return EmailChannel(server, letters(), HandClock(), patience_s=patience_s)


def parcel(screen: Screen = ALERT, **changes: Any) -> Parcel:
    given = {"outbox_id": 1, "act": "send", "address": SAM, "remote_id": "", "screen": screen}
    return Parcel(**{**given, **changes})
