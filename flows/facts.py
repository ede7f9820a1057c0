"""The facts about a participant that a flow's texts and conditions may name, and what they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

FactValue: TypeAlias = str | int | bool | tuple[str, ...] | None
"""A fact's value; None where nothing is known about it."""

_ITEM: Final = re.compile(r"(?P<fact>[a-z_]+)(?:\.\d+|\[\d+\])")


@dataclass(frozen=True, slots=True)
class Fact:
    """What a fact can be: a text, `yes` or `no`, one of `values`, or a list of texts.

    `spoken`: a text that people read may name it.
    """

    holds: Literal["text", "yes_no", "one_of", "list"]
    values: tuple[str, ...] = ()
    spoken: bool = False


WAYS: Final = ("message", "phone", "text", "email", "someone", "none")
TIMES: Final = ("morning", "afternoon", "evening", "any")

FACTS: Final = MappingProxyType(
    {
        "name": Fact("text", spoken=True),
        "facilitator": Fact("text", spoken=True),
        "cohort": Fact("text", spoken=True),
        "language": Fact("text"),
        "nation": Fact("one_of", ("england", "wales", "scotland", "northern_ireland")),
        "easy_read": Fact("yes_no"),
        "access_needs": Fact("list"),
        "supporter": Fact("yes_no"),
        "preferred_way": Fact("one_of", WAYS),
        "preferred_times": Fact("one_of", TIMES),
        "safe_to_write": Fact("one_of", ("yes", "times", "no")),
        "under_18s": Fact("yes_no"),
        "actions": Fact("list", spoken=True),
        "proposals": Fact("list", spoken=True),
        "measures": Fact("list", spoken=True),
    }
)
"""`under_18s` says whether people under 18 take part in the project, and nothing about this person.
`actions` are what was done about what people said, `proposals` what they proposed to measure,
and `measures` what they chose of that."""

KNOWN: Final = frozenset(FACTS)
SPOKEN: Final = frozenset(name for name, fact in FACTS.items() if fact.spoken)
LISTS: Final = frozenset(name for name, fact in FACTS.items() if fact.holds == "list")
PROJECT_LISTS: Final = ("actions", "proposals", "measures")
"""The lists that a project keeps; the others are about one person."""


def fact_of(name: str) -> Fact | None:
    """The fact of that name; one thing of a list (`actions.0`) is a text."""
    if found := FACTS.get(name):
        return found
    item = _ITEM.fullmatch(name)
    if item is None or item["fact"] not in LISTS:
        return None
    return Fact("text", spoken=item["fact"] in SPOKEN)
