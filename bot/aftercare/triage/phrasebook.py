"""The rules of one language, checked and ready to be looked for: what a phrase file becomes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from bot.aftercare.triage.finding import TOPICS, Level
from bot.aftercare.triage.forms import forms
from bot.aftercare.triage.patterns import EDGE, Grammar, Pattern, PatternError, Phrase
from bot.aftercare.triage.reading import Reader
from bot.aftercare.triage.source import Entry, Line, Source, read_file
from bot.aftercare.triage.spelling import NUMBER, YEAR, Spelling, english_counts

LOCALES = Path(__file__).resolve().parents[3] / "locales"
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
_RULE_KEYS = {
    "id",
    "level",
    "topic",
    "why",
    "language",
    "match",
    "unless",
    "also",
    "counts_always",
    "must_match",
    "must_not_match",
}
_ALWAYS = {"negated", "long_past", "quoted", "supposed"}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `counts_always` names what does not weaken it: negated, long_past, quoted …

    `foreign` rules are phrases of other languages: the words they cover count as understood.
    """

    id: str
    line: int
    level: Level
    topic: str
    why: str
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]
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


@dataclass(frozen=True, slots=True)
class PhraseBook:
    """All that one phrase file says."""

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
    closed: frozenset[str]
    people: frozenset[str]
    staff: frozenset[str]
    told_to: frozenset[str]
    pronouns: frozenset[str]
    languages: Mapping[str, frozenset[str]]
    own_words: frozenset[str]


def locale_file(locale: str) -> Path:
    """The phrase file of a locale; `en@easyread` has that of `en`, an unknown one English."""
    plain = locale.split("@", maxsplit=1)[0].replace("-", "_").split("_")[0]
    path = LOCALES / plain / "phrases.yaml"
    return path if plain.isalpha() and path.is_file() else LOCALES / "en" / "phrases.yaml"


@lru_cache(maxsize=8)
def load(path: Path) -> PhraseBook:
    """The rules in `path`. Raises PhrasesError with every fault, its line and how to mend it."""
    source, entry = read_file(path)
    book = _Loader(source, entry).book()
    source.finish()
    return book


