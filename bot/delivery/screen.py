"""What a message shows, free of any channel. Surfaces map it to their own markup and no more."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Final, Literal, NamedTuple


class Button(NamedTuple):
    """`press` is what comes back: `session:turn:choice` to participants, `f:...` to staff.

    At most 64 bytes, which is what Telegram carries.
    """

    label: str
    press: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: its text (plain, paragraphs parted by an empty line), choices and controls.

    `layout` says how choices are laid out: `scale` is a row of numbers, `list` one below the other.
    `controls` (skip, back, later, talk ...) are the same on every question, after the choices.
    `typed` says whether the answer is free text. A `sensitive` screen's answer is never echoed.
    `kind` tells a surface what the message is for: `question`, `notice`, `signpost`, `alert` or
    `echo`.
    """

    text: str
    choices: tuple[Button, ...] = ()
    controls: tuple[Button, ...] = ()
    layout: Literal["list", "scale"] = "list"
    low: str = ""
    high: str = ""
    typed: bool = False
    sensitive: bool = False
    kind: Literal["question", "notice", "signpost", "alert", "echo"] = "notice"

    def to_json(self) -> str:
        """The screen as the outbox keeps it: what differs from an empty one. On the hot path."""
        kept: dict[str, object] = {}
        for name, default in _DEFAULTS:
            value = getattr(self, name)
            if value != default:
                kept[name] = value
        return _ENCODER.encode(kept)

    @classmethod
    def from_json(cls, text: str) -> Screen:
        """The screen that `to_json` wrote. Raises ValueError or TypeError for anything else."""
        kept = json.loads(text)
        for name in ("choices", "controls"):
            if name in kept:
                kept[name] = tuple([Button(label, press) for label, press in kept[name]])
        return cls(**kept)


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DEFAULTS: Final = tuple((field.name, field.default) for field in fields(Screen))
