"""The participants' Telegram bot on aiogram: updates in as `Inbound`, screens out as messages.

It keeps no state and knows nothing of check-ins. What came in is confirmed to Telegram by whoever
calls `handle`, after it returned: aiogram's own polling and webhook handler confirm too early.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeAlias

import structlog
from aiogram import Bot
from aiogram.types import BotCommand
from aiogram.utils.token import TokenValidationError

from bot.checkins.inbound import Inbound
from bot.delivery.channel import Refused
from bot.delivery.telegram.press_answers import PressAnswers
from bot.delivery.telegram.raw_updates import RawUpdate, UnreadableUpdateError, number_at
from bot.participant.bursts import bursts, joined
from bot.participant.channel import ParticipantChannel
from bot.participant.commands import menu
from bot.participant.connection import REQUEST_S, connection, poll_timeout
from bot.participant.files import fetch_file
from bot.participant.handlers import EVENTS, Lost, dispatcher
from bot.participant.problems import asked
from bot.participant.raw_updates import SERVED, GetRawUpdates, without_pressed_message
from bot.participant.salvage import salvage
from bot.texts import Texts

Take: TypeAlias = Callable[[Inbound], Awaitable[None]]
"""Returns once the inbound is committed; whatever it raises, the update is to come again."""


log = structlog.get_logger(__name__)


class ParticipantSurface:
    """`api` is the Bot API's base address, such as https://api.telegram.org; a request to it may
    take `request_s` seconds.

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
    ) -> None:
        # aiogram notes every update it handled; the lines that matter are written elsewhere.
        logging.getLogger("aiogram.event").setLevel(logging.WARNING)
        try:
            self._bot = Bot(token, session=connection(api, request_s))
        except TokenValidationError:
            raise ValueError(
                "The participants' bot's token is not one of Telegram's, such as 123456:ABC-DEF."
            ) from None
        self._texts = texts
        self._take = take
        self._presses = PressAnswers(self._answer_press)
        self._dispatcher = dispatcher(lost)
        self.channel = ParticipantChannel(self._bot, texts)
        self.bot_username = ""
        """The bot's name for links, t.me/NAME?start=CODE; known after `prepare`."""

    async def prepare(self) -> None:
        """Learns the bot's name and sets its commands and descriptions.

        Raises DeliveryError while Telegram cannot be asked; to be tried again then. When Telegram
        refuses a command or a description, that is logged and the bot works without it.
        """
        self.bot_username = (await asked(self._bot.get_me())).username or ""
        commands = [BotCommand(command=name, description=said) for name, said in menu(self._texts)]
        await self._introduce("commands", self._bot.set_my_commands(commands))
        short = self._texts.say("Short check-ins about how it went. A person reads what you say.")
        await self._introduce("short description", self._bot.set_my_short_description(short))
        long = self._texts.say(
            "After a session, we ask you how it was. A person reads what you say, but not always "
            "at once. If a life is in danger, call the emergency services."
        )
        await self._introduce("description", self._bot.set_my_description(long))

    async def fetch(self, offset: int | None, timeout: int) -> list[RawUpdate]:  # noqa: ASYNC109 - Telegram's own, in seconds
        """The next updates from `offset` on, just as Telegram sent them; waits up to `timeout` s.

        Presses among them are answered at once, before anybody works on them. Raises DeliveryError.
        """
        method = GetRawUpdates(offset=offset, timeout=timeout)
        updates = await asked(self._bot(method, request_timeout=poll_timeout(timeout)))
        found = [update for update in updates if isinstance(update, dict)]
        for update in found:
            self._presses.begin(update)
        return found

    def burst(self, updates: Sequence[RawUpdate]) -> list[list[RawUpdate]]:
        """`updates` in groups that belong together, for `handle_burst`."""
        return bursts(updates)

    async def handle(self, update: RawUpdate) -> None:
        """Takes one update in; returns after the commit.

        Raises whatever `take` raises, and UnreadableUpdateError when it finds nobody to answer.
        """
        await self.handle_burst((update,))

    async def handle_burst(self, updates: Sequence[RawUpdate]) -> None:
        """Takes in a group made by `burst` as one; raises what `handle` does."""
        found: list[Inbound] = []
        for update in updates:
            self._presses.begin(update)
            found += await self._read(update)
        for inbound in joined(found):
            await self._take(inbound)

    async def fetch_file(self, reference: str) -> bytes:
        """The photo, voice note, video or document that an Inbound's `file` names: at most 20 MB.

        Raises DeliveryError: Refused when it will never be had, NotSent when it may be later.
        """
        return await fetch_file(self._bot, reference)

    async def use_webhook(self, url: str, secret: str) -> None:
        """Has updates sent to `url`, with `secret` in their header. Raises DeliveryError."""
        served = list(SERVED)
        await asked(self._bot.set_webhook(url, secret_token=secret, allowed_updates=served))

    async def use_polling(self) -> None:
        """Ends a webhook; what waits for it stays to be fetched. Raises DeliveryError."""
        await asked(self._bot.delete_webhook(drop_pending_updates=False))

    async def close(self) -> None:
        """Lets the last answers to presses go out, and closes the connections."""
        await self._presses.close()
        await self._bot.session.close()

    async def _read(self, update: RawUpdate) -> list[Inbound]:
        number = number_at(update, "update_id")
        if number is None:
            return [_salvaged(update)]
        kind = next((kind for kind in EVENTS if update.get(kind) is not None), None)
        if kind is None:
            return []  # of a kind that this version does not know
        pressed, event = without_pressed_message(update[kind])
        try:
            parsed = EVENTS[kind].model_validate(event)
        except (ValueError, TypeError, RecursionError):
            return [_salvaged(update)]
        found: list[Inbound] = []
        # Straight to the handler: what `feed_update` puts around it (errors caught, users and chats
        # looked up, states) is not used here, and costs more than all else in this method.
        await self._dispatcher.observers[kind].trigger(
            parsed, number=number, pressed=pressed, found=found
        )
        return found

    async def _answer_press(self, press: str) -> None:
        await self._bot.answer_callback_query(press)

    async def _introduce(self, what: str, request: Awaitable[object]) -> None:
        try:
            await asked(request)
        except Refused as refused:
            log.warning("participant.introduction_refused", what=what, problem=str(refused))


def _salvaged(update: RawUpdate) -> Inbound:
    found = salvage(update)
    if found is None:
        raise UnreadableUpdateError from None
    return found
