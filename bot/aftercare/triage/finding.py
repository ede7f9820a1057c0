"""What triage says about one text, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["none", "routine", "soon", "urgent"]
Span: TypeAlias = tuple[int, int]
Kind: TypeAlias = Literal[
    "harmless",
    "unless",
    "also",
    "quoted",
    "negated",
    "hedged",
    "ended",
    "long_past",
    "supposed",
    "raised",
    "lowered",
    "telling",
]

ORDER: dict[Level, int] = {"none": 0, "routine": 1, "soon": 2, "urgent": 3}
TOPICS = (
    "suicide",
    "self_harm",
    "danger",
    "medical",
    "abuse",
    "domestic",
    "neglect",
    "exploitation",
    "child",
    "other_person",
    "conduct",
    "trauma",
    "low",
    "session",
    "contact",
    "language",
    "unread",
)


@dataclass(frozen=True, slots=True)
class Match:
    """One rule that stands for this text. `span` is (start, end) in characters of the text."""

    rule: str
    level: Level
    topic: str
    span: Span
    why: str


@dataclass(frozen=True, slots=True)
class Finding:
    """How soon a person must make contact about this text: a response level, never a score.

    `rule`, `topic` and `span` are those of the match that set the level; None when it is `none`,
    and `span` is None when triage itself failed. `matches` are all the matches, highest first.
    """

    level: Level
    rule: str | None = None
    topic: str | None = None
    span: Span | None = None
    matches: tuple[Match, ...] = ()

    @property
    def conduct(self) -> bool:
        """Whether any match is about staff: then the flag is hidden from the facilitator."""
        return any(match.topic == "conduct" for match in self.matches)

    @property
    def why(self) -> str:
        """The reason in the phrase file's words; empty when nothing was found."""
        return self.matches[0].why if self.matches else ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a rule counted for more or less than it says: the kind, and the words that did it."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Considered:
    """A rule whose words are in the text: what it says, what it came to, and the reasons."""

    rule: str
    written: Level
    level: Level
    topic: str
    span: Span
    why: str
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything triage looked at, for a safeguarding lead: `sentences` as the rules read them."""

    text: str
    finding: Finding
    sentences: tuple[str, ...]
    considered: tuple[Considered, ...]


def found(considered: list[Considered]) -> Finding:
    """The finding that follows: the highest level; among equals conduct first, then as listed."""
    standing = [one for one in considered if one.level != "none"]
    if not standing:
        return Finding("none")
    standing.sort(key=lambda one: (-ORDER[one.level], one.topic != "conduct"))
    matches = tuple(Match(one.rule, one.level, one.topic, one.span, one.why) for one in standing)
    top = matches[0]
    span = top.span if top.span[0] < top.span[1] else None
    return Finding(top.level, top.rule, top.topic, span, matches)
