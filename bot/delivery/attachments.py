"""Kept photos and voice notes that go out with a message: a screen only names one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Attachment:
    """One file. `name` is what it is called where it is sent as a file."""

    kind: Literal["photo", "voice", "file"]
    content: bytes
    name: str


Opened: TypeAlias = Callable[[str], Awaitable[Attachment]]
"""Opens what `Screen.attachment` names. Raises Refused when it will never be had, and another
DeliveryError when it may be later."""
