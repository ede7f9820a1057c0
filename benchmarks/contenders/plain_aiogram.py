"""The same check-in as a bot on aiogram alone: its state machine, kept in SQLite.

Written as aiogram's documentation teaches it, and as fast as that goes: filters are asynchronous,
SQLite is called without a thread between, and each step is one commit. It keeps answers in plain
text, knows no repeated update, asks for no help and alerts nobody.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.filters import StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.fsm.storage.base import BaseStorage, StateType, StorageKey
from aiogram.methods import SendMessage
from aiogram.types import (
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    TelegramObject,
)

from benchmarks.check_in import Asked, answer, questions
from benchmarks.contenders.bare import open_durable
from benchmarks.updates import BOT_TOKEN, answering
from benchmarks.world import FIRST_CHAT

_ROW: Final = 4
_STATES: Final = tuple(State(asked.step, group_name="check_in") for asked in questions())


class SqliteStorage(BaseStorage):
    """One row for each chat; what is written is kept when `commit` is called."""

    def __init__(self, path: Path) -> None:
        self.connection = open_durable(path)
        self.connection.execute(
            "CREATE TABLE IF NOT EXISTS fsm (bot INTEGER, chat INTEGER, person INTEGER,"
            " state TEXT, data TEXT NOT NULL DEFAULT '{}', PRIMARY KEY (bot, chat, person))"
            " WITHOUT ROWID"
        )

    async def set_state(self, key: StorageKey, state: StateType = None) -> None:
        name = state.state if isinstance(state, State) else state
        self._write(
            "INSERT INTO fsm (bot, chat, person, state) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET state = excluded.state",
            key,
            name,
        )

    async def get_state(self, key: StorageKey) -> str | None:
        row = self._read("SELECT state FROM fsm WHERE bot = ? AND chat = ? AND person = ?", key)
        return row[0] if row else None

    async def set_data(self, key: StorageKey, data: Mapping[str, Any]) -> None:
        self._write(
            "INSERT INTO fsm (bot, chat, person, data) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET data = excluded.data",
            key,
            json.dumps(data, ensure_ascii=False),
        )

    async def get_data(self, key: StorageKey) -> dict[str, Any]:
        row = self._read("SELECT data FROM fsm WHERE bot = ? AND chat = ? AND person = ?", key)
        return dict(json.loads(row[0])) if row else {}

    async def close(self) -> None:
        self.connection.close()

    def commit(self) -> None:
        if self.connection.in_transaction:
            self.connection.execute("COMMIT")

    def _write(self, statement: str, key: StorageKey, value: str | None) -> None:
        if not self.connection.in_transaction:
            self.connection.execute("BEGIN IMMEDIATE")
        self.connection.execute(statement, (key.bot_id, key.chat_id, key.user_id, value))

    def _read(self, statement: str, key: StorageKey) -> Any:
        found = self.connection.execute(statement, (key.bot_id, key.chat_id, key.user_id))
        return found.fetchone()


class OneCommit(BaseMiddleware):
    """Commits once for each update, after its handler."""

    def __init__(self, storage: SqliteStorage) -> None:
        self._storage = storage

    async def __call__(
        self,
        handler: Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        reply = await handler(event, data)
        self._storage.commit()
        return reply


class PlainAiogram:
    """A dispatcher with a handler for each question."""

    def __init__(self, path: Path, people: int) -> None:
        self._storage = SqliteStorage(path)
        self._bot = Bot(BOT_TOKEN)
        self._dispatcher = Dispatcher(storage=self._storage)
        self._dispatcher.update.outer_middleware(OneCommit(self._storage))
        for place, asked in enumerate(questions()):
            observer = self._dispatcher.message if asked.typed else self._dispatcher.callback_query
            observer.register(_handler(place), StateFilter(_STATES[place]))
        self._storage.connection.execute("BEGIN")
        self._storage.connection.executemany(
            "INSERT INTO fsm (bot, chat, person, state) VALUES (?, ?, ?, ?)",
            [
                (self._bot.id, chat, chat, _STATES[0].state)
                for chat in range(FIRST_CHAT, FIRST_CHAT + people)
            ],
        )
        self._storage.commit()

    def update(self, person: int, place: int) -> bytes:
        def data(key: str) -> str:
            return f"{questions()[place].step}:{key}"

        return answering(FIRST_CHAT + person, questions()[place], answer(person, place), data)

    async def take(self, update: bytes) -> SendMessage:
        reply = await self._dispatcher.feed_raw_update(self._bot, json.loads(update))
        assert isinstance(reply, SendMessage), reply
        return reply

    async def deliver(self) -> None:
        pass

    def kept(self) -> int:
        rows = self._storage.connection.execute("SELECT data FROM fsm")
        return sum(len(json.loads(data)) for (data,) in rows)

    async def close(self) -> None:
        await self._dispatcher.storage.close()
        await self._bot.session.close()


def _handler(place: int) -> Callable[..., Awaitable[SendMessage]]:
    asked = questions()[place]

    async def pressed(event: CallbackQuery, state: FSMContext) -> SendMessage:
        key = (event.data or "").partition(":")[2]
        if key not in {option.key for option in asked.question.options}:
            return _ask(event.from_user.id, asked)
        return await _keep(event.from_user.id, state, place, key)

    async def typed(event: Message, state: FSMContext) -> SendMessage:
        words = event.text or ""
        options = {option.key for option in asked.question.options}
        if not words or (options and words not in options):
            return _ask(event.chat.id, asked)
        return await _keep(event.chat.id, state, place, words)

    return typed if asked.typed else pressed


async def _keep(chat: int, state: FSMContext, place: int, value: str) -> SendMessage:
    await state.update_data({questions()[place].step: value})
    following = place + 1
    if following == len(questions()):
        await state.set_state(None)
        return SendMessage(chat_id=chat, text="Thank you for taking the time, Robin.")
    await state.set_state(_STATES[following])
    return _ask(chat, questions()[following])


def _ask(chat: int, asked: Asked) -> SendMessage:
    question = asked.question
    keys = [(option.label, option.key) for option in question.options]
    keys += [(control.capitalize(), f"~{control}") for control in question.controls]
    buttons = [
        InlineKeyboardButton(text=label, callback_data=f"{asked.step}:{key}") for label, key in keys
    ]
    markup = InlineKeyboardMarkup(
        inline_keyboard=[buttons[at : at + _ROW] for at in range(0, len(buttons), _ROW)]
    )
    return SendMessage(chat_id=chat, text=question.text, reply_markup=markup)
