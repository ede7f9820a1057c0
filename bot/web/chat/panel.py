"""The question that stands, as a form: what can be chosen, ticked, filled in or sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from bot.delivery.screen import AnswerLine, Button, Screen, choice_of
from bot.web.chat.given import NOTHING, Given
from flows.events import Answer

TALK: Final = "~talk"
DONE: Final = "~done"
CHANGE: Final = "~change"
QUESTION_MARKS: Final = ("?", "\u061f", "\u037e")
SENTENCE_END: Final = re.compile(r"(?<=[.!?\u061f\u037e])\s+")


@dataclass(frozen=True, slots=True)
class Panel:
    """The question that stands. `seen` is its `session:turn`, "" outside a check-in.

    "I want to talk to someone" is not among its controls: the page always shows it. `given` is
    what was answered before, in words; `chosen` are the presses of the choices that said it, or of
    those that are ticked; `value` is what stands in a field for a date or a number.
    `asked_before` says that more was said after the question, such as numbers to call: then the
    legend stands above the choices, to be seen. `done` ends a review; its `answers` have a button
    each, and then there are no choices.
    """

    seen: str
    legend: str
    layout: Literal["list", "scale", "ticks"]
    choices: tuple[Button, ...]
    low: str
    high: str
    controls: tuple[Button, ...]
    typed: bool
    given: str = ""
    chosen: frozenset[str] = frozenset()
    asked_before: bool = False
    asks: str = ""
    value: str = ""
    unit: str = ""
    accepts: tuple[str, ...] = ()
    answers: tuple[AnswerLine, ...] = ()
    done: Button | None = None


NO_PANEL: Final = Panel("", "", "list", (), "", "", (), typed=False)


def panel(screen: Screen, given: Given = NOTHING) -> Panel:
    """The form of one question. An answer that is too private to be echoed is not shown again."""
    presses = [button.press for button in (*screen.choices, *screen.controls)]
    seen = presses[0].rpartition(":")[0] if presses else ""
    before, chosen = _given(screen, given, seen)
    legend, asked_before = _legend(screen.text)
    controls = {choice_of(button.press): button for button in screen.controls}
    return Panel(
        seen=seen,
        legend=legend,
        layout=screen.layout,
        choices=() if screen.answers else screen.choices,
        low=screen.low,
        high=screen.high,
        controls=tuple(button for key, button in controls.items() if key not in _hidden(screen)),
        typed=screen.typed,
        given=_words(screen, before),
        chosen=chosen,
        asked_before=asked_before,
        asks=screen.asks,
        value=str(before.value) if before is not None and screen.asks in _FIELDS else "",
        unit=screen.unit,
        accepts=screen.accepts,
        answers=screen.answers,
        done=controls.get(DONE) if screen.answers else None,
    )


_FIELDS: Final = ("date", "number")


def _given(screen: Screen, given: Given, seen: str) -> tuple[Answer | None, frozenset[str]]:
    """The answer before, and the presses of what it chose or what is ticked now.

    Ticks are shown in a private question, too: they are not sent yet, and there to be seen.
    """
    before = None if screen.sensitive else given.before
    if screen.layout == "ticks":
        ticks = given.ticks if given.seen == seen else frozenset(screen.ticked)
    else:
        ticks = frozenset() if before is None else frozenset({str(before.value)})
    pressed = (button.press for button in screen.choices)
    return before, frozenset(press for press in pressed if choice_of(press) in ticks)


def _words(screen: Screen, before: Answer | None) -> str:
    """What was answered before. A reference to a photo says nothing, and ticks show themselves."""
    if before is None or screen.layout == "ticks" or screen.accepts or screen.answers:
        return ""
    value = str(before.value)
    if screen.asks in _FIELDS:
        return ""
    labels = [one.label for one in screen.choices if choice_of(one.press) == value]
    return labels[0] if labels else value


def _hidden(screen: Screen) -> tuple[str, ...]:
    """The controls that stand somewhere else on the page."""
    if screen.answers:
        return (TALK, DONE, CHANGE)
    return (TALK, DONE) if screen.layout == "ticks" else (TALK,)


def _legend(text: str) -> tuple[str, bool]:
    """What is asked: the last paragraph with a question; and whether more was said after it.

    If there was, the question alone, so that it is short enough to be said again.
    """
    blocks = [" ".join(block) for block in paragraphs(text)]
    asking = [block for block in blocks if _asks(block)]
    legend = (asking or blocks)[-1]
    if legend == blocks[-1]:
        return legend, False
    return " ".join(part for part in SENTENCE_END.split(legend) if _asks(part)), True


def _asks(text: str) -> bool:
    return any(mark in text for mark in QUESTION_MARKS)


def paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """A text's paragraphs, each a tuple of its lines."""
    blocks = text.replace("\r\n", "\n").strip().split("\n\n")
    return tuple(tuple(block.strip("\n").split("\n")) for block in blocks)
