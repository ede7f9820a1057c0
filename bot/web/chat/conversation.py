"""The conversation as the page shows it: bubbles, and the question that stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.checkins.chatlog import Line
from bot.delivery.screen import Button, Screen
from bot.texts import Texts

SHOWN: Final = 60
"""Messages on a page until somebody asks for the earlier ones."""

TALK: Final = "~talk"
QUESTION_MARKS: Final = ("?", "\u061f", "\u037e")


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

    "I want to talk to someone" is not among its controls: the page always shows it.
    """

    seen: str
    legend: str
    layout: Literal["list", "scale"]
    choices: tuple[Button, ...]
    low: str
    high: str
    controls: tuple[Button, ...]
    typed: bool


@dataclass(frozen=True, slots=True)
class Conversation:
    """`earlier` says whether there are older messages than the ones here."""

    bubbles: tuple[Bubble, ...]
    earlier: bool
    panel: Panel


NO_PANEL: Final = Panel("", "", "list", (), "", "", (), typed=False)


def conversation(
    lines: Sequence[Line], texts: Texts, zone: ZoneInfo, now: datetime, *, everything: bool
) -> Conversation:
    """What the page shows of these lines."""
    shown = list(lines) if everything else list(lines[-SHOWN:])
    standing = _standing(shown)
    return Conversation(
        bubbles=tuple(_bubbles(shown, texts, zone, now)),
        earlier=len(shown) < len(lines),
        panel=panel(standing) if standing else NO_PANEL,
    )


def _standing(lines: Sequence[Line]) -> Screen | None:
    """The question that waits for an answer.

    Outside a check-in that is one that was asked last and has been followed by nothing, such as
    whom to tell.
    """
    asked = [line.screen for line in lines if line.current]
    if asked:
        return asked[-1]
    last = lines[-1].screen if lines else None
    return last if last is not None and last.kind == "question" and last.choices else None


def panel(screen: Screen) -> Panel:
    """The form of one question."""
    presses = [button.press for button in (*screen.choices, *screen.controls)]
    return Panel(
        seen=presses[0].rpartition(":")[0] if presses else "",
        legend=_legend(screen.text),
        layout=screen.layout,
        choices=screen.choices,
        low=screen.low,
        high=screen.high,
        controls=tuple(button for button in screen.controls if not _is_talk(button)),
        typed=screen.typed,
    )


def _is_talk(button: Button) -> bool:
    return button.press.rpartition(":")[2] == TALK


def _legend(text: str) -> str:
    """What is asked, without what was said before it: the last paragraph with a question."""
    blocks = [" ".join(block) for block in paragraphs(text)]
    asking = [block for block in blocks if any(mark in block for mark in QUESTION_MARKS)]
    return (asking or blocks)[-1]


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
