"""Stretches of the rota in words: `from 6 pm on Tuesday to 9 am on Wednesday`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.aftercare.when import clock_words, when_words
from bot.texts import Texts


def stretch_words(texts: Texts, begins: datetime, ends: datetime, now: datetime, zone: str) -> str:
    """From when to when; one that is under way is only said to end."""
    if begins <= now:
        return texts.say("until %(ends)s", ends=when_words(texts, ends, now, zone))
    return texts.say(
        "from %(begins)s to %(ends)s",
        begins=when_words(texts, begins, now, zone),
        ends=when_words(texts, ends, now, zone),
    )


def short_words(texts: Texts, begins: datetime, ends: datetime, zone: str) -> str:
    """`Tue 24 Nov, 6 pm to 9 am`: for a button."""
    day = begins.astimezone(ZoneInfo(zone)).date()
    return texts.say(
        "%(day)s, %(begins)s to %(ends)s",
        day=format_date(day, "EEE d MMM", locale=texts.locale.partition("@")[0]),
        begins=clock_words(texts, begins, zone),
        ends=clock_words(texts, ends, zone),
    )
