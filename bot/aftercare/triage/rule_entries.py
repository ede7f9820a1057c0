"""Reads the rules of a phrase file and says what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from bot.aftercare.triage.entries import Entry, Line
from bot.aftercare.triage.finding import TOPICS, Level
from bot.aftercare.triage.grammar import Grammar, PatternError
from bot.aftercare.triage.patterns import Pattern
from bot.aftercare.triage.phrasebook import Change, Rule
from bot.aftercare.triage.source import Source

_LEVELS: dict[str, Level] = {level: level for level in get_args(Level)}
_RULE_KEYS = {
    "id",
    "level",
    "topic",
    "why",
    "language",
    "match",
    "unless",
    "unless_in_sentence",
    "also",
    "counts_always",
    "must_match",
    "must_not_match",
}
_ALWAYS = {"negated", "long_past", "quoted", "supposed", "wavering"}


class RuleEntries:
    """Makes rules of entries. Faults are reported to the source; a faulty rule is still made."""

    def __init__(self, source: Source, grammar: Grammar) -> None:
        self._source = source
        self._grammar = grammar

    def rule(self, entry: Entry) -> Rule:
        level = entry.texts.get("level", Line("", entry.line))
        topic = entry.texts.get("topic", Line("", entry.line))
        report = self._source.report
        if level.text not in ("routine", "soon", "urgent"):
            mend = "Write routine, soon or urgent"
            report(level.number, "the level is missing", mend, entry.name)
        if topic.text not in TOPICS:
            mend = f"Use one of: {', '.join(TOPICS)}"
            report(topic.number, "the topic is not known", mend, entry.name)
        if not entry.lines.get("why"):
            report(entry.line, "'why' is missing", "Say in a few words what was said", entry.name)
        self._check(entry, ("must_match", "must_not_match"))
        return self._rule(entry, _LEVELS.get(level.text, "none"), topic.text)

    def harmless(self, entry: Entry) -> Rule:
        """A phrase that means no harm; it has no level and needs no must_not_match."""
        self._check(entry, ("must_match",))
        return self._rule(entry, "none", "low")

    def check_names(self, rules: Iterable[Rule]) -> None:
        seen: set[str] = set()
        for rule in rules:
            if rule.id in seen:
                self._source.report(rule.line, "two rules have this id", "Rename one", rule.id)
            seen.add(rule.id)

    def changes(self, entries: Iterable[Entry], key: str) -> tuple[Change, ...]:
        """The entries of `raise` or `lower`."""
        return tuple(self._change(entry, key) for entry in entries)

    def patterns(self, lines: Iterable[Line], rule: str = "") -> tuple[Pattern, ...]:
        return tuple(pattern for line in lines for pattern in self._patterns_of(line, rule))

    def _patterns_of(self, line: Line, rule: str) -> list[Pattern]:
        found = []
        for text in filter(None, map(str.strip, line.text.split(","))):
            try:
                found.append(self._grammar.pattern(text))
            except PatternError as error:
                mend = "The page docs/triage.md tells how patterns are written"
                self._source.report(line.number, str(error), mend, rule)
        return found

    def _rule(self, entry: Entry, level: Level, topic: str) -> Rule:
        always = entry.texts.get("counts_always")
        return Rule(
            id=entry.name,
            line=entry.line,
            level=level,
            topic=topic,
            why=entry.texts.get("why", Line("", entry.line)).text,
            patterns=self.patterns(entry.lines.get("match", []), entry.name),
            unless=self.patterns(entry.lines.get("unless", []), entry.name),
            unless_in_sentence=self.patterns(entry.lines.get("unless_in_sentence", []), entry.name),
            also=self.patterns(entry.lines.get("also", []), entry.name),
            counts_always=frozenset(always.text.split() if always else ()),
            foreign="language" in entry.texts,
            must_match=tuple(entry.lines.get("must_match", ())),
            must_not_match=tuple(entry.lines.get("must_not_match", ())),
        )

    def _check(self, entry: Entry, examples: tuple[str, ...]) -> None:
        report, name = self._source.report, entry.name
        if not name:
            report(entry.line, "a rule has no id", "Give it one, such as suicide.wish-to-die")
        for key in {*entry.texts, *entry.lists, *entry.entries} - _RULE_KEYS:
            report(entry.line, f"'{key}' is not known here", "Correct or remove it", name)
        if not entry.lines.get("match"):
            report(entry.line, "'match' is empty", "Add a pattern", name)
        for key in examples:
            if not entry.lines.get(key):
                report(entry.line, f"'{key}' has no example", "Add a sentence", name)
        if (always := entry.texts.get("counts_always")) is not None:
            for word in set(always.text.split()) - _ALWAYS:
                report(always.number, f"'{word}' is not known", f"Use {sorted(_ALWAYS)}", name)

    def _change(self, entry: Entry, key: str) -> Change:
        topics = entry.texts.get("topics", Line("", entry.line)).text.split()
        levels = entry.texts.get("levels", Line("soon", entry.line)).text.split()
        to = entry.texts.get("to", Line("", entry.line)).text
        kind = entry.texts.get("kind", Line("", entry.line)).text
        if to not in _LEVELS or not set(topics) <= set(TOPICS) or not topics:
            mend = "It needs 'topics', 'to' (a level) and 'when'"
            self._source.report(entry.line, f"this entry of '{key}' is not complete", mend)
        if kind and kind not in _ALWAYS:
            self._source.report(entry.line, f"'{kind}' is not known", f"Use {sorted(_ALWAYS)}")
        return Change(
            entry.line,
            frozenset(topics),
            frozenset(levels),
            _LEVELS.get(to, "soon"),
            self.patterns(entry.lines.get("when", [])),
            kind,
        )
