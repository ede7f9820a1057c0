"""People on Telegram, as tests play them: they write, press, wait for an answer, block a bot."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.telegram.chats import Chat
from tests.telegram.entities import Formatted, utf16_length
from tests.telegram.incoming import callback_query, found_entities, member_change
from tests.telegram.messages import EmulatedButton, EmulatedMessage
from tests.telegram.presses import Press
from tests.telegram.transcript import transcript
from tests.telegram.watching import hears_nothing, wait_for

if TYPE_CHECKING:
    from tests.telegram.bots import EmulatedBot
    from tests.telegram.emulator import Emulator


class NoSuchButtonError(AssertionError):
    """The message does not show that button (now)."""


class TextingUser:
    """What everybody can do with text and buttons; EmulatedUser adds photos and the like."""

    def __init__(
        self,
        emulator: Emulator,
        user_id: int,
        first_name: str,
        *,
        last_name: str = "",
        username: str = "",
        language_code: str = "en",
    ) -> None:
        self.user_id = user_id
        self.first_name = first_name
        self.last_name = last_name
        self.username = username
        self.language_code = language_code
        self.deactivated = False
        self._emulator = emulator
        self._blocked: set[str] = set()

    def as_chat(self) -> dict[str, Any]:
        names = {"last_name": self.last_name, "username": self.username}
        known = {field: value for field, value in names.items() if value}
        return {"id": self.user_id, "first_name": self.first_name, "type": "private", **known}

    def as_user(self) -> dict[str, Any]:
        body = {**self.as_chat(), "is_bot": False}
        del body["type"]
        if self.language_code:
            body["language_code"] = self.language_code
        return body

    # What they send

    async def send_text(self, bot: EmulatedBot, text: str) -> EmulatedMessage:
        """Sends a message; it starts the chat. Raises ValueError for what the app refuses."""
        return self.write(bot, text)

    def write(self, bot: EmulatedBot, text: str, chat: Chat | None = None) -> EmulatedMessage:
        """send_text for callers that cannot wait."""
        text = text.strip()
        if not text or utf16_length(text) > 4096:
            raise ValueError("a person can send 1 to 4096 characters in one message")
        return self.send_content(bot, {}, text, kind="text", chat=chat)

    def send_content(
        self,
        bot: EmulatedBot,
        content: dict[str, Any],
        text: str = "",
        *,
        kind: str,
        chat: Chat | None = None,
    ) -> EmulatedMessage:
        """Sends anything: `content` holds the fields of the message other than its text."""
        if bot.username in self._blocked:
            raise ValueError(f"{self.first_name} has blocked {bot.username}; unblock it first")
        chat = chat or bot.chat_with(self)
        chat.started = True
        message = chat.add(
            self.as_user(),
            Formatted(text, found_entities(text)),
            by_bot=False,
            date=self._emulator.now(),
            content=content,
        )
        bot.give(self, ("message", message.as_json()), (kind, text, message.message_id))
        return message

    async def edit(self, message: EmulatedMessage, text: str) -> EmulatedMessage:
        """Edits a message of their own."""
        if message.by_bot or message.sender["id"] != self.user_id:
            raise ValueError("people can edit their own messages only")
        message.show(Formatted(text, found_entities(text)), None, time.monotonic())
        message.edit_date = self._emulator.now()
        message.chat.happened("corrected", message)
        update = ("edited_message", message.as_json())
        message.chat.bot.give(self, update, ("edit", text, message.message_id))
        return message

    async def send_in_group(
        self, bot: EmulatedBot, text: str, group: int = -100_200_300, title: str = "A group"
    ) -> EmulatedMessage:
        """Writes in a group that the bot is in; the first message adds it to the group."""
        is_new = group not in bot.chats
        chat = bot.group(group, title)
        if is_new:
            self._change_membership(bot, chat.description, ("left", "member"))
        return self.write(bot, text, chat)

    # What they press

    async def press(self, message: EmulatedMessage, button: str) -> Press:
        """Presses a button by its label, the unique start of its label, or its data.

        Raises NoSuchButtonError when the message does not show such a button now.
        """
        return self.press_now(message, button)

    def press_now(self, message: EmulatedMessage, button: str) -> Press:
        """press for callers that cannot wait."""
        if message.deleted:
            raise NoSuchButtonError("the message has been deleted")
        return self._pressed(message, _the_button(message.buttons, button, message.text))

    async def press_anyway(self, message: EmulatedMessage, button: str) -> Press:
        """Presses a button that the message showed once: a phone that has not caught up yet."""
        for version in reversed(message.history):
            if version.buttons:
                try:
                    return self._pressed(message, _the_button(version.buttons, button, ""))
                except NoSuchButtonError:
                    continue
        raise NoSuchButtonError(f'the message never showed "{button}"')

    async def press_data(self, message: EmulatedMessage, data: str) -> Press:
        """Sends a press with any data at all, as a forged client could."""
        return self._pressed(message, EmulatedButton(data, data))

    def _pressed(self, message: EmulatedMessage, button: EmulatedButton) -> Press:
        if not button.data:
            raise NoSuchButtonError(
                f'"{button.label}" is a link; pressing it tells the bot nothing'
            )
        bot = message.chat.bot
        query_id = bot.new_query_id()
        press = Press(query_id, message, button.label, button.data, self.user_id, time.monotonic())
        bot.presses[query_id] = press
        message.chat.happened("pressed", message, button.label)
        update = ("callback_query", callback_query(press, self))
        bot.give(self, update, ("press", button.data, message.message_id))
        return press

    # What they decide

    async def block(self, bot: EmulatedBot) -> None:
        """Blocks the bot: it is told, and cannot write any more."""
        self._blocked.add(bot.username)
        self._change_membership(bot, self.as_chat(), ("member", "kicked"))

    async def unblock(self, bot: EmulatedBot) -> None:
        self._blocked.discard(bot.username)
        self._change_membership(bot, self.as_chat(), ("kicked", "member"))

    def has_blocked(self, bot: EmulatedBot) -> bool:
        return bot.username in self._blocked

    async def deactivate(self) -> None:
        """Deletes the account: no bot can write to it any more."""
        self.deactivated = True

    def _change_membership(
        self, bot: EmulatedBot, chat: dict[str, Any], change: tuple[str, str]
    ) -> None:
        body = member_change(bot, self, chat, self._emulator.now(), change)
        bot.give(self, ("my_chat_member", body), ("membership", change[1], 0))

    # What they see

    def chat(self, bot: EmulatedBot) -> Chat:
        """Their chat with the bot; `messages` and `events` tell what is in it."""
        return bot.chat_with(self)

    def transcript(self, bot: EmulatedBot) -> str:
        return transcript(bot.chat_with(self))

    def mark(self, bot: EmulatedBot) -> int:
        """Where the chat stands now, for `since`."""
        return len(bot.chat_with(self).events)

    def last(self, bot: EmulatedBot) -> EmulatedMessage:
        """The bot's lowest message on the screen. Raises AssertionError when there is none."""
        message = bot.chat_with(self).last_from_bot()
        if message is None:
            raise AssertionError(f"{bot.username} has said nothing to {self.first_name}")
        return message

    async def wait_for(
        self,
        bot: EmulatedBot,
        containing: str = "",
        *,
        button: str = "",
        since: int = 0,
        timeout: float = 10.0,  # noqa: ASYNC109 - the words of those who write tests
    ) -> EmulatedMessage:
        """The bot's first message, new or newly edited, that was not waited for before.

        It shows `containing` in its text and a button whose label begins with `button`. What came
        earlier than `since` (see `mark`) does not count. Raises AssertionError after `timeout`
        seconds, with the transcript.
        """
        return await wait_for(bot.chat_with(self), containing, button, since, timeout)

    async def hears_nothing(self, bot: EmulatedBot, for_seconds: float = 0.3) -> None:
        """Raises AssertionError when the bot says or changes anything within `for_seconds`."""
        await hears_nothing(bot.chat_with(self), for_seconds)


def _the_button(buttons: tuple[EmulatedButton, ...], wanted: str, text: str) -> EmulatedButton:
    """The one button that is meant: by whole label or data, else by the start of its label."""
    exact = [button for button in buttons if wanted in (button.label, button.data)]
    found = exact or [button for button in buttons if button.label.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    problem = "no button" if not found else "more than one button"
    labels = ", ".join(f"[{button.label}]" for button in buttons) or "no buttons"
    raise NoSuchButtonError(f'{problem} is "{wanted}"; the message shows {labels}: {text}')
