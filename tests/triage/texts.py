"""The texts that triage is measured by: collected beforehand (open), and of our own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from bot.aftercare.triage import Finding, Triage

HERE = Path(__file__).parent
ORDER = {"none": 0, "routine": 1, "soon": 2, "urgent": 3}
RISK = ("open_cases", "risk_sentences")
HARMLESS = ("open_cases", "ordinary_feedback", "frightening_words")


@lru_cache(maxsize=1)
def triage() -> Triage:
    return Triage.for_locale("en")


@lru_cache(maxsize=8)
def cases(name: str) -> tuple[dict[str, str], ...]:
    """Records with id, capability (what kind of text it is), text and the expected level."""
    lines = (HERE / f"{name}.jsonl").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def finding_of(text: str) -> Finding:
    """What triage makes of a text. Kept, because many tests ask about the same thousands."""
    return triage().triage(text)


def level_of(text: str) -> str:
    return finding_of(text).level


def below(name: str, level: str) -> Iterator[str]:
    """The texts of a level that came out below it."""
    for case in cases(name):
        if case["expected"] == level and ORDER[level_of(case["text"])] < ORDER[level]:
            yield case["text"]


def raised(name: str) -> list[str]:
    """The harmless texts that came out as soon or urgent."""
    harmless = (case["text"] for case in cases(name) if case["expected"] == "none")
    return [text for text in harmless if ORDER[level_of(text)] >= ORDER["soon"]]
