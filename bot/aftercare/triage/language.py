"""Whether a text is, in good part, in a language that the rules do not cover."""

from __future__ import annotations

from collections.abc import Mapping

from bot.aftercare.triage.finding import Considered, Level
from bot.aftercare.triage.patterns import EDGE
from bot.aftercare.triage.reading import Reading
from bot.aftercare.triage.spelling import NUMBER, YEAR

RULE = "language.not_covered"
_WHY = "writes in a language that the rules do not cover; please read"
_LATIN_ENDS = 0x0250
# Hardly an English sentence does without all of these.
_GLUE = frozenset(
    (
        "the",
        "is",
        "was",
        "are",
        "it",
        "you",
        "my",
        "of",
        "for",
        "with",
        "that",
        "this",
        "have",
        "not",
        "at",
        "be",
        "they",
        "we",
        "do",
        "were",
        "very",
        "good",
        "and",
        "so",
        "because",
        "from",
        "can",
        "more",
        "great",
        "thanks",
        "thank",
        "like",
        "please",
    )
)


def not_covered(
    reading: Reading, languages: Mapping[str, frozenset[str]], understood: set[int]
) -> Considered | None:
    """A finding to read the text, or None.

    `understood` are the words that a rule or a harmless phrase has covered (gracias, diolch).
    One or two such words are `routine`; three in a row, or half of the words, are `soon`.
    """
    if not reading.unknown and not _has_marks(reading, languages):
        return None
    strange = [_strangeness(reading, at, languages) for at in range(len(reading.words))]
    for at in understood:
        strange[at] = 0
    plain = sum(1 for at, word in enumerate(reading.words) if _counts(word) and not strange[at])
    level = _level(strange, plain, reading)
    if level == "none":
        return None
    places = [n for n, weight in enumerate(strange) if weight]
    span = (reading.starts[places[0]], reading.ends[places[-1]])
    return Considered(RULE, level, level, "language", span, _WHY)


def _counts(word: str) -> bool:
    return word not in (EDGE, NUMBER, YEAR) and not word.startswith(":")


def _has_marks(reading: Reading, languages: Mapping[str, frozenset[str]]) -> bool:
    return any(not marks.isdisjoint(reading.words) for marks in languages.values())


def _strangeness(reading: Reading, at: int, languages: Mapping[str, frozenset[str]]) -> int:
    """0 English or a name, 1 not known, 2 a frequent word of another language, 3 another script."""
    word = reading.words[at]
    if not _counts(word):
        return 0
    if ord(word[0]) >= _LATIN_ENDS:
        return 3
    if any(word in marks for marks in languages.values()):
        return 2
    if at not in reading.unknown or at in reading.names or len(word) < 3:
        return 0
    return 1


def _level(strange: list[int], plain: int, reading: Reading) -> Level:
    count = sum(1 for weight in strange if weight)
    heavy = max(strange, default=0)
    other_script = sum(1 for weight in strange if weight == 3)
    if other_script:
        return "soon" if other_script > 1 else "routine"
    sure = heavy == 2
    if count >= 3 and plain <= count and _GLUE.isdisjoint(reading.words):
        return "soon"
    if count >= 3 and (count >= plain if sure else count >= 2 * plain):
        return "soon"
    if sure and _longest_run(strange, reading) >= 3 and sum(w == 2 for w in strange) >= 2:
        return "soon"
    if sure and plain == 0 and count >= 2:
        return "routine"
    return "none"


def _longest_run(strange: list[int], reading: Reading) -> int:
    longest = run = 0
    for weight, word in zip(strange, reading.words, strict=True):
        run = run + 1 if weight else (run if word == EDGE else 0)
        longest = max(longest, run)
    return longest
