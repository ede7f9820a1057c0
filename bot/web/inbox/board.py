"""The inbox as its pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from bot.aftercare.inbox import FlagCard, SignalShown
from bot.aftercare.relay_lines import ChatLine, ChatShown

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
    return Board(
        waiting=tuple(card for card in ordered if card.status == "open"),
        taken=tuple(card for card in ordered if card.status != "open"),
        mark=mark_of(ordered),
    )


def mark_of(*shown: object) -> str:
    """Differs when anything does that is shown. What stays out of it never lights up by itself."""
    return sha256(repr(shown).encode()).hexdigest()[:16]


def lines_shown(chat: ChatShown | None, *, opened: bool) -> tuple[ChatLine, ...]:
    """What the viewer sees of the chats about a flag: before they open it to read, only the chat
    that they are in."""
    if chat is None:
        return ()
    if opened:
        return chat.lines
    return chat.going_on_lines if chat.yours else ()


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
