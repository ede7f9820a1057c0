"""The conversation as the page shows it: bubbles, and the question that stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.checkins.chatlog import Line
from bot.delivery.screen import Button, Screen
from bot.texts import Texts
from flows.events import Answer

SHOWN: Final = 60
"""Messages on a page until somebody asks for the earlier ones."""

TALK: Final = "~talk"
QUESTION_MARKS: Final = ("?", "\u061f", "\u037e")
SENTENCE_END: Final = re.compile(r"(?<=[.!?\u061f\u037e])\s+")


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message. `day` is set on the first of each day; `clock` is the hour in their zone."""

    id: str
    who: Literal["wesaid", "you"]
    name: str
    paragraphs: tuple[tuple[str, ...], ...]
    day: str
    clock: str
    at: datetime
    urgent: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """The question that stands. `seen` is its `session:turn`, "" outside a check-in.

    "I want to talk to someone" is not among its controls: the page always shows it. `given` is
    what was answered before, in words, and `chosen` the button that said it; "" when there is none.
    `asked_before` says that more was said after the question, such as numbers to call: then the
    legend stands above the choices, to be seen.
    """

    seen: str
    legend: str
    layout: Literal["list", "scale"]
    choices: tuple[Button, ...]
    low: str
    high: str
    controls: tuple[Button, ...]
    typed: bool
    given: str = ""
    chosen: str = ""
    asked_before: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """`earlier` says whether there are older messages than the ones here."""

    bubbles: tuple[Bubble, ...]
    earlier: bool
    panel: Panel


NO_PANEL: Final = Panel("", "", "list", (), "", "", (), typed=False)


def conversation(
    lines: Sequence[Line],
    texts: Texts,
    zone: ZoneInfo,
    now: datetime,
    before: Answer | None = None,
    *,
    everything: bool,
) -> Conversation:
    """What the page shows of these lines; `before` was answered to the check-in's question."""
    shown = list(lines) if everything else list(lines[-SHOWN:])
    return Conversation(
        bubbles=tuple(_bubbles(shown, texts, zone, now)),
        earlier=len(shown) < len(lines),
        panel=_standing(shown, before),
    )


def _standing(lines: Sequence[Line], before: Answer | None) -> Panel:
    """The question that waits for an answer.

    Outside a check-in that is one that was asked last and has been followed by nothing, such as
    whom to tell.
    """
    asked = [line.screen for line in lines if line.current and line.screen is not None]
    if asked:
        return panel(asked[-1], before)
    last = lines[-1].screen if lines else None
    asks = last is not None and last.kind == "question" and last.choices
    return panel(last) if last is not None and asks else NO_PANEL


def panel(screen: Screen, before: Answer | None = None) -> Panel:
    """The form of one question. An answer that is too private to be echoed is not shown again."""
    if screen.sensitive:
        before = None
    value = "" if before is None else str(before.value)
    chosen = [one for one in screen.choices if before and one.press.rpartition(":")[2] == value]
    legend, asked_before = _legend(screen.text)
    presses = [button.press for button in (*screen.choices, *screen.controls)]
    return Panel(
        seen=presses[0].rpartition(":")[0] if presses else "",
        legend=legend,
        layout=screen.layout,
        choices=screen.choices,
        low=screen.low,
        high=screen.high,
        controls=tuple(button for button in screen.controls if not _is_talk(button)),
        typed=screen.typed,
        given=chosen[0].label if chosen else value,
        chosen=chosen[0].press if chosen else "",
        asked_before=asked_before,
    )


def _is_talk(button: Button) -> bool:
    return button.press.rpartition(":")[2] == TALK


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


def _bubbles(
    lines: Iterable[Line], texts: Texts, zone: ZoneInfo, now: datetime
) -> Iterable[Bubble]:
    today = now.astimezone(zone).date()
    last: date | None = None
    for line in lines:
        local = line.at.astimezone(zone)
        yield Bubble(
            id=line.id,
            who=line.who,
            name=texts.say("You") if line.who == "you" else texts.say("WeSaid"),
            paragraphs=paragraphs(line.text),
            day="" if local.date() == last else day_words(local.date(), today, texts),
            clock=f"{local:%H:%M}",
            at=line.at,
            urgent=line.screen is not None and line.screen.kind == "signpost",
        )
        last = local.date()


def day_words(day: date, today: date, texts: Texts) -> str:
    """`Today`, `Yesterday`, or the date."""
    if day == today:
        return texts.say("Today")
    if day == today - timedelta(days=1):
        return texts.say("Yesterday")
    language = texts.locale.split("@", maxsplit=1)[0]
    return format_date(day, "EEEE d MMMM", locale=language)
