"""A real mail server on this machine (aiosmtpd), which can be told to misbehave."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.email.mail_server import MailServer

USER, PASSWORD = "wesaid", "correct horse"
FROM = "wesaid@example.org"


@dataclass
class Mailbox:
    """What arrived, and how the server is to answer. `answers` are its answers to RCPT by address.

    `slow_s` is how long it takes over each step; `hangs_up` is MAIL, RCPT or DATA, at which it
    closes the connection; after DATA it has kept the e-mail.
    """

    letters: list[tuple[list[str], EmailMessage]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    to_data: str = "250 OK"
    to_mail: str = "250 OK"
    slow_s: float = 0.0
    hangs_up: str = ""
    asked: int = 0
    """How many e-mails were begun."""

    async def handle_MAIL(  # noqa: N802 - aiosmtpd looks for this name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.asked += 1
        await self._pause(server, "MAIL")
        if self.to_mail.startswith("2"):
            envelope.mail_from = address
            envelope.mail_options.extend(options)
        return self.to_mail

    async def handle_RCPT(  # noqa: N802 - as above
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        await self._pause(server, "RCPT")
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 - as above
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.to_data.startswith("2"):
            assert isinstance(envelope.content, bytes)
            letter = message_from_bytes(envelope.content, policy=policy.default)
            self.letters.append((list(envelope.rcpt_tos), letter))
        await self._pause(server, "DATA")
        return self.to_data

    async def _pause(self, server: SMTP, step: str) -> None:
        await asyncio.sleep(self.slow_s)
        if self.hangs_up == step:
            assert server.transport is not None
            server.transport.close()

    def only(self) -> EmailMessage:
        """The one e-mail that arrived."""
        ((_, letter),) = self.letters
        return letter

    def recipients(self) -> list[str]:
        """Who got an e-mail, in order."""
        return [address for addresses, _ in self.letters for address in addresses]


class MailHost:
    """A mail server that can be stopped and started again on the same port."""

    def __init__(self, **options: Any) -> None:
        self.mailbox = Mailbox()
        self.port = 0
        self._options = options
        self._server: asyncio.Server | None = None
        self._tls: ssl.SSLContext | None = None
        self._connections: set[SMTP] = set()

    def with_tls(self, context: ssl.SSLContext) -> None:
        """Encrypted from the first byte."""
        self._tls = context

    async def start(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(
            self._connection, "127.0.0.1", self.port, ssl=self._tls
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for connection in self._connections:
            if isinstance(connection.transport, asyncio.WriteTransport):
                connection.transport.abort()
        await self._server.wait_closed()
        await asyncio.sleep(0)

    def server(self, **changes: Any) -> MailServer:
        """How to reach it."""
        given = {"host": "127.0.0.1", "port": self.port, "sender": FROM, "security": "none"}
        return MailServer(**{**given, **changes})

    def _connection(self) -> SMTP:
        connection = SMTP(self.mailbox, hostname="mail.example.org", **self._options)
        self._connections.add(connection)
        return connection


@asynccontextmanager
async def mail_host(**options: Any) -> AsyncIterator[MailHost]:
    host = MailHost(**options)
    await host.start()
    try:
        yield host
    finally:
        await host.stop()


def sign_in(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: object
) -> AuthResult:
    """Lets USER in with PASSWORD."""
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)


@dataclass(frozen=True)
class Certificates:
    """A certificate for 127.0.0.1: the server's side, and a client's that trusts it."""

    server: ssl.SSLContext
    client: ssl.SSLContext


def certificates(folder: Path) -> Certificates:
    """Makes a certificate that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        .sign(key, hashes.SHA256())
    )
    chain, private = folder / "chain.pem", folder / "key.pem"
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(chain, private)
    client = ssl.create_default_context(cafile=str(chain))
    return Certificates(server, client)
