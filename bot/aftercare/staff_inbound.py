"""One thing that came in from a member of staff, free of any channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class StaffInbound:
    """What came in on the staff bot. `address` is the chat id.

    `kind`: join (`text` is the code, may be empty), press (`press` is the button's data), command
    (`text` is its name: flags, help; `arguments` what followed it), text, media, group or
    unreadable. `attached`: a file came with the words.
    """

    update_id: str
    address: str
    kind: Literal["join", "press", "command", "text", "media", "group", "unreadable"]
    text: str = ""
    press: str = ""
    message_id: str = ""
    arguments: str = ""
    attached: bool = False
