"""The inbox as its pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from bot.aftercare.inbox import FlagCard, SignalShown
from bot.aftercare.relay_lines import ChatShown

ORDER: Final = {"urgent": 0, "soon": 1, "routine": 2}


@dataclass(frozen=True, slots=True)
class Board:
    """`waiting` are the flags that nobody has acknowledged; `mark` differs when anything does."""

    waiting: tuple[FlagCard, ...]
    taken: tuple[FlagCard, ...]
    mark: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of somebody's words; `marked` when it is what a rule found."""

    text: str
    marked: bool


def board(cards: Sequence[FlagCard]) -> Board:
    """The most pressing first, and among equals the one that has waited longest."""
    ordered = sorted(cards, key=lambda card: (ORDER[card.level], card.opened_at, card.id))
    mark = sha256(repr(ordered).encode()).hexdigest()[:16]
    return Board(
        waiting=tuple(card for card in ordered if card.status == "open"),
        taken=tuple(card for card in ordered if card.status != "open"),
        mark=mark,
    )


def said_beside(signals: Sequence[SignalShown], chat: ChatShown | None) -> tuple[SignalShown, ...]:
    """What was said about a flag, without what stands among the messages of its chat already."""
    lines = chat.lines if chat else ()
    in_chat = {(line.at, line.words) for line in lines if line.theirs}
    return tuple(one for one in signals if one.level_words or (one.at, one.words) not in in_chat)


def pieces(signal: SignalShown) -> tuple[Piece, ...]:
    """The words of a signal with the part that matched set apart; the whole when there is none."""
    if signal.span is None:
        return (Piece(signal.words, marked=False),)
    start, end = signal.span
    parts = (
        Piece(signal.words[:start], marked=False),
        Piece(signal.words[start:end], marked=True),
        Piece(signal.words[end:], marked=False),
    )
    return tuple(part for part in parts if part.text)
