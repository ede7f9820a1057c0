"""Prints how much triage finds, kind by kind, as the tables of docs/triage.md.

python -m tests.triage.measure           prints them
python -m tests.triage.measure --write   puts them into docs/triage.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tests.triage.texts import HARMLESS, ORDER, RISK, cases, level_of, raised

PAGE = Path(__file__).resolve().parents[2] / "docs" / "triage.md"
BEGIN = "<!-- measured: begin -->\n"
END = "<!-- measured: end -->\n"
KINDS = {
    "direct_statement": "said directly",
    "euphemism": "euphemism and goodbyes",
    "distress_no_keywords": "distress without the usual words",
    "self_harm": "self-harm",
    "abuse_disclosure": "abuse and exploitation",
    "carer_abuse": "harm by or to a carer",
    "neglect_basic_needs": "going without food, heat, care",
    "staff_misconduct": "conduct of staff",
    "session_trauma": "trauma brought back by a session",
    "third_person": "worry about somebody else",
    "immediate_vs_historic": "danger now, or long ago",
    "past_vs_present": "past or present",
    "negation": "negation",
    "quoting": "quoting somebody",
    "reclaimed_humour": "dark humour",
    "txtspeak_spelling": "text-speak and misspelling",
    "emoji": "emoji",
    "all_caps": "capitals",
    "mixed_language": "languages mixed, learners of English",
}
SETS = {
    "open_cases": "harmless texts collected beforehand",
    "ordinary_feedback": "ordinary sentences",
    "frightening_words": "harmless but frightening",
}


def tables() -> str:
    """Both tables in Markdown."""
    return "\n".join([*_risk(), "", *_harmless(), ""])


def page_with(tables: str, page: str) -> str:
    """The page with these tables in place of its own."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + "\n" + tables + "\n" + END + rest.split(END)[1]


def _risk() -> Iterator[str]:
    yield "| what is written | urgent: sentences | missed | soon: sentences | missed | found |"
    yield "|---|---:|---:|---:|---:|---:|"
    rows = [case for name in RISK for case in cases(name)]
    rest = "everything else"
    for label in (*KINDS.values(), rest):
        mine = [case for case in rows if KINDS.get(case["capability"], rest) == label]
        yield from _row(label, mine)
    yield from _row("**all**", rows)


def _row(label: str, rows: list[dict[str, str]]) -> Iterator[str]:
    cells: list[int] = []
    for level in ("urgent", "soon"):
        texts = [case["text"] for case in rows if case["expected"] == level]
        cells += [len(texts), sum(ORDER[level_of(text)] < ORDER[level] for text in texts)]
    total = cells[0] + cells[2]
    if total:
        found = f"{100 * (total - cells[1] - cells[3]) / total:.0f}%"
        yield f"| {label} | " + " | ".join(map(str, cells)) + f" | {found} |"


def _harmless() -> Iterator[str]:
    yield "| harmless texts | sentences | raised to soon or urgent | share | routine |"
    yield "|---|---:|---:|---:|---:|"
    for name in HARMLESS:
        texts = [case["text"] for case in cases(name) if case["expected"] == "none"]
        wrong = len(raised(name))
        routine = sum(level_of(text) == "routine" for text in texts)
        share = f"{100 * wrong / len(texts):.1f}%"
        yield f"| {SETS[name]} | {len(texts)} | {wrong} | {share} | {routine} |"


if __name__ == "__main__":
    if "--write" in sys.argv:
        PAGE.write_text(page_with(tables(), PAGE.read_text("utf-8")), "utf-8")
    else:
        sys.stdout.write(tables())
