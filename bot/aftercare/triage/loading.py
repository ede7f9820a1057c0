"""Makes a phrase book of a phrase file."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from bot.aftercare.triage.entries import Entry, Line
from bot.aftercare.triage.patterns import EDGE, words_of
from bot.aftercare.triage.phrasebook import PhraseBook, Rule
from bot.aftercare.triage.rule_entries import RuleEntries
from bot.aftercare.triage.source import Source, read_file
from bot.aftercare.triage.telling import TellingWords
from bot.aftercare.triage.word_lists import WordLists

LOCALES = Path(__file__).resolve().parents[3] / "locales"
UNSAFE_PHONE = "unsafe_phone.yaml"
"""Beside a phrase file: words that say that it is not safe to write to somebody here."""
SIGNALS = (
    "long_ago",
    "still_now",
    "ended",
    "supposed",
    "quoted_from",
    "reworded",
    "affirmed",
    "not_yet",
    "for_now",
)


def locale_file(locale: str) -> Path:
    """The phrase file of a locale; `en@easyread` has that of `en`, an unknown one English."""
    plain = locale.split("@", maxsplit=1)[0].replace("-", "_").split("_")[0]
    path = LOCALES / plain / "phrases.yaml"
    return path if plain.isalpha() and path.is_file() else LOCALES / "en" / "phrases.yaml"


@lru_cache(maxsize=8)
def load(path: Path) -> PhraseBook:
    """The rules in `path`. Raises PhrasesError with every fault, its line and how to mend it."""
    source, entry = read_file(path)
    telling = _telling(path.with_name("telling_words.yaml"))
    book = _book(source, entry, telling, path.with_name(UNSAFE_PHONE))
    source.finish()
    return book


def _telling(path: Path) -> TellingWords:
    """The two lists of words beside a phrase file; none where there is no such file."""
    if not path.is_file():
        return TellingWords(frozenset(), frozenset(), 0)
    source, entry = read_file(path)
    source.finish()
    lists = {
        key: frozenset(
            phrase
            for line in entry.lines.get(key, [])
            for phrase in map(str.strip, line.text.split(","))
            if phrase
        )
        for key in ("telling", "ordinary", "praise")
    }
    lead = int(entry.texts.get("lead", Line("0", 1)).text)
    return TellingWords(lists["telling"], lists["ordinary"], lead, lists["praise"])


def _book(source: Source, entry: Entry, telling: TellingWords, unsafe: Path) -> PhraseBook:
    lists = WordLists(source, entry)
    reading = RuleEntries(source, lists.grammar)
    rules = tuple(reading.rule(one) for one in entry.lists.get("rules", []))
    harmless = tuple(reading.harmless(one) for one in entry.lists.get("harmless", []))
    reading.check_names([*rules, *harmless])
    signals = entry.entries.get("signals", Entry(1))
    negations, joiners = lists.words("negations"), lists.words("joiners")
    own = _own_words(lists, *rules, *harmless)
    lists.spelling.learn(own)
    return PhraseBook(
        file=source.name,
        locale=entry.texts.get("locale", Line("", 1)).text,
        reader=lists.reader(),
        rules=rules,
        harmless=harmless,
        signals={name: reading.patterns(signals.lines.get(name, [])) for name in SIGNALS},
        raises=reading.changes(entry.lists.get("raise", []), "raise"),
        lowers=reading.changes(entry.lists.get("lower", []), "lower"),
        negations=negations,
        light_words=lists.words("light_words"),
        hedges=lists.words("hedges"),
        joiners=joiners,
        closed=negations | joiners | {EDGE},
        people=lists.last_words("person"),
        staff=lists.last_words("staff"),
        told_to=lists.words("told_to"),
        pronouns=lists.last_words("he"),
        languages={"phrases": _foreign_words(lists, rules), **lists.languages()},
        own_words=own,
        telling=telling,
        unsafe_phone=_unsafe_phone(unsafe, lists),
    )


def _unsafe_phone(path: Path, lists: WordLists) -> tuple[Rule, ...]:
    """The rules beside a phrase file, made of its parts; none where there is no such file."""
    if not path.is_file():
        return ()
    source, entry = read_file(path)
    reading = RuleEntries(source, lists.grammar)
    rules = tuple(reading.rule(one) for one in entry.lists.get("rules", []))
    reading.check_names(rules)
    source.finish()
    return rules


def _own_words(lists: WordLists, *rules: Rule) -> frozenset[str]:
    patterns = (
        p
        for rule in rules
        for p in (*rule.patterns, *rule.unless, *rule.unless_in_sentence, *rule.also)
    )
    return frozenset(lists.part_words() | words_of(patterns))


def _foreign_words(lists: WordLists, rules: tuple[Rule, ...]) -> frozenset[str]:
    """The words of phrases in other languages that are not English words as well."""
    foreign = (pattern for rule in rules if rule.foreign for pattern in rule.patterns)
    found = words_of(foreign) - lists.part_words()
    return frozenset(word for word in found if not lists.is_english(word) and len(word) > 2)
