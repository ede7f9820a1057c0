"""Checks every rule against its own examples: what it must match and what it must not."""

from __future__ import annotations

from collections.abc import Iterator

from bot.aftercare.triage.entries import Line
from bot.aftercare.triage.finding import ORDER
from bot.aftercare.triage.phrasebook import PhraseBook, Rule
from bot.aftercare.triage.source import PhraseProblem
from bot.aftercare.triage.triage import Triage
from bot.aftercare.triage.unsafe_phone import only_unsafe_phone


def check_rules(book: PhraseBook) -> list[PhraseProblem]:
    """The examples that do not come out as the file says; empty when all is well.

    A rule's `must_match` must be matched by that rule, at its level or above; its `must_not_match`
    must not. A harmless phrase's `must_match` must leave the text below `soon`.
    """
    triage = Triage(book, sentiment=False)
    problems = [problem for rule in book.rules for problem in _rule(book, triage, rule)]
    for phrase in book.harmless:
        problems.extend(_harmless(book, triage, phrase))
    if book.unsafe_phone:
        problems.extend(check_rules(only_unsafe_phone(book)))
    return problems


def _rule(book: PhraseBook, triage: Triage, rule: Rule) -> Iterator[PhraseProblem]:
    for line in rule.must_match:
        levels = [m.level for m in triage.triage(line.text).matches if m.rule == rule.id]
        if not levels or ORDER[levels[0]] < ORDER[rule.level]:
            what = f"'{line.text}' is not matched by this rule" + _came_to(triage, line, rule)
            yield PhraseProblem(book.file, line.number, rule.id, what, "Add or widen a pattern")
    for line in rule.must_not_match:
        if any(m.rule == rule.id for m in triage.triage(line.text).matches):
            what = f"'{line.text}' is matched by this rule and must not be"
            yield PhraseProblem(
                book.file, line.number, rule.id, what, "Narrow a pattern or add one to unless"
            )


def _harmless(book: PhraseBook, triage: Triage, phrase: Rule) -> Iterator[PhraseProblem]:
    for line in phrase.must_match:
        finding = triage.triage(line.text)
        if ORDER[finding.level] >= ORDER["soon"]:
            what = f"'{line.text}' still comes out as {finding.level} by {finding.rule}"
            yield PhraseProblem(book.file, line.number, phrase.id, what, "Add or widen a pattern")


def _came_to(triage: Triage, line: Line, rule: Rule) -> str:
    for one in triage.explain(line.text).considered:
        if one.rule == rule.id:
            reasons = ", ".join(f"{reason.kind}: {reason.words}" for reason in one.reasons)
            return f" at its level, but comes to {one.level} ({reasons})"
    return ""
