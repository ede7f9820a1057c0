"""Session: where a participant is in a flow and what they answered; to and from JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

from flows.events import Answer, Value

Status: TypeAlias = Literal["asking", "held", "paused", "finished", "stopped"]

_FORMAT: Final = 2
_READABLE: Final = (1, 2)
_ALWAYS: Final = 7
"""What every stored session has; the rest only some have."""

_RATHER_NOT: Final = "rather_not"
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_LETTERS: Final[dict[Status, str]] = {
    "asking": "a",
    "held": "h",
    "paused": "p",
    "finished": "f",
    "stopped": "x",
}
_STATUSES: Final[dict[str, Status]] = {letter: status for status, letter in _LETTERS.items()}


class SessionFormatError(ValueError):
    """A stored session that this version cannot read."""


@dataclass(frozen=True, slots=True)
class Session:
    """One participant's run through one version of a flow. Only the engine makes a new one.

    `step` is the question that stands; while the script waits, the one to go on with; at the end,
    the end. `turn` counts what was asked, and never falls. `answers` are those that stand, by
    step. `waiting`: the script waits for "carry on", also while it is paused there. `holding`: it
    is to wait before the next question that is not about contact. `unsaid` are the `say` steps
    that it has passed and will say when it goes on.

    `ticks` are the options ticked so far in the question that stands. `listing`: the list of
    answers is shown in its place, to change one. `changing`: an earlier answer is being changed,
    and those after it that the path still asks for are passed over. `named` are the values of the
    `set` steps that were passed, by step. `spent` are turns above `turn` that corrections have
    taken: no number is used twice. `raised` are the flags, by step and by their number there, that
    were raised and whose conditions have been true since. `missed` counts the words that were not
    understood at this turn.
    """

    flow: str
    version: str
    step: str
    turn: int
    status: Status
    answers: Mapping[str, Answer]
    waiting: bool = False
    holding: bool = False
    unsaid: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    listing: bool = False
    changing: bool = False
    named: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    spent: int = 0
    raised: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    missed: int = 0

    @property
    def over(self) -> bool:
        """Whether nothing more will be asked."""
        return self.status in ("finished", "stopped")

    def to_json(self) -> str:
        """A small text that holds all of it, participants' words included: seal it."""
        short: dict[str, object] = {
            "v": _FORMAT,
            "f": self.flow,
            "r": self.version,
            "s": self.step,
            "t": self.turn,
            "q": _LETTERS[self.status],
            "a": [_answer_out(answer) for answer in self.answers.values()],
        }
        if self.waiting:
            short["w"] = 1
        if self.holding:
            short["h"] = 1
        if self.unsaid:
            short["u"] = self.unsaid
        if self.raised:
            short["g"] = self.raised
        if self.missed:
            short["m"] = self.missed
        if self.ticks or self.named or self.listing or self.changing or self.spent:
            self._more_out(short)
        return _ENCODER.encode(short)

    def _more_out(self, short: dict[str, object]) -> None:
        """What only some sessions have."""
        more = {
            "k": self.ticks,
            "l": int(self.listing),
            "c": int(self.changing),
            "n": {step: dict(values) for step, values in self.named.items()},
            "p": self.spent,
        }
        short.update({letter: value for letter, value in more.items() if value})

    @classmethod
    def from_json(cls, text: str) -> Session:
        """The session that `to_json` wrote; SessionFormatError when it cannot be read."""
        try:
            short = json.loads(text)
            if short["v"] in _READABLE:
                return _session_in(short)
        except (AttributeError, LookupError, TypeError, ValueError):
            # What is in it is the participant's, so nothing of it goes into the message.
            raise SessionFormatError("this is not a session as it was stored") from None
        raise SessionFormatError(f"this session is of another format than {_READABLE}")


def _session_in(short: Mapping[str, Any]) -> Session:
    found = [_answer_in(stored) for stored in short["a"]]
    answers = {answer.step: answer for answer in found}
    step, turn, status = short["s"], short["t"], _STATUSES[short["q"]]
    if len(short) == _ALWAYS:
        return Session(short["f"], short["r"], step, turn, status, answers)
    more = _more_in(short)
    return Session(short["f"], short["r"], step, turn, status, answers, **more)


def _more_in(short: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "waiting": "w" in short,
        "holding": "h" in short,
        "unsaid": tuple(short.get("u", ())),
        "ticks": tuple(short.get("k", ())),
        "listing": "l" in short,
        "changing": "c" in short,
        "named": _named_in(short.get("n", {})),
        "spent": short.get("p", 0),
        "raised": {step: tuple(found) for step, found in short.get("g", {}).items()},
        "missed": short.get("m", 0),
    }


def _named_in(stored: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Value]]:
    return {
        step: {
            name: tuple(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
        for step, values in stored.items()
    }


def _answer_out(answer: Answer) -> list[object]:
    """Step, turn, kind, value and label; the label is left out where it is the value as text.

    Without a value, and so without a label, the status stands in its place unless it is skipped.
    """
    short: list[object] = [answer.step, answer.turn, answer.kind, answer.value]
    if answer.status == "answered":
        if answer.label != str(answer.value):
            short.append(answer.label)
    elif answer.status == _RATHER_NOT:
        short.append(_RATHER_NOT)
    return short


def _answer_in(short: list[Any]) -> Answer:
    step, turn, kind, value, *label = short
    if not isinstance(short, list) or not isinstance(turn, int):
        raise TypeError("this is not an answer as it was stored")
    if value is None:
        return Answer(step, turn, kind, None, "", _RATHER_NOT if label else "skipped")
    if label:
        value = tuple(value) if isinstance(value, list) else value
        return Answer(step, turn, kind, value, label[0], "answered")
    return Answer(step, turn, kind, value, str(value), "answered")
