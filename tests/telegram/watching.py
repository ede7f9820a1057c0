"""Waiting for what a bot says, as someone who looks at the screen."""

from __future__ import annotations

import time

from tests.telegram.chats import Chat
from tests.telegram.messages import EmulatedMessage
from tests.telegram.transcript import transcript

_BY_THE_BOT = frozenset({"said", "edited"})


async def wait_for(
    chat: Chat, containing: str, button: str, since: int, seconds: float
) -> EmulatedMessage:
    """See TextingUser.wait_for."""
    deadline = time.monotonic() + seconds
    while True:
        found = find(chat, containing, button, since)
        if found:
            chat.taken.add((found.message_id, found.version))
            return found
        left = deadline - time.monotonic()
        if left <= 0 or not await chat.changed(left):
            break
    wanted = f'"{containing}"' + (f' with a button "{button}"' if button else "")
    raise AssertionError(
        f"{chat.bot.username} did not say {wanted} within {seconds} s; the chat so far:\n"
        + transcript(chat)
    )


def find(chat: Chat, containing: str, button: str, since: int) -> EmulatedMessage | None:
    """What wait_for is looking for, if it is on the screen now.

    Only what a message shows now counts: a question that has been edited away is not found.
    """
    for event in chat.events[since:]:
        message = event.message
        if (
            event.kind in _BY_THE_BOT
            and event.version == message.version
            and not message.deleted
            and (message.message_id, message.version) not in chat.taken
            and containing in message.text
            and (not button or any(label.startswith(button) for label in message.labels))
        ):
            return message
    return None


async def hears_nothing(chat: Chat, seconds: float) -> None:
    """See TextingUser.hears_nothing."""
    start = len(chat.events)
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0:
        await chat.changed(left)
        said = [event for event in chat.events[start:] if event.kind in _BY_THE_BOT]
        if said:
            raise AssertionError(f"{chat.bot.username} said something:\n{said[0].words}")
