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


class AnswerLine(NamedTuple):
    """One answer in a review: the question, what was said to it, and the press that changes it."""

    asked: str
    said: str
    press: str


@dataclass(frozen=True, slots=True)
class Screen:
    """One message: its text (plain, paragraphs parted by an empty line), choices and controls.

    - `layout` says how choices are laid out: `scale` is a row of numbers, `list` one below the
      other, `ticks` a list of which several can be ticked; `ticked` are the keys of those that are.
    - `controls` (skip, back, later, talk ...) are the same on every question, after the choices.
    - `typed` says whether the answer is free text. A `sensitive` screen's answer is never echoed.
    - `kind` tells a surface what the message is for: `question`, `notice`, `signpost`, `alert` or
      `echo`.
    - `asks` is the kind of the step that is asked (`many`, `number`, `date` ...), `unit` what a
      number counts, `accepts` what can be sent to it (`photo`, `voice`).
    - `answers` are those that a review shows, below the text; its `choices` are then the same
      answers to choose one from, or none.
    - `locale` is the language of the text, for the surface's own words beside it; "" where the
      surface's own language will do.
    - `speaker` is the member of staff whose own words the text is, behind their name; "" where the
      script speaks.
    - `attachment` names a kept photo or voice note that goes out with the message, or is "".
    """

    text: str
    choices: tuple[Button, ...] = ()
    controls: tuple[Button, ...] = ()
    layout: Literal["list", "scale", "ticks"] = "list"
    low: str = ""
    high: str = ""
    typed: bool = False
    sensitive: bool = False
    kind: Literal["question", "notice", "signpost", "alert", "echo"] = "notice"
    asks: str = ""
    ticked: tuple[str, ...] = ()
    unit: str = ""
    accepts: tuple[str, ...] = ()
    answers: tuple[AnswerLine, ...] = ()
    locale: str = ""
    attachment: str = ""
    speaker: str = ""

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
        for name in ("ticked", "accepts"):
            if name in kept:
                kept[name] = tuple(kept[name])
        if "answers" in kept:
            kept["answers"] = tuple([AnswerLine(*line) for line in kept["answers"]])
        return cls(**kept)


TICK: Final = "\u2713 "
"""Stands before the words of an option that is ticked, where the words are all there is."""


def choice_of(press: str) -> str:
    """What a participant's button chooses: an option's key, or a control as `~skip`."""
    return press.rpartition(":")[2]


_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DEFAULTS: Final = tuple((field.name, field.default) for field in fields(Screen))
