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
OTHERS = {
    "idiom_hyperbole": "figures of speech",
    "positive_scary_words": "frightening words, nothing wrong",
    "ordinary_feedback": "ordinary feedback",
}
FRESH = "fresh_sentences"
SETS = {
    "open_cases": "harmless texts collected beforehand",
    "ordinary_feedback": "ordinary sentences",
    "frightening_words": "harmless but frightening",
}


def tables() -> str:
    """All three tables in Markdown."""
    return "\n".join([*_kinds(), "", *_risk(), "", *_harmless(), ""])


def page_with(tables: str, page: str) -> str:
    """The page with these tables in place of its own."""
    before, rest = page.split(BEGIN)
    return before + BEGIN + "\n" + tables + "\n" + END + rest.split(END)[1]


def _kinds() -> Iterator[str]:
    """Kind by kind: the collected texts as they come out now, the last new ones as at first."""
    yield "| kind of text | collected: found | raised | new, first look: found | raised |"
    yield "|---|---:|---:|---:|---:|"
    now = [(case, level_of(case["text"])) for case in cases("open_cases")]
    first = [(case, case["first_look"]) for case in cases(FRESH)]
    for kind, label in (KINDS | OTHERS).items():
        mine = [[one for one in rows if one[0]["capability"] == kind] for rows in (now, first)]
        if any(mine):
            yield (
                f"| {label} | " + " | ".join(cell for rows in mine for cell in _cells(rows)) + " |"
            )
    every = [cell for rows in (now, first) for cell in _cells(rows)]
    yield "| **all** | " + " | ".join(every) + " |"
    for level in ("urgent", "soon"):
        cells = [
            _share([one for one in rows if one[0]["expected"] == level]) for rows in (now, first)
        ]
        yield f"| **{level} only** | {cells[0]} | | {cells[1]} | |"


def _cells(rows: list[tuple[dict[str, str], str]]) -> tuple[str, str]:
    """What is found of those that need somebody, and what is raised of the harmless."""
    harmless = [level for case, level in rows if case["expected"] == "none"]
    wrong = sum(ORDER[level] >= ORDER["soon"] for level in harmless)
    needed = [one for one in rows if ORDER[one[0]["expected"]] >= ORDER["soon"]]
    return _share(needed), f"{wrong} of {len(harmless)}" if harmless else ""


def _share(rows: list[tuple[dict[str, str], str]]) -> str:
    found = sum(ORDER[level] >= ORDER[case["expected"]] for case, level in rows)
    return f"{found} of {len(rows)}" if rows else ""


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
