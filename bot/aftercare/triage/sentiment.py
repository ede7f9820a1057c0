"""Brings up strongly negative texts that no rule has matched, as `routine` and never more.

Sentiment does not decide: "I want to die" has a polarity of 0.0. It only keeps a text about how
somebody feels from waiting at the end of the reading list.
"""

from __future__ import annotations

from bot.aftercare.triage.finding import Considered
from bot.aftercare.triage.reading import Reading

RULE = "sentiment.negative"
STRONGLY_NEGATIVE = -0.6
_WHY = "sounds very unhappy"
# Shorter texts say too little for a number to mean anything.
FEWEST_WORDS = 4
_MINE = frozenset({"i", "me", "my", "myself"})


def warm() -> None:
    """Imports TextBlob now (about a second), so that the first text need not wait for it."""
    polarity("good")


def polarity(text: str) -> float:
    """From -1 (negative) to 1."""
    from textblob import TextBlob

    return float(TextBlob(text).sentiment.polarity)


def strongly_negative(text: str, reading: Reading, harmless: set[int]) -> Considered | None:
    """A finding when somebody writes of themselves, strongly negatively; idioms are left out."""
    words = len(reading.words) - len(reading.edges)
    if words < FEWEST_WORDS or _MINE.isdisjoint(reading.words):
        return None
    left = list(text)
    for at in harmless:
        left[reading.starts[at] : reading.ends[at]] = " " * (reading.ends[at] - reading.starts[at])
    if polarity("".join(left)) > STRONGLY_NEGATIVE:
        return None
    return Considered(RULE, "routine", "routine", "low", (0, len(text)), _WHY)