class _Loader:
    def __init__(self, source: Source, entry: Entry) -> None:
        self._source = source
        self._entry = entry
        self._parts: dict[str, frozenset[Phrase]] = {}
        self._irregular = dict(self._pairs("irregular_verbs"))
        self._counts = english_counts()
        before = entry.texts.get("long_ago_before", Line("0", entry.line))
        if not before.text.isdecimal():
            source.report(before.number, "'long_ago_before' is not a year", "Write 2024, say")
        marks = entry.entries.get("languages", Entry(1)).lines.values()
        known = [*self._lines("known_words"), *(line for lines in marks for line in lines)]
        own = (word for line in known for word in line.text.split())
        self._spelling = Spelling(
            dict(self._pairs("text_speak")), own, int(before.text) if before.text.isdecimal() else 0
        )
        pictures = {word for _, words in self._pairs("emoji") for word in words}
        self._grammar = Grammar(
            self._parts, self._forms, self._spelling.plain, self._commonness, {"haha", *pictures}
        )

    def book(self) -> PhraseBook:
        self._read_parts()
        rules = tuple(self._rule(entry) for entry in self._entry.lists.get("rules", []))
        harmless = tuple(
            self._rule(entry, False) for entry in self._entry.lists.get("harmless", [])
        )
        self._check_names([*rules, *harmless])
        signals = self._entry.entries.get("signals", Entry(1))
        found = {name: self._patterns(signals.lines.get(name, [])) for name in SIGNALS}
        negations = self._words("negations")
        languages = self._entry.entries.get("languages", Entry(1)).lines
        own = self._own_words(rules, harmless)
        self._spelling.learn(own)
        return PhraseBook(
            file=self._source.name,
            locale=self._entry.texts.get("locale", Line("", 1)).text,
            reader=Reader(
                self._spelling,
                dict(self._pairs("emoji")),
                sound_after=self._words("before_to"),
                sound_before=self._words("after_to"),
            ),
            rules=rules,
            harmless=harmless,
            signals=found,
            raises=self._changes("raise"),
            lowers=self._changes("lower"),
            negations=negations,
            light_words=self._words("light_words"),
            hedges=self._words("hedges"),
            closed=negations | self._words("joiners") | {EDGE},
            people=self._part_words("person"),
            staff=self._part_words("staff"),
            told_to=self._words("told_to"),
            pronouns=self._part_words("he"),
            languages={
                "phrases": self._foreign_words(rules),
                **{name: _words_of(lines) for name, lines in languages.items()},
            },
            own_words=own,
        )

    def _commonness(self, word: str) -> float:
        return self._counts.get(word, 0) + 5.0

    def _forms(self, verb: str) -> frozenset[str]:
        return forms(verb, self._irregular)

    def _lines(self, key: str) -> list[Line]:
        return self._entry.lines.get(key, [])

    def _words(self, key: str) -> frozenset[str]:
        return _words_of(self._lines(key))

    def _pairs(self, key: str) -> Iterable[tuple[str, Phrase]]:
        """Lines `a, b = one two`: each of a and b stands for the words one, two."""
        for line in self._lines(key):
            short, equals, words = line.text.partition(" = ")
            if not equals or not words.split():
                self._source.report(line.number, f"'{line.text}' has no ' = '", "Write 'u = you'")
                continue
            meaning = tuple(words.replace(",", " ").split())
            yield from ((one.strip(), meaning) for one in short.split(","))

    def _part_words(self, name: str) -> frozenset[str]:
        return frozenset(phrase[-1] for phrase in self._parts.get(name, ()))

    def _read_parts(self) -> None:
        numbers = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
        numbers += " fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty"
        self._parts["number"] = frozenset({(NUMBER,), *((word,) for word in numbers.split())})
        self._parts["year"] = frozenset({(YEAR,)})
        for name, lines in self._entry.entries.get("parts", Entry(1)).lines.items():
            phrases: set[Phrase] = set()
            for line in lines:
                for text in line.text.split(","):
                    phrases |= self._attempt(line, text.strip())
            self._parts[name] = frozenset(phrases)

    def _attempt(self, line: Line, text: str) -> frozenset[Phrase]:
        try:
            return self._grammar.phrases(text)
        except PatternError as error:
            self._source.report(line.number, str(error), "Parts may use the parts above them")
            return frozenset()

    def _patterns(self, lines: Iterable[Line], rule: str = "") -> tuple[Pattern, ...]:
        found = []
        for line in lines:
            found.extend(self._patterns_of(line, rule))
        return tuple(found)

    def _patterns_of(self, line: Line, rule: str) -> list[Pattern]:
        found = []
        for text in filter(None, map(str.strip, line.text.split(","))):
            try:
                found.append(self._grammar.pattern(text))
            except PatternError as error:
                mend = "The page docs/triage.md tells how patterns are written"
                self._source.report(line.number, str(error), mend, rule)
        return found

    def _rule(self, entry: Entry, raises: bool = True) -> Rule:
        texts = entry.texts
        level = texts.get("level", Line("none", entry.line))
        topic = texts.get("topic", Line("low" if not raises else "", entry.line))
        self._check_rule(entry, level, topic, raises)
        always = frozenset(texts["counts_always"].text.split()) if "counts_always" in texts else ()
        return Rule(
            id=entry.name,
            line=entry.line,
            level=_LEVELS.get(level.text, "none"),
            topic=topic.text,
            why=texts.get("why", Line("", entry.line)).text,
            patterns=self._patterns(entry.lines.get("match", []), entry.name),
            unless=self._patterns(entry.lines.get("unless", []), entry.name),
            also=self._patterns(entry.lines.get("also", []), entry.name),
            counts_always=frozenset(always),
            foreign="language" in texts,
            must_match=tuple(entry.lines.get("must_match", ())),
            must_not_match=tuple(entry.lines.get("must_not_match", ())),
        )

    def _check_rule(self, entry: Entry, level: Line, topic: Line, raises: bool) -> None:
        report, name = self._source.report, entry.name
        if not name:
            report(entry.line, "a rule has no id", "Give it one, such as suicide.wish-to-die")
        for key in {*entry.texts, *entry.lists, *entry.entries} - _RULE_KEYS:
            report(entry.line, f"'{key}' is not known here", "Correct or remove it", name)
        if raises and level.text not in ("routine", "soon", "urgent"):
            report(level.number, "the level is missing", "Write routine, soon or urgent", name)
        if raises and topic.text not in TOPICS:
            report(topic.number, "the topic is not known", f"Use one of: {', '.join(TOPICS)}", name)
        if raises and not entry.lines.get("why"):
            report(entry.line, "'why' is missing", "Say in a few words what was said", name)
        if not entry.lines.get("match"):
            report(entry.line, "'match' is empty", "Add a pattern", name)
        needed = ("must_match", "must_not_match") if raises else ("must_match",)
        for key in needed:
            if not entry.lines.get(key):
                report(entry.line, f"'{key}' has no example", "Add a sentence", name)
        self._check_always(entry)

    def _check_always(self, entry: Entry) -> None:
        always = entry.texts.get("counts_always")
        for word in set(always.text.split()) - _ALWAYS if always is not None else ():
            what, mend = f"'{word}' is not known", f"Use {sorted(_ALWAYS)}"
            self._source.report(always.number if always else 1, what, mend, entry.name)

    def _check_names(self, rules: list[Rule]) -> None:
        seen: set[str] = set()
        for rule in rules:
            if rule.id in seen:
                self._source.report(rule.line, "two rules have this id", "Rename one", rule.id)
            seen.add(rule.id)

    def _changes(self, key: str) -> tuple[Change, ...]:
        found = []
        for entry in self._entry.lists.get(key, []):
            topics = entry.texts.get("topics", Line("", entry.line)).text.split()
            levels = entry.texts.get("levels", Line("soon", entry.line)).text.split()
            to = entry.texts.get("to", Line("", entry.line)).text
            if to not in _LEVELS or not set(topics) <= set(TOPICS) or not topics:
                mend = "It needs 'topics', 'to' (a level) and 'when'"
                self._source.report(entry.line, f"this entry of '{key}' is not complete", mend)
            when = self._patterns(entry.lines.get("when", []))
            level = _LEVELS.get(to, "soon")
            found.append(Change(entry.line, frozenset(topics), frozenset(levels), level, when))
        return tuple(found)

    def _foreign_words(self, rules: tuple[Rule, ...]) -> frozenset[str]:
        """The words of phrases in other languages that are not English words as well."""
        found: set[str] = set()
        for rule in rules:
            if rule.foreign:
                found.update(word for pattern in rule.patterns for word in pattern.words())
        parts = {word for some in self._parts.values() for phrase in some for word in phrase}
        return frozenset(
            word for word in found - parts if word not in self._counts and len(word) > 2
        )

    def _own_words(self, *groups: tuple[Rule, ...]) -> frozenset[str]:
        found: set[str] = set()
        for phrases in self._parts.values():
            found.update(word for phrase in phrases for word in phrase)
        for rule in (rule for group in groups for rule in group):
            for pattern in (*rule.patterns, *rule.unless, *rule.also):
                found |= pattern.words()
        return frozenset(found)


def _words_of(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.text.split())


_LEVELS: dict[str, Level] = {level: level for level in get_args(Level)}
