"""From a screen to an e-mail: as little as an alert carries, and never a participant's words."""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from bot.aftercare.alert_links import AlertLinks
from bot.delivery.channel import Parcel
from bot.texts import Texts

SUBJECT_LENGTH: Final = 70
_LOOKS_RIGHT: Final = re.compile(r"[!-~]+@[!-~]+", re.ASCII)
_TAKE_ON: Final = re.compile(r"f:\d+:\d+:(ack|acknowledge|accept)")
_BEEN_IN_TOUCH: Final = re.compile(r"f:\d+:\d+:contacted")


@dataclass(frozen=True, slots=True)
class Letter:
    """An e-mail ready to be handed over: to whom, and all of it as bytes."""

    recipient: str
    content: bytes


class Letters:
    """Writes e-mails. The same parcel always gets the same message id.

    So a mail program shows an e-mail that was sent twice only once.
    """

    def __init__(
        self,
        sender: str,
        texts: Texts,
        links: AlertLinks | None,
        *,
        secret: str,
        staff_bot: Callable[[], str],
    ) -> None:
        """`links` are None without a public address; `staff_bot` is that bot's name, or ""."""
        self._sender = sender
        self._texts = texts
        self._links = links
        self._key = secret.encode()
        self._staff_bot = staff_bot

    def write(self, parcel: Parcel, now: datetime) -> Letter:
        """The e-mail for a parcel. Raises ValueError or MessageError for a wrong address."""
        if not _LOOKS_RIGHT.fullmatch(parcel.address):
            raise ValueError("this is no e-mail address")
        first, body = self._words(parcel)
        email = EmailMessage(policy=SMTP)
        email["Subject"] = _one_line(self._subject(parcel, first))
        email["From"] = Address("WeSaid", addr_spec=self._sender)
        email["To"] = Address(addr_spec=parcel.address)
        email["Date"] = format_datetime(now)
        email["Message-ID"] = self._message_id(parcel.outbox_id)
        # Neither a person nor a machine that is away is to answer.
        email["Auto-Submitted"] = "auto-generated"
        email["X-Auto-Response-Suppress"] = "All"
        if parcel.screen.kind == "alert":
            email["Importance"] = "high"
        email.set_content(body, cte="quoted-printable")
        return Letter(parcel.address, email.as_bytes())

    def _subject(self, parcel: Parcel, first: str) -> str:
        if parcel.screen.kind != "alert":
            return self._texts.say("From WeSaid: %(words)s", words=first)
        return self._texts.say("%(words)s. Open to read", words=first)

    def _words(self, parcel: Parcel) -> tuple[str, str]:
        """The first line, and all paragraphs."""
        # An e-mail passes through the hands of strangers: what is sensitive is never in one.
        screen = parcel.screen
        words = "" if screen.sensitive else screen.text.strip()
        words = words or self._texts.say("There is something for you to read.")
        paragraphs = [words, *self._what_to_do(parcel)]
        return words.splitlines()[0], "\n\n".join(paragraphs) + "\n"

    def _what_to_do(self, parcel: Parcel) -> list[str]:
        say, links = self._texts.say, self._links
        takes_on, been = _offers(parcel, _TAKE_ON), _offers(parcel, _BEEN_IN_TOUCH)
        paragraphs = []
        if takes_on:
            paragraphs.append(
                say(
                    "To acknowledge it, open this page and press the button:\n%(link)s",
                    link=links.address(parcel.outbox_id),
                )
                if links
                else say("To acknowledge it, open the staff bot in Telegram and write /flags.")
            )
        elif links and been:
            paragraphs.append(
                say(
                    "To say that you have been in touch, open this page:\n%(link)s",
                    link=links.address(parcel.outbox_id),
                )
            )
        if parcel.screen.kind == "alert" or parcel.screen.sensitive:
            name = self._staff_bot()
            paragraphs.append(
                say("To read what was said, open the staff bot:\nhttps://t.me/%(name)s", name=name)
                if name
                else say("To read what was said, open the staff bot in Telegram.")
            )
        ending = say("Please do not answer this e-mail: nobody reads the answers.")
        if links and (takes_on or been):
            forward = say("Please do not forward it either: its link is for you alone.")
            ending = f"{ending} {forward}"
        paragraphs.append(ending)
        return paragraphs

    def _message_id(self, outbox_id: int) -> str:
        proof = hmac.new(self._key, f"message id {outbox_id}".encode(), sha256).hexdigest()[:24]
        return f"<{outbox_id}.{proof}@{self._sender.rpartition('@')[2]}>"


def _offers(parcel: Parcel, what: re.Pattern[str]) -> bool:
    """Whether the message has a button for this."""
    return any(what.fullmatch(button.press) for button in parcel.screen.choices)


def _one_line(words: str) -> str:
    words = " ".join(words.split())
    if len(words) <= SUBJECT_LENGTH:
        return words
    return words[: SUBJECT_LENGTH - 3].rsplit(" ", maxsplit=1)[0].rstrip(".,") + "..."
