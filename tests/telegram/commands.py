"""The commands of the control API. Each public method is one; arguments and results are JSON."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from tests.telegram.answerer import Answerer, Rule
from tests.telegram.faults import Fault
from tests.telegram.limits import Limits
from tests.telegram.messages import EmulatedMessage

if TYPE_CHECKING:
    from tests.telegram.bots import EmulatedBot
    from tests.telegram.emulator import Emulator
    from tests.telegram.media import EmulatedUser


def _shown(message: EmulatedMessage) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "by_bot": message.by_bot,
        "text": message.text,
        "buttons": [[asdict(button) for button in row] for row in message.rows],
        "version": message.version,
        "deleted": message.deleted,
        "at": message.history[0].at,
    }


class Commands:
    """Bots are named by username, people and chats by id, messages by their id in the chat."""

    def __init__(self, emulator: Emulator, stopped: asyncio.Event) -> None:
        self._emulator = emulator
        self._stopped = stopped
        self._answerers: list[Answerer] = []

    def _bot(self, bot: str) -> EmulatedBot:
        return self._emulator.bots[bot]

    def _both(self, bot: str, user: int) -> tuple[EmulatedBot, EmulatedUser]:
        return self._emulator.bots[bot], self._emulator.users[user]

    # Who there is

    def register(self, username: str, token: str = "", first_name: str = "") -> dict[str, Any]:
        bot = self._emulator.register(username, token, first_name)
        return {"username": bot.username, "token": bot.token, "bot_id": bot.bot_id}

    def user(self, user_id: int, first_name: str = "", **more: str) -> dict[str, Any]:
        user = self._emulator.user(user_id, first_name, **more)
        return {"user_id": user.user_id, "first_name": user.first_name}

    def users(self, first_id: int, count: int) -> list[int]:
        """Makes many people at once and returns their ids."""
        made = [self._emulator.user(first_id + number) for number in range(count)]
        return [user.user_id for user in made]

    # What people do

    def send_text(self, bot: str, user: int, text: str) -> dict[str, Any]:
        emulated, person = self._both(bot, user)
        return _shown(person.write(emulated, text))

    def send_texts(self, bot: str, texts: dict[str, str]) -> int:
        """Many people write at once: `texts` by user id."""
        for user, text in texts.items():
            self._emulator.user(int(user)).write(self._bot(bot), text)
        return len(texts)

    async def send_media(
        self, bot: str, user: int, kind: str, **given: Any
    ) -> list[dict[str, Any]]:
        """`kind`: photo, album, voice, sticker, document, location or contact."""
        emulated, person = self._both(bot, user)
        sent = await getattr(person, f"send_{kind}")(emulated, **given)
        return [_shown(message) for message in (sent if isinstance(sent, list) else [sent])]

    async def edit(self, bot: str, user: int, message_id: int, text: str) -> dict[str, Any]:
        emulated, person = self._both(bot, user)
        return _shown(await person.edit(person.chat(emulated).messages[message_id], text))

    async def press(
        self, bot: str, user: int, message_id: int, button: str, *, anyway: bool = False
    ) -> str:
        """Returns the query's id."""
        emulated, person = self._both(bot, user)
        message = person.chat(emulated).messages[message_id]
        if anyway:
            return (await person.press_anyway(message, button)).query_id
        return person.press_now(message, button).query_id

    async def acknowledged(self, bot: str, query_id: str, within: float = 5.0) -> dict[str, Any]:
        """Waits until a press was answered; gives the seconds, the text and whether as an alert."""
        press = await self._bot(bot).presses[query_id].acknowledged(within)
        return {"seconds": press.seconds, "text": press.text, "alert": press.alert}

    async def block(self, bot: str, user: int, unblock: bool = False) -> None:
        emulated, person = self._both(bot, user)
        await (person.unblock(emulated) if unblock else person.block(emulated))

    async def deactivate(self, user: int) -> None:
        await self._emulator.users[user].deactivate()

    def inject(self, bot: str, update: dict[str, Any]) -> int:
        return self._bot(bot).inject(update)

    # What people see

    async def wait_for(
        self,
        bot: str,
        user: int,
        *,
        containing: str = "",
        button: str = "",
        since: int = 0,
        within: float = 10.0,
    ) -> dict[str, Any]:
        emulated, person = self._both(bot, user)
        found = await person.wait_for(
            emulated, containing, button=button, since=since, timeout=within
        )
        return _shown(found)

    def mark(self, bot: str, user: int) -> int:
        emulated, person = self._both(bot, user)
        return person.mark(emulated)

    def messages(self, bot: str, user: int) -> list[dict[str, Any]]:
        emulated, person = self._both(bot, user)
        return [_shown(message) for message in person.chat(emulated).messages.values()]

    def transcript(self, bot: str, user: int) -> str:
        emulated, person = self._both(bot, user)
        return person.transcript(emulated)

    # Simulated people

    def answer(
        self, bot: str, rules: list[dict[str, str]] | None = None, **given: Any
    ) -> dict[str, int]:
        """Lets people answer by themselves; arguments as of Answerer, rules as objects."""
        if "pace" in given:
            given["pace"] = tuple(given["pace"])
        answerer = Answerer(
            self._emulator, bot, rules=[Rule(**rule) for rule in rules or []], **given
        )
        answerer.start()
        self._answerers.append(answerer)
        return {"answerer": len(self._answerers) - 1}

    def answered(self) -> list[dict[str, Any]]:
        """How many answers each answerer has given, and when it gave the last."""
        return [
            {"bot": one.bot, "answered": one.answered, "last_answer_at": one.last_answer_at}
            for one in self._answerers
        ]

    def stop_answering(self) -> None:
        for answerer in self._answerers:
            answerer.stop()

    # What goes wrong

    def fault(self, kind: str, **given: Any) -> None:
        """Plans a fault; arguments as of Fault."""
        self._emulator.faults.plan(Fault(kind, **given))  # type: ignore[arg-type]

    def clear_faults(self) -> None:
        self._emulator.faults.clear()

    def faults(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self._emulator.faults.planned]

    def lose_webhook_answers(self, bot: str, times: int = 1) -> None:
        self._emulator.faults.lose_webhook_answers(bot, times)

    def repeat_updates(self, bot: str, count: int = 1) -> None:
        self._bot(bot).updates.repeat_next(count)

    def reverse_updates(self, bot: str, count: int = 1) -> None:
        self._bot(bot).updates.reverse_next(count)

    async def go_down(self, kind: str = "refused") -> None:
        await self._emulator.go_down(kind)  # type: ignore[arg-type]

    async def come_back(self) -> None:
        await self._emulator.come_back()

    def limits(self, bot: str, **given: Any) -> None:
        """Sets the bot's rate limits; arguments as of Limits (null switches one off)."""
        self._bot(bot).limiter.limits = Limits(**given)

    def settings(self, **given: Any) -> None:
        """query_lifetime, webhook_order, webhook_backoff, webhook_timeout."""
        known = {"query_lifetime", "webhook_order", "webhook_backoff", "webhook_timeout"}
        if unknown := sorted(given.keys() - known):
            raise ValueError(f"unknown settings {unknown}")
        for name, value in given.items():
            setattr(self._emulator, name, value)

    def route(self, address: str, target: str) -> None:
        self._emulator.route(address, target)

    # What happened

    def delivered_inputs(self, bot: str, since: int = 0) -> list[dict[str, Any]]:
        """What people gave and the bot confirmed, in that order, from number `since` on."""
        return [asdict(given) for given in self._bot(bot).delivered[since:]]

    def inputs(self, bot: str) -> list[dict[str, Any]]:
        """All that people gave, delivered or not."""
        return [asdict(given) for given in self._bot(bot).given]

    def sent(self, bot: str, since: int = 0) -> list[dict[str, Any]]:
        """Messages that were taken, with monotonic times, from number `since` on."""
        return [asdict(message) for message in self._bot(bot).sent[since:]]

    def presses(self, bot: str) -> list[dict[str, Any]]:
        return [
            {
                "query_id": press.query_id,
                "user_id": press.user_id,
                "data": press.data,
                "at": press.at,
                "seconds": press.seconds,
                "answers": press.answers,
            }
            for press in self._bot(bot).presses.values()
        ]

    def counts(self, bot: str) -> dict[str, Any]:
        """Requests by method and by status, and what waits."""
        emulated = self._bot(bot)
        return {
            "methods": Counter(record.method for record in emulated.requests),
            "statuses": Counter(str(record.status) for record in emulated.requests),
            "sent": len(emulated.sent),
            "given": len(emulated.given),
            "delivered": len(emulated.updates.delivered),
            "discarded": len(emulated.updates.discarded),
            "waiting": len(emulated.updates.waiting),
            "conflicts": emulated.updates.conflicts,
            "unanswered_presses": len(emulated.unanswered_presses()),
            "rate_limited": emulated.limiter.refused,
        }

    def violations(self, take: bool = False) -> list[str]:
        return self._emulator.take_violations() if take else list(self._emulator.violations)

    def ready(self) -> dict[str, Any]:
        return {"url": self._emulator.url, "pid": os.getpid()}

    def stop(self) -> None:
        self._stopped.set()
