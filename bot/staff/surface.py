"""The staff Telegram bot on python-telegram-bot: updates in as `StaffInbound`, screens out.

It keeps no state and knows nothing of flags. What came in is confirmed to Telegram by whoever
calls `handle`, after it returned: the library's own Updater confirms too early.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

import structlog
from telegram import Update

from bot.aftercare.staff_inbound import StaffInbound
from bot.delivery.attachments import Opened
from bot.delivery.channel import Refused
from bot.delivery.telegram.press_answers import PressAnswers
from bot.delivery.telegram.raw_updates import RawUpdate, UnreadableUpdateError
from bot.staff.application import (
    REQUEST_S,
    SERVED,
    StaffBot,
    application_for,
    keep_words_and_tokens_out_of_logs,
)
from bot.staff.channel import StaffChannel
from bot.staff.handlers import READING, Reading, add_handlers
from bot.staff.problems import asked
from bot.staff.reading import salvage
from bot.texts import Texts

Take: TypeAlias = Callable[[StaffInbound], Awaitable[None]]
"""Returns once the inbound is committed; whatever it raises, the update is to come again."""

Lost: TypeAlias = Callable[[str], Awaitable[None]]
"""Told the chat of somebody who blocked the bot."""

_TOKEN: Final = re.compile(r"\d+:\S+")

log = structlog.get_logger(__name__)


class StaffSurface:
    """`api` is the Bot API's base address, such as https://api.telegram.org; a request to it may
    take `request_s` seconds. `opened` opens the photos and voice notes that screens name.

    Raises ValueError when `token` cannot be a Telegram token. Nothing is asked of Telegram before
    `prepare`, and everything else works whether or not that has succeeded.
    """

    def __init__(
        self,
        token: str,
        api: str,
        texts: Texts,
        take: Take,
        lost: Lost | None = None,
        *,
        request_s: float = REQUEST_S,
        opened: Opened | None = None,
    ) -> None:
        keep_words_and_tokens_out_of_logs()
        if not _TOKEN.fullmatch(token):
            raise ValueError(
                "The staff bot's token is not one of Telegram's, such as 123456:ABC-DEF."
            )
        self._bot = StaffBot(token, api, request_s)
        self._texts = texts
        self._take = take
        self._lost = lost
        self._presses = PressAnswers(self._bot.answer_callback_query)
        self._application = application_for(self._bot)
        add_handlers(self._application)
        self.channel = StaffChannel(self._bot, texts, opened)
        self.bot_username = ""
        """The bot's name for links, t.me/NAME?start=CODE; known after `prepare`."""

    async def prepare(self) -> None:
        """Learns the bot's name and sets its commands and descriptions.

        Raises DeliveryError while Telegram cannot be asked; to be tried again then. When Telegram
        refuses a command or a description, that is logged and the bot works without it.
        """
        self.bot_username = (await asked(self._bot.get_me())).username or ""
        say = self._texts.say
        commands = [
            ("flags", say("See the open flags")),
            ("read", say("Read what people wrote")),
            ("caseload", say("See whom you look after")),
            ("oncall", say("See who is on call")),
            ("swap", say("Swap a shift")),
            ("away", say("Say until when you are away")),
            ("help", say("How this bot works")),
            ("start", say("Join, or come back")),
        ]
        await self._introduce("commands", self._bot.set_my_commands(commands))
        short = say("For staff. It tells you when somebody needs a person.")
        await self._introduce("short description", self._bot.set_my_short_description(short))
        long = say(
            "For facilitators and coordinators. It tells you when a participant needs a person, "
            "and by when. To join, use the link or the code that you were given."
        )
        await self._introduce("description", self._bot.set_my_description(long))

    async def fetch(self, offset: int | None, timeout: int) -> list[RawUpdate]:  # noqa: ASYNC109 - Telegram's own, in seconds
        """The next updates from `offset` on, just as Telegram sent them; waits up to `timeout` s.

        Presses among them are answered at once, before anybody works on them. Raises DeliveryError.
        """
        updates = await asked(self._bot.raw_updates(offset, timeout))
        found = [update for update in updates if isinstance(update, dict)]
        for update in found:
            self._presses.begin(update)
        return found

    async def handle(self, update: RawUpdate) -> None:
        """Takes one update in; returns after the commit.

        Raises whatever `take` raises, and UnreadableUpdateError when it finds nobody to answer.
        """
        self._presses.begin(update)
        reading = await self._read(update)
        for address in reading.blocked_by:
            if self._lost is not None:
                await self._lost(address)
        for inbound in reading.inbounds:
            await self._take(inbound)

    async def use_webhook(self, url: str, secret: str) -> None:
        """Has updates sent to `url`, with `secret` in their header. Raises DeliveryError."""
        await asked(self._bot.set_webhook(url, secret_token=secret, allowed_updates=SERVED))

    async def use_polling(self) -> None:
        """Ends a webhook; what waits for it stays to be fetched. Raises DeliveryError."""
        await asked(self._bot.delete_webhook(drop_pending_updates=False))

    async def close(self) -> None:
        """Lets the last answers to presses go out, and closes the connections."""
        await self._presses.close()
        await self._application.shutdown()
        await self._bot.shutdown()

    async def _read(self, update: RawUpdate) -> Reading:
        reading = Reading()
        READING.set(reading)
        try:
            await self._application.initialize()
            await self._application.process_update(Update.de_json(update, self._bot))
        except Exception:  # noqa: BLE001 - the library checks nothing, so that anything may happen
            salvaged = salvage(update)
            if salvaged is None:
                raise UnreadableUpdateError from None
            return Reading([salvaged])
        return reading

    async def _introduce(self, what: str, request: Awaitable[object]) -> None:
        try:
            await asked(request)
        except Refused as refused:
            log.warning("staff.introduction_refused", what=what, problem=str(refused))
