"""The check-in that everybody answers in the benchmarks, and what each person answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from flows.definition import Flow, load_flow
from flows.events import Question
from flows.steps import QuestionStep

_FILE: Final = Path(__file__).with_name("check_in.yaml")

TYPED_RATING: Final = 5
"""This rating is typed as a number, as some people do; all others are pressed."""

_PRAISE: Final = (
    "It was good to be asked before things were decided, and somebody wrote down what I said.",
    "We had enough time. The tea break in the middle helped a lot.",
    "I liked that there were other people who have been through the same system.",
    "Meeting everyone in the room, and hearing that last month's idea was really taken up.",
)
_WISHES: Final = (
    "Send the papers out earlier please, I read slowly and like to be ready.",
    "A bit more time for the second part, and a room that is nearer to the bus stop.",
    "Nothing really, maybe shorter words on the slides.",
    "Tell us next time what happened with what we said.",
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the check-in, as every contender asks it."""

    step: str
    question: Question

    @property
    def typed(self) -> bool:
        """Whether the answer comes as a message; it is the press of a button otherwise."""
        return self.question.kind == "text" or self.step == questions()[TYPED_RATING].step


@cache
def flow() -> Flow:
    """The check-in as a flow of ours."""
    return load_flow(_FILE.read_text(encoding="utf-8"), _FILE.name)


@cache
def questions() -> tuple[Asked, ...]:
    """The twelve questions in order, each with the buttons that are on it."""
    steps = [step for step in flow().steps if isinstance(step, QuestionStep)]
    return tuple(
        Asked(step.id, step.question(("skip", "back", "pause", "talk", "stop"))) for step in steps
    )


def answer(person: int, place: int) -> str:
    """What a person answers to a question: an option's key, or the words that are typed."""
    asked = questions()[place]
    options = asked.question.options
    if options:
        return options[(person + 3 * place) % len(options)].key
    return (_WISHES if place > len(questions()) // 2 else _PRAISE)[person % 4]
