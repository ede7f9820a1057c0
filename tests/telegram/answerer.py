"""Simulated people: whenever a question arrives they press or type an answer, at a given pace."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tests.telegram.chats import Chat, ChatEvent
from tests.telegram.messages import EmulatedMessage

if TYPE_CHECKING:
    from tests.telegram.emulator import Emulator


@dataclass(frozen=True, slots=True)
class Rule:
    """To a question that contains `containing`: press the button that begins with `press`, or type.

    `{n}` in `type` becomes a number that is never used twice, `{user}` the person's id.
    """

    containing: str = ""
    press: str = ""
    type: str = ""


class Answerer:
    """Answers for `users` (None: everybody) in their chats with one bot.

    The first rule that fits a question decides; otherwise a button, `otherwise` the first, the last
    or one at random (or none), passing over those whose label begins with one in `avoid`. Each
    question is answered once, `pace` seconds (from, to) after it came; of several the lowest on the
    screen. With probability `double` the button is pressed twice, as impatient people do.
    """

    def __init__(
        self,
        emulator: Emulator,
        bot: str,
        users: Collection[int] | None = None,
        *,
        rules: Sequence[Rule] = (),
        pace: tuple[float, float] = (0.02, 0.1),
        otherwise: Literal["first", "last", "random", "none"] = "first",
        avoid: Sequence[str] = (),
        double: float = 0.0,
        seed: int = 0,
    ) -> None:
        self.bot = bot
        self.answered = 0
        self.last_answer_at = 0.0
        self._emulator = emulator
        self._users = None if users is None else frozenset(users)
        self._rules = tuple(rules)
        self._pace = pace
        self._otherwise = otherwise
        self._avoid = tuple(avoid)
        self._double = double
        self._random = random.Random(seed)
        self._timers: dict[int, asyncio.TimerHandle] = {}

    def start(self) -> None:
        """Begins with the questions that stand already."""
        self._emulator.watchers.append(self._noticed)
        for chat in self._emulator.bots[self.bot].chats.values():
            last = chat.last_from_bot()
            if last and self._mine(chat):
                self._consider(chat, last)

    def stop(self) -> None:
        if self._noticed in self._emulator.watchers:
            self._emulator.watchers.remove(self._noticed)
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()

    def _mine(self, chat: Chat) -> bool:
        if chat.user is None or chat.bot.username != self.bot:
            return False
        return self._users is None or chat.user.user_id in self._users

    def _noticed(self, chat: Chat, event: ChatEvent) -> None:
        # A question edited into its answer may still contain the words of a rule: to answer it
        # again would never end.
        asked = event.kind == "said" or (event.kind == "edited" and _asks(event.message))
        if asked and self._mine(chat):
            self._consider(chat, event.message)

    def _consider(self, chat: Chat, message: EmulatedMessage) -> None:
        if not _asks(message) and not self._rule(message):
            return
        earlier = self._timers.pop(chat.chat_id, None)
        if earlier:
            earlier.cancel()
        self._timers[chat.chat_id] = asyncio.get_running_loop().call_later(
            self._random.uniform(*self._pace), self._answer, chat, message, message.version
        )

    def _rule(self, message: EmulatedMessage) -> Rule | None:
        return next((rule for rule in self._rules if rule.containing in message.text), None)

    def _answer(self, chat: Chat, message: EmulatedMessage, version: int) -> None:
        self._timers.pop(chat.chat_id, None)
        if message.deleted or message.version != version or not chat.user:
            return
        if chat.user.has_blocked(chat.bot):
            return
        rule = self._rule(message)
        if rule and rule.type:
            number = self.answered + 1
            chat.user.write(chat.bot, rule.type.format(n=number, user=chat.user.user_id))
        else:
            data = self._choice(message, rule)
            if data is None:
                return
            chat.user.press_now(message, data)
            if self._double and self._random.random() < self._double:
                chat.user.press_now(message, data)
        self.answered += 1
        self.last_answer_at = time.monotonic()

    def _choice(self, message: EmulatedMessage, rule: Rule | None) -> str | None:
        buttons = [button for button in message.buttons if button.data]
        if rule and rule.press:
            return next((b.data for b in buttons if b.label.startswith(rule.press)), None)
        open_to = [b for b in buttons if not b.label.startswith(self._avoid or ("\0",))]
        if not open_to or self._otherwise == "none":
            return None
        if self._otherwise == "random":
            return self._random.choice(open_to).data
        return open_to[0 if self._otherwise == "first" else -1].data


def _asks(message: EmulatedMessage) -> bool:
    return any(button.data for button in message.buttons)
