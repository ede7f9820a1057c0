"""Session: where a participant is in a flow and what they answered; to and from JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from flows.events import Answer

Status: TypeAlias = Literal["asking", "held", "paused", "finished", "stopped"]

_FORMAT: Final = 1
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
        return _ENCODER.encode(short)

    @classmethod
    def from_json(cls, text: str) -> Session:
        """The session that `to_json` wrote; SessionFormatError when it cannot be read."""
        try:
            short = json.loads(text)
            if short["v"] == _FORMAT:
                return _session_in(short)
        except (AttributeError, LookupError, TypeError, ValueError):
            # What is in it is the participant's, so nothing of it goes into the message.
            raise SessionFormatError("this is not a session as it was stored") from None
        raise SessionFormatError(f"this session is of another format than {_FORMAT}")


def _session_in(short: Mapping[str, Any]) -> Session:
    answers = [_answer_in(stored) for stored in short["a"]]
    return Session(
        flow=short["f"],
        version=short["r"],
        step=short["s"],
        turn=short["t"],
        status=_STATUSES[short["q"]],
        answers={answer.step: answer for answer in answers},
        waiting="w" in short,
        holding="h" in short,
        unsaid=tuple(short.get("u", ())),
    )


def _answer_out(answer: Answer) -> list[object]:
    """Step, turn, kind, value and label; the label is left out where it is the value as text."""
    short: list[object] = [answer.step, answer.turn, answer.kind, answer.value]
    if answer.status == "answered" and answer.label != str(answer.value):
        short.append(answer.label)
    return short


def _answer_in(short: list[Any]) -> Answer:
    step, turn, kind, value, *label = short
    if not isinstance(short, list) or not isinstance(turn, int):
        raise TypeError("this is not an answer as it was stored")
    if value is None:
        return Answer(step, turn, kind, None, "", "skipped")
    return Answer(step, turn, kind, value, label[0] if label else str(value), "answered")
