"""The rules of one language, checked and ready to be looked for: what a phrase file becomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.aftercare.triage.entries import Line
from bot.aftercare.triage.finding import Level
from bot.aftercare.triage.patterns import Pattern
from bot.aftercare.triage.reading import Reader
from bot.aftercare.triage.telling import TellingWords


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `counts_always` names what does not weaken it: negated, long_past, quoted …

    `unless` cancels it from close by, `unless_in_sentence` from anywhere in the sentence.

    `foreign` rules are phrases of other languages: the words they cover count as understood.
    """

    id: str
    line: int
    level: Level
    topic: str
    why: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
    unless_in_sentence: tuple[Pattern, ...]
    also: tuple[Pattern, ...]
    counts_always: frozenset[str]
    foreign: bool
    must_match: tuple[Line, ...]
    must_not_match: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Where `when` stands beside a match of these topics and levels, its level is `to`."""

    line: int
    topics: frozenset[str]
    levels: frozenset[str]
    to: Level
    when: tuple[Pattern, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """All that one phrase file says, and those beside it.

    `unsafe_phone` are rules of their own: that it is not safe to write to somebody here.
    """

    file: str
    locale: str
    reader: Reader
    rules: tuple[Rule, ...]
    harmless: tuple[Rule, ...]
    signals: Mapping[str, tuple[Pattern, ...]]
    raises: tuple[Change, ...]
    lowers: tuple[Change, ...]
    negations: frozenset[str]
    light_words: frozenset[str]
    hedges: frozenset[str]
    joiners: frozenset[str]
    closed: frozenset[str]
    people: frozenset[str]
    staff: frozenset[str]
    told_to: frozenset[str]
    pronouns: frozenset[str]
    languages: Mapping[str, frozenset[str]]
    own_words: frozenset[str]
    telling: TellingWords
    unsafe_phone: tuple[Rule, ...] = ()
