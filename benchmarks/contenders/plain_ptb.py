"""The same check-in as a bot on python-telegram-bot alone: ConversationHandler and a pickle.

PicklePersistence is what its documentation shows for keeping conversations. It writes whole files,
here one for answers and one for conversations, so that a step writes as little as it can; after
each step it is told to. It does not wait for the disk.
"""

from __future__ import annotations

import json
import pickle
import warnings
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackQueryHandler,
    ContextTypes,
    ConversationHandler,
    ExtBot,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    filters,
)
from telegram.request import BaseRequest
from telegram.warnings import PTBUserWarning

from benchmarks.check_in import Asked, answer, questions
from benchmarks.updates import BOT, BOT_TOKEN, answering
from benchmarks.world import FIRST_CHAT

Rendered = tuple[str, InlineKeyboardMarkup | None]

_ROW: Final = 4
_NAME: Final = "check-in"
_ME: Final = {"id": BOT, "is_bot": True, "first_name": "Check-ins", "username": "bench_bot"}


class Nowhere(BaseRequest):
    """Answers getMe, which the library asks when it starts; nothing else is sent."""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, *_given: Any, **_more: Any
    ) -> tuple[int, bytes]:
        assert url.endswith("/getMe"), f"nothing is sent in benchmarks: {method} {url}"
        return 200, json.dumps({"ok": True, "result": _ME}).encode()


class PlainPtb:
    """An application in which all people are half-way; call `open` before the first step."""

    def __init__(self, path: Path, people: int) -> None:
        self._path = path
        self._people = people
        self._application: Application[Any, Any, Any, Any, Any, Any] | None = None
        self._rendered: list[Rendered] = []

    async def open(self) -> None:
        """Everybody stands before the first question; some answers of an earlier check-in stand."""
        persistence: PicklePersistence[Any, Any, Any] = PicklePersistence(
            self._path,
            store_data=PersistenceInput(bot_data=False, chat_data=False, callback_data=False),
            single_file=False,
            update_interval=3600,
        )
        persistence.user_data = {}
        persistence.conversations = {_NAME: {}}
        for person in range(self._people):
            chat = FIRST_CHAT + person
            persistence.conversations[_NAME][chat, chat] = 0
            persistence.user_data[chat] = {
                f"last-{asked.step}": answer(person, place)
                for place, asked in enumerate(questions())
            }
        bot: ExtBot[None] = ExtBot(BOT_TOKEN, request=Nowhere(), get_updates_request=Nowhere())
        application = ApplicationBuilder().bot(bot).persistence(persistence).build()
        with warnings.catch_warnings():
            # It advises against conversations across chats and messages, which this one is not.
            warnings.simplefilter("ignore", PTBUserWarning)
            application.add_handler(self._conversation())
        await application.initialize()
        await persistence.flush()
        self._application = application

    def update(self, person: int, place: int) -> bytes:
        def data(key: str) -> str:
            return f"{questions()[place].step}:{key}"

        return answering(FIRST_CHAT + person, questions()[place], answer(person, place), data)

    async def take(self, update: bytes) -> Rendered:
        application = self._application
        assert application is not None
        await application.process_update(Update.de_json(json.loads(update), application.bot))
        await application.update_persistence()
        return self._rendered.pop()

    async def deliver(self) -> None:
        pass

    def kept(self) -> int:
        asked = {one.step for one in questions()}
        everything = pickle.loads(Path(f"{self._path}_user_data").read_bytes())
        return sum(len(asked & answers.keys()) for answers in everything.values())

    async def close(self) -> None:
        assert self._application is not None
        await self._application.shutdown()

    def _conversation(self) -> ConversationHandler[Any]:
        states: dict[object, list[BaseHandler[Update, Any, Any]]] = {
            place: [self._handler(place)] for place in range(len(questions()))
        }
        return ConversationHandler(
            entry_points=[], states=states, fallbacks=[], name=_NAME, persistent=True
        )

    def _handler(self, place: int) -> BaseHandler[Update, Any, Any]:
        asked = questions()[place]
        options = {option.key for option in asked.question.options}

        async def typed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
            assert update.message is not None
            return self._keep(context, place, update.message.text or "", options)

        async def pressed(update: Update, context: ContextTypes.DEFAULT_TYPE) -> int:
            assert update.callback_query is not None
            key = (update.callback_query.data or "").partition(":")[2]
            return self._keep(context, place, key, options)

        taking: Callable[[Update, Any], Coroutine[Any, Any, int]] = (
            typed if asked.typed else pressed
        )
        if asked.typed:
            return MessageHandler(filters.TEXT, taking)
        return CallbackQueryHandler(taking)

    def _keep(
        self, context: ContextTypes.DEFAULT_TYPE, place: int, value: str, options: set[str]
    ) -> int:
        if not value or (options and value not in options):
            self._rendered.append(_rendered(questions()[place]))
            return place
        assert context.user_data is not None
        context.user_data[questions()[place].step] = value
        if place + 1 == len(questions()):
            self._rendered.append(("Thank you for taking the time, Robin.", None))
            return ConversationHandler.END
        self._rendered.append(_rendered(questions()[place + 1]))
        return place + 1


def _rendered(asked: Asked) -> Rendered:
    question = asked.question
    keys = [(option.label, option.key) for option in question.options]
    keys += [(control.capitalize(), f"~{control}") for control in question.controls]
    buttons = [
        InlineKeyboardButton(label, callback_data=f"{asked.step}:{key}") for label, key in keys
    ]
    rows = [buttons[at : at + _ROW] for at in range(0, len(buttons), _ROW)]
    return question.text, InlineKeyboardMarkup(rows)
