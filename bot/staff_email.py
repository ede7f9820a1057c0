"""E-mail for staff, put together from the settings: its channel, and the links in it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from bot.aftercare.alert_links import AlertLinks
from bot.clock import Clock
from bot.delivery.channel import Channel
from bot.email.channel import EmailChannel, NoEmail
from bot.email.letters import Letters
from bot.email.mail_server import MailServer
from bot.settings import Settings
from bot.texts import texts_for
from storage.database import Database
from storage.staff_channels import note_set_up
from storage.unavailable import DatabaseUnavailable

STAFF_LOCALE: Final = "en"
AGAIN_S: Final = 1.0


class StaffEmail:
    """`secret_for` gives secrets of this installation, `staff_bot` that bot's name, or ""."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: Clock,
        *,
        secret_for: Callable[[str], str],
        staff_bot: Callable[[], str],
    ) -> None:
        self._database = database
        self._clock = clock
        self._server = mail_server(settings)
        self.links = AlertLinks(secret_for("alert links"), settings.public_url)
        self._email: EmailChannel | None = None
        if self._server is not None:
            letters = Letters(
                self._server.sender,
                texts_for(STAFF_LOCALE),
                self.links if settings.public_url else None,
                secret=secret_for("message ids"),
                staff_bot=staff_bot,
            )
            self._email = EmailChannel(self._server, letters, clock)
        self.channel: Channel = self._email or NoEmail()

    @property
    def state(self) -> str:
        """For readiness: not set up, not used yet, ready, or down and why."""
        return self._email.state if self._email is not None else "not set up"

    async def note_whether_set_up(self) -> None:
        """So that nobody counts on e-mail that cannot go out. Waits for the database."""
        while True:
            try:
                await self._database.transact(
                    lambda connection: note_set_up(
                        connection, "email", self._server is not None, self._clock.now()
                    )
                )
            except DatabaseUnavailable:
                await asyncio.sleep(AGAIN_S)
            else:
                return

    async def close(self) -> None:
        if self._email is not None:
            await self._email.close()


def mail_server(settings: Settings) -> MailServer | None:
    """The mail server that the settings name."""
    if not settings.email:
        return None
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        sender=settings.email_from,
        security=settings.smtp_security,
        user=settings.smtp_user,
        password=settings.smtp_password,
    )
