"""One call of a Bot API method on its way through the emulator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.telegram.chats import Chat
from tests.telegram.messages import EmulatedMessage
from tests.telegram.parameters import Parameters
from tests.telegram.refusals import bad_request, forbidden

if TYPE_CHECKING:
    from tests.telegram.bots import EmulatedBot
    from tests.telegram.emulator import Emulator


@dataclass(frozen=True, slots=True)
class Described:
    """A result that comes with words, such as "Webhook was set"."""

    result: Any
    description: str


@dataclass(frozen=True, slots=True)
class Encoded:
    """A result that is JSON already."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class Call:
    """What a method works with. `at` is the request's arrival in monotonic seconds."""

    emulator: Emulator
    bot: EmulatedBot
    method: str
    given: Parameters
    at: float

    def chat(self) -> Chat:
        """The chat of `chat_id`, if the bot may reach it. Raises RefusalError as Telegram would."""
        raw = self.given.text("chat_id").strip()
        if not raw:
            raise bad_request("chat_id is empty")
        chat_id = int(raw) if raw.lstrip("-").isdigit() else 0
        chat = self.bot.chats.get(chat_id)
        user = self.emulator.users.get(chat_id)
        if user and user.deactivated:
            raise forbidden("user is deactivated")
        if chat is None or not chat.started:
            if user:
                raise forbidden("bot can't initiate conversation with a user")
            raise bad_request("chat not found", careless=False)
        if user and user.has_blocked(self.bot):
            raise forbidden("bot was blocked by the user")
        return chat

    def own_message(self, chat: Chat, act: str) -> EmulatedMessage:
        """The bot's message of `message_id`, to `act` ("edit", "delete") on."""
        message_id = self.given.integer("message_id")
        if message_id <= 0:
            raise bad_request("message identifier is not specified")
        message = chat.messages.get(message_id)
        if message is None or message.deleted:
            raise bad_request(f"message to {act} not found", careless=False)
        return message
