"""The mail server that takes our e-mail, and one conversation with it."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from bot.delivery.channel import NotSent, Uncertain
from bot.email.letters import Letter
from bot.email.problems import (
    connecting_problem,
    content_refused,
    recipient_refused,
    sender_refused,
)

Security: TypeAlias = Literal["starttls", "tls", "none"]

STEP_S: Final = 60.0
"""How long the server may take for each answer: some make strangers wait on purpose."""

GOODBYE_S: Final = 2.0


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where e-mail goes out. `security` is starttls, tls (from the first byte) or none.

    Without a user nobody signs in. `sender` is the address that e-mail comes from. `trust` is what
    the server's certificate is checked against; the machine's own authorities unless given.
    """

    host: str
    port: int
    sender: str
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    step_s: float = STEP_S
    trust: ssl.SSLContext | None = None

    @property
    def domain(self) -> str:
        """What this installation calls itself to other mail servers, and in message ids."""
        return self.sender.rpartition("@")[2]

    @asynccontextmanager
    async def signed_in(self) -> AsyncIterator[SMTP]:
        """A connection that is ready to take e-mail. Raises NotSent, with a sentence."""
        client = SMTP(
            hostname=self.host,
            port=self.port,
            local_hostname=self.domain,
            timeout=self.step_s,
            use_tls=self.security == "tls",
            start_tls=self.security == "starttls",
            tls_context=self.trust if self.security != "none" else None,
            username=self.user or None,
            password=self.password or None,
        )
        try:
            await client.connect()
        except (SMTPException, OSError) as error:
            raise NotSent(connecting_problem(error, self.host, self.port)) from None
        try:
            yield client
        finally:
            client.close()


class HandingOver:
    """One letter on its way to the server; `begun` once the server may have all of it."""

    def __init__(self, server: MailServer) -> None:
        self.begun = False
        self._server = server

    async def of(self, letter: Letter) -> None:
        """Hands the letter over; returns once the server has taken it.

        Raises ChannelLost, Refused, SlowDown, NotSent or Uncertain.
        """
        async with self._server.signed_in() as client:
            await self._address(client, letter)
            self.begun = True
            try:
                await client.data(letter.content)
            except SMTPResponseException as error:
                raise content_refused(error.code) from None
            except (SMTPException, OSError):
                raise Uncertain("The mail server went away while it took an e-mail.") from None
            with suppress(SMTPException, OSError):  # it has the letter: that is all that matters
                await client.quit(timeout=GOODBYE_S)

    async def _address(self, client: SMTP, letter: Letter) -> None:
        try:
            try:
                await client.mail(self._server.sender)
            except SMTPResponseException as error:
                raise sender_refused(error.code) from None
            try:
                await client.rcpt(letter.recipient)
            except SMTPResponseException as error:
                raise recipient_refused(error.code, error.message) from None
        except (SMTPException, OSError) as error:
            where = (self._server.host, self._server.port)
            raise NotSent(connecting_problem(error, *where)) from None
