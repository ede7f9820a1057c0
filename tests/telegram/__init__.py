"""A strict Telegram Bot API on 127.0.0.1, for tests: real HTTP, pretended people.

`Emulator` runs in the event loop of a test, `EmulatorProcess` in a process of its own that outlives
the bots which talk to it. Both are as strict as Telegram and write down each slip as a violation.
"""

from __future__ import annotations

from tests.telegram.bots import EmulatedBot
from tests.telegram.chats import Chat, ChatEvent
from tests.telegram.emulator import Emulator
from tests.telegram.faults import Fault, Faults
from tests.telegram.limits import Limits
from tests.telegram.media import EmulatedUser
from tests.telegram.messages import EmulatedButton, EmulatedMessage
from tests.telegram.presses import Press
from tests.telegram.process import EmulatorProcess
from tests.telegram.records import RequestRecord, SentMessage
from tests.telegram.updates import Given
from tests.telegram.users import NoSuchButtonError

__all__ = [
    "Chat",
    "ChatEvent",
    "EmulatedBot",
    "EmulatedButton",
    "EmulatedMessage",
    "EmulatedUser",
    "Emulator",
    "EmulatorProcess",
    "Fault",
    "Faults",
    "Given",
    "Limits",
    "NoSuchButtonError",
    "Press",
    "RequestRecord",
    "SentMessage",
]
