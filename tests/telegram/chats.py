"""One chat between a bot and a person, or a group: its messages and what happened, in order."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tests.telegram.entities import Formatted
from tests.telegram.messages import EmulatedMessage

if TYPE_CHECKING:
    from tests.telegram.bots import EmulatedBot
    from tests.telegram.users import TextingUser

EventKind = Literal["said", "edited", "deleted", "pressed", "acknowledged", "wrote", "corrected"]


@dataclass(frozen=True, slots=True)
class ChatEvent:
    """Something a person could have watched happen. `words` as they were at that moment.

    The bot `said`, `edited`, `deleted` or `acknowledged` a press; the person `wrote`, `corrected`
    or `pressed`.
    """

    kind: EventKind
    message: EmulatedMessage
    version: int
    words: str
    at: float


class Chat:
    """Message ids count from 1 in each chat, so that code which mixes chats or bots up is found.

    `started` says whether the person has ever written: before that the bot cannot.
    """

    def __init__(
        self,
        bot: EmulatedBot,
        chat_id: int,
        description: dict[str, Any],
        user: TextingUser | None,
        watch: Callable[[Chat, ChatEvent], None],
    ) -> None:
        self.bot = bot
        self.chat_id = chat_id
        self.description = description
        self.user = user
        self.started = user is None
        self.instance = str(-(10**18) - chat_id * 31 - bot.bot_id)
        self.messages: dict[int, EmulatedMessage] = {}
        self.events: list[ChatEvent] = []
        self.taken: set[tuple[int, int]] = set()
        self._watch = watch
        self._waiting: list[asyncio.Future[None]] = []

    def add(
        self,
        sender: dict[str, Any],
        text: Formatted,
        *,
        by_bot: bool,
        date: int,
        markup: dict[str, Any] | None = None,
        content: dict[str, Any] | None = None,
    ) -> EmulatedMessage:
        """A new message at the end of the chat."""
        message = EmulatedMessage(
            self, len(self.messages) + 1, sender, by_bot, date, content=content or {}
        )
        message.show(text, markup, time.monotonic())
        self.messages[message.message_id] = message
        self.happened("said" if by_bot else "wrote", message)
        return message

    def happened(self, kind: EventKind, message: EmulatedMessage, words: str | None = None) -> None:
        """Writes an event down and wakes whoever waits for the chat to change."""
        event = ChatEvent(
            kind,
            message,
            message.version,
            message.text if words is None else words,
            time.monotonic(),
        )
        self.events.append(event)
        waiting, self._waiting = self._waiting, []
        for future in waiting:
            if not future.done():
                future.set_result(None)
        self._watch(self, event)

    async def changed(self, seconds: float) -> bool:
        """Waits until something happens; False when nothing did within `seconds`."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(future)
        try:
            await asyncio.wait_for(future, seconds)
        except TimeoutError:
            return False
        return True

    def last_from_bot(self) -> EmulatedMessage | None:
        """The lowest message of the bot on the screen."""
        for message in reversed(self.messages.values()):
            if message.by_bot and not message.deleted:
                return message
        return None
