"""What happened in one step of a conversation. The engine returns these and does nothing else.

Texts are as the flow's author wrote them: gettext message ids that may hold Jinja2 expressions.
Translating and rendering them is the caller's part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from flows.inputs import Control, Media

Level: TypeAlias = Literal["urgent", "soon", "routine"]
Problem: TypeAlias = Literal[
    "not_a_choice",
    "not_a_number",
    "not_a_date",
    "no_such_date",
    "two_dates",
    "not_sent",
    "no_photo",
    "no_voice",
    "begun",
    "puzzled",
    "out_of_range",
    "too_few",
    "too_many",
    "two_meanings",
    "too_long",
    "empty",
]
"""`no_such_date`: a 31 February. `two_dates`: a date that may be either of two, which are the
candidates ("on Friday", last or next). `not_sent`: words came where a photo or voice note was
asked for; `no_photo` and `no_voice` where only one of them is. `begun`: "yes" where an answer in
words is to come. `puzzled`: somebody asks what the question means. `too_few` and `too_many` are
said of ticks."""

Value: TypeAlias = str | int | float | tuple[str, ...] | None
"""A coded answer: an option's key, a number, a text, a date (`2027-03-30`), a reference to a photo,
or the keys of all options that were ticked."""

Status: TypeAlias = Literal["answered", "skipped", "rather_not"]
"""`skipped` is no answer, `rather_not` is "I prefer not to say"; neither has a value."""

Because: TypeAlias = Literal["changed", "path"]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen: the key that is stored and the label that is shown."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One answer in a review: its question's text and kind, and its label unless `sensitive`.

    `unit` and `most` are as in Question.
    """

    step: str
    text: str
    label: str
    status: Status
    sensitive: bool
    kind: str = ""
    unit: str = ""
    most: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One question as it must be shown. `low` and `high` are a scale's end labels, else empty.

    - `ticked` are the keys of the options that are ticked, where several can be.
    - `unit` is what a number counts ("hours"), `accepts` what can be sent (photo, voice).
    - A question of kind `review` carries `answers`. With an empty `text` it is the list to choose
      an answer from that is to be changed, and its options are the answers, counted from 1.
    - `passed` says how somebody passed it by who has now gone back to it; else None.
    """

    kind: str
    text: str
    options: tuple[Option, ...]
    low: str
    high: str
    sensitive: bool
    controls: tuple[Control, ...]
    ticked: tuple[str, ...] = ()
    unit: str = ""
    accepts: tuple[Media, ...] = ()
    answers: tuple[ReviewLine, ...] = ()
    passed: Status | None = None

    @property
    def most(self) -> str:
        """The last number of a scale; "" where its points have words, and for other kinds."""
        return self.options[-1].label if self.kind == "rating" and self.high else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. Without a value its status is `skipped` or `rather_not`.

    `label` is the option's text as the author wrote it, or the value as text. Where several options
    were ticked it has a line for each of them.
    """

    step: str
    turn: int
    kind: str
    value: Value
    label: str
    status: Status


@dataclass(frozen=True, slots=True)
class Said:
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    step: str
    turn: int
    question: Question


@dataclass(frozen=True, slots=True)
class Answered:
    """`keeps` names what else the answer is for (`consent.check_ins`, `name`, `times`), or ""."""

    answer: Answer
    measure: str
    sensitive: bool
    keeps: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """An answer no longer stands.

    `because` it was `changed`, and a new one follows; or because another answer was, and the new
    `path` does not ask for it any more. The second is worth a word to the participant.
    """

    answer: Answer
    because: Because = "changed"


@dataclass(frozen=True, slots=True)
class Withheld:
    """A question was not asked, since nobody could answer what may be said to it."""

    step: str


@dataclass(frozen=True, slots=True)
class Ticked:
    """An option was ticked, or its tick taken away; the question stands, with these ticks."""

    step: str
    turn: int
    question: Question


@dataclass(frozen=True, slots=True)
class CannotCorrect:
    """The message that was edited has no answer that stands; nothing changed."""

    turn: int


@dataclass(frozen=True, slots=True)
class Kept:
    """A photo or voice note that no question asked for; it is kept for the facilitator."""

    kind: Media
    reference: str
    caption: str


@dataclass(frozen=True, slots=True)
class Flagged:
    step: str
    turn: int
    level: Level
    topic: str
    reason: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """The words fit no answer, or more than one (`candidates`); the question stands.

    `limits` are the first and the last day or number that would fit, "" where there is none.
    `times` counts the words that were not understood at this turn, these among them.
    """

    step: str
    turn: int
    problem: Problem
    candidates: tuple[Option, ...]
    limits: tuple[str, str] = ("", "")
    times: int = 1


@dataclass(frozen=True, slots=True)
class Stale:
    """A button of an earlier turn was pressed; nothing changed."""

    turn: int


@dataclass(frozen=True, slots=True)
class Paused:
    """`until` is the time that was said, as flows.times writes it, or "" where none was.

    `later`, `tonight` and `tomorrow` are written just so.
    """

    until: str


@dataclass(frozen=True, slots=True)
class Resumed:
    pass


@dataclass(frozen=True, slots=True)
class TalkWanted:
    """The participant asked for a person."""


@dataclass(frozen=True, slots=True)
class Held:
    """The script waits after a flag; `turn` is that of "carry on" and "enough for today"."""

    turn: int


@dataclass(frozen=True, slots=True)
class Ended:
    """`text` is the author's closing text; empty when the participant stopped."""

    status: Literal["finished", "stopped"]
    step: str
    text: str


@dataclass(frozen=True, slots=True)
class Faulted:
    """A condition could not be worked out; it counted as false (but a flag's counts as true)."""

    step: str
    expression: str
    problem: str


Event: TypeAlias = (
    Said
    | Asked
    | Answered
    | Withdrawn
    | Flagged
    | Unclear
    | Stale
    | Paused
    | Resumed
    | TalkWanted
    | Held
    | Ended
    | Faulted
    | Ticked
    | CannotCorrect
    | Withheld
    | Kept
)
