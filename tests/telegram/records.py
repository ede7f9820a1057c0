"""What the emulator writes down about every request, for figures and for checks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class RequestRecord:
    """One request. `at` is its arrival in monotonic seconds (the same clock in every process).

    `status` is what was answered, 0 when the connection was dropped instead.
    """

    at: float
    method: str
    parameters: dict[str, Any] = field(default_factory=dict)
    status: int = 0
    description: str = ""


@dataclass(frozen=True, slots=True)
class SentMessage:
    """One message that Telegram took. `at` is the request's arrival in monotonic seconds.

    `answered` is False when the answer to the bot was lost.
    """

    at: float
    method: str
    chat_id: int
    message_id: int
    text: str
    answered: bool = True


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on Telegram's side, which getFile finds."""

    file_id: str
    unique_id: str
    path: str
    content: bytes
    content_type: str
