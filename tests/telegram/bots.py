"""One bot as Telegram knows it: its token, its chats, its updates, and all it has asked for."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.telegram.chats import Chat, ChatEvent
from tests.telegram.limits import Limiter, Limits
from tests.telegram.presses import Press
from tests.telegram.records import RequestRecord, SentMessage, StoredFile
from tests.telegram.updates import Given, UpdateQueue

if TYPE_CHECKING:
    from tests.telegram.users import TextingUser
    from tests.telegram.webhooks import Webhook

# Every bot counts its updates from the same number: who keys them without the bot loses some.
FIRST_UPDATE_ID = 500_001


class EmulatedBot:
    """Registered by Emulator.register; tests read it, the methods of the Bot API change it."""

    def __init__(
        self,
        token: str,
        username: str,
        first_name: str,
        limits: Limits,
        watch: Callable[[Chat, ChatEvent], None],
    ) -> None:
        self.token = token
        self.bot_id = int(token.partition(":")[0])
        self.username = username
        self.first_name = first_name
        self.limiter = Limiter(limits)
        self.updates = UpdateQueue(FIRST_UPDATE_ID)
        self.webhook: Webhook | None = None
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, Press] = {}
        self.requests: list[RequestRecord] = []
        self.sent: list[SentMessage] = []
        self.given: list[Given] = []
        self.files: dict[str, StoredFile] = {}
        self.files_by_path: dict[str, StoredFile] = {}
        self.path_ends: dict[str, float] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self._watch = watch
        self._next_query = 7_000_000_000_000_001 + self.bot_id % 1000

    def as_user(self) -> dict[str, Any]:
        """The User object, as in the `from` of the bot's messages."""
        return {
            "id": self.bot_id,
            "is_bot": True,
            "first_name": self.first_name,
            "username": self.username,
        }

    def chat_with(self, user: TextingUser) -> Chat:
        """The private chat, which the bot cannot write in until the person has."""
        chat = self.chats.get(user.user_id)
        if chat is None:
            chat = Chat(self, user.user_id, user.as_chat(), user, self._watch)
            self.chats[user.user_id] = chat
        return chat

    def group(self, chat_id: int, title: str) -> Chat:
        """The bot's side of a group chat, made when it is not there yet."""
        chat = self.chats.get(chat_id)
        if chat is None:
            kind = "supergroup" if chat_id < -(10**12) else "group"
            description = {"id": chat_id, "type": kind, "title": title}
            chat = Chat(self, chat_id, description, None, self._watch)
            self.chats[chat_id] = chat
        return chat

    def give(
        self, user: TextingUser, update: tuple[str, dict[str, Any]], what: tuple[str, str, int]
    ) -> Given:
        """Queues an update made by a person. `what` is its kind, content and message id."""
        given = Given(self.username, user.user_id, *what, at=time.monotonic())
        if self.updates.add(*update, key=user.user_id, given=given) is not None:
            self.given.append(given)
        return given

    def inject(self, update: dict[str, Any]) -> int:
        """Queues any update, however malformed; returns its update_id."""
        return self.updates.add_raw(dict(update))

    @property
    def delivered(self) -> list[Given]:
        """What people gave this bot and the bot has confirmed, in the order it was confirmed."""
        return self.updates.delivered

    def lose_last_answer(self) -> None:
        """The message just taken was not confirmed to the bot."""
        self.sent[-1] = replace(self.sent[-1], answered=False)

    def new_query_id(self) -> str:
        self._next_query += 1
        return str(self._next_query)

    def unanswered_presses(self) -> list[Press]:
        """Presses whose spinner is still turning."""
        return [press for press in self.presses.values() if press.answered_at is None]

    def store(self, kind: str, content: bytes, content_type: str, suffix: str) -> StoredFile:
        """Keeps a file and gives it the ids that Telegram would."""
        number = len(self.files) + 1
        stored = StoredFile(
            file_id=f"{kind}-{self.bot_id}-{number:06d}",
            unique_id=f"u{self.bot_id}{number:06d}",
            path=f"{kind}s/file_{number}{suffix}",
            content=content,
            content_type=content_type,
        )
        self.files[stored.file_id] = stored
        self.files_by_path[stored.path] = stored
        return stored
