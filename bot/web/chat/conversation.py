"""The conversation as the page shows it: bubbles, and the question that stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.aftercare.hiding import HIDE
from bot.checkins.chatlog import Line
from bot.delivery.screen import Button, choice_of
from bot.texts import Texts
from bot.web.chat.given import NOTHING, Given
from bot.web.chat.panel import NO_PANEL, Panel, panel, paragraphs
from flows.steps.date import iso_date

SHOWN: Final = 60
"""Messages on a page until somebody asks for the earlier ones."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message. `day` is set on the first of each day; `on` and `clock` are in their zone.

    `person`: a member of staff wrote it; whatever else is not `you` is the script's.
    `hide` takes what is private out of sight; "" where the message has no such button.
    """

    id: str
    who: Literal["wesaid", "you"]
    name: str
    paragraphs: tuple[tuple[str, ...], ...]
    day: str
    on: date
    clock: str
    at: datetime
    urgent: bool
    person: bool = False
    hide: Button | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """`earlier` says whether there are older messages than the ones here."""

    bubbles: tuple[Bubble, ...]
    earlier: bool
    panel: Panel


def conversation(
    lines: Sequence[Line],
    texts: Texts,
    zone: ZoneInfo,
    now: datetime,
    given: Given = NOTHING,
    *,
    everything: bool,
) -> Conversation:
    """What the page shows of these lines; `given` was answered to the check-in's question."""
    shown = list(lines) if everything else list(lines[-SHOWN:])
    return Conversation(
        bubbles=tuple(_bubbles(shown, texts, zone, now)),
        earlier=len(shown) < len(lines),
        panel=_standing(shown, given),
    )


def _standing(lines: Sequence[Line], given: Given) -> Panel:
    """The question that waits for an answer.

    Outside a check-in that is one that was asked last and has been followed by nothing, such as
    whom to tell.
    """
    asked = [line.screen for line in lines if line.current and line.screen is not None]
    if asked:
        return panel(asked[-1], given)
    last = lines[-1].screen if lines else None
    asks = last is not None and last.kind == "question" and last.choices
    return panel(last) if last is not None and asks else NO_PANEL


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
            name=_name(line, texts),
            paragraphs=(*paragraphs(_said(line, texts)), *_answers(line)),
            day="" if local.date() == last else day_words(local.date(), today, texts),
            on=local.date(),
            clock=f"{local:%H:%M}",
            at=line.at,
            urgent=line.screen is not None and line.screen.kind == "signpost",
            person=bool(_speaker(line)),
            hide=_hide(line),
        )
        last = local.date()


def _speaker(line: Line) -> str:
    """The member of staff who wrote it; "" for the script, and for whoever reads the page."""
    return line.screen.speaker if line.screen is not None else ""


def _name(line: Line, texts: Texts) -> str:
    if line.who == "you":
        return texts.say("You")
    speaker = _speaker(line)
    return texts.say("%(name)s, a person", name=speaker) if speaker else texts.say("WeSaid")


def _said(line: Line, texts: Texts) -> str:
    """The words; a date that somebody chose as people write it. A name stands above them."""
    if speaker := _speaker(line):
        return line.text.removeprefix(f"{speaker}: ")
    day = iso_date(line.text) if line.who == "you" else None
    if day is None:
        return line.text
    return format_date(day, "d MMMM y", locale=texts.locale.split("@", maxsplit=1)[0])


def _hide(line: Line) -> Button | None:
    """Its own button, for a message that is no question: those of a question stand in its form."""
    if line.screen is None or line.screen.kind == "question":
        return None
    return next((one for one in line.screen.controls if choice_of(one.press) == HIDE), None)


def _answers(line: Line) -> Iterable[tuple[str, ...]]:
    """The answers of a review that is over; the one that stands shows them in its form."""
    if line.screen is not None and not line.current:
        yield from ((answer.asked, answer.said) for answer in line.screen.answers)


def day_words(day: date, today: date, texts: Texts) -> str:
    """`Today`, `Yesterday`, or the date."""
    if day == today:
        return texts.say("Today")
    if day == today - timedelta(days=1):
        return texts.say("Yesterday")
    language = texts.locale.split("@", maxsplit=1)[0]
    return format_date(day, "EEEE d MMMM", locale=language)
