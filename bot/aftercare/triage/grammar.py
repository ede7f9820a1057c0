"""The small language of phrase files.

A pattern is words in a row. `hit~` is any form of a verb, `a/b` one or the other, `<part>` any
phrase of a named part, `[by him/by her]` a choice of phrases, `(very)` may be missing, `...` up to
three words between (`...5` up to five), `|` the edge of a sentence; `a & b` is `a` in a sentence
that also has `b`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import product

from bot.aftercare.triage.patterns import EDGE, Pattern, Phrase, Piece, piece_of

MOST_PHRASES = 20_000
_TOKEN = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]|[^\s()\[\]]+")
_BRACKET = re.compile(r"[()\[\]]")
_GAP = re.compile(r"\.\.\.(\d?)")
_ITEM = re.compile(r"\(([^()]*)\)|(<[\w-]+>)|([^\s()<>]+)")


class PatternError(ValueError):
    """The pattern cannot be read. The message says what is wrong and how to mend it."""


class Grammar:
    """Reads patterns and phrases: knows the parts, the forms of verbs and how words are spelt."""

    def __init__(
        self,
        parts: Mapping[str, frozenset[Phrase]],
        forms: Callable[[str], frozenset[str]],
        spell: Callable[[str], Phrase],
        commonness: Callable[[str], float],
        edges: Iterable[str] = (),
    ) -> None:
        """`edges` are words that end a sentence as a full stop does: pictures, haha."""
        self._parts = parts
        self._forms = forms
        self._spell = spell
        self._commonness = commonness
        self._edge = piece_of([(EDGE,), *((word,) for word in edges)])
        # The same words stand in many patterns: each is worked out once.
        self._worded: dict[str, frozenset[Phrase]] = {}
        self._made: dict[str, tuple[Piece, ...]] = {}
        self._rarity: dict[int, float] = {}

    def phrases(self, text: str) -> frozenset[Phrase]:
        """All the phrases that `text` stands for (an entry of a part). Raises PatternError."""
        if "(" not in text and "<" not in text:
            return _joined([self._alternatives(word) for word in text.split()], text)
        choices: list[frozenset[Phrase]] = []
        for optional, part, word in _ITEM.findall(text):
            if optional:
                choices.append(self.phrases(optional) | {()})
            elif part:
                choices.append(self._part(part[1:-1]))
            else:
                choices.append(self._alternatives(word))
        return _joined(choices, text)

    def pattern(self, text: str) -> Pattern:
        """The pattern ready to be looked for. Raises PatternError."""
        if " & " not in text:
            return self._single(text)
        first, *others = text.split(" & ")
        found = self._single(first.strip())
        near = tuple(self._single(other.strip()) for other in others)
        needs = found.needs + tuple(other.keys for other in near)
        return replace(found, text=text, needs=needs, near=near)

    def _single(self, text: str) -> Pattern:
        pieces = self._pieces(text)
        solid = [n for n, piece in enumerate(pieces) if not piece.optional and not piece.gap]
        solid = [n for n in solid if pieces[n] is not self._edge]
        if not solid:
            raise PatternError(f"'{text}' has no word that must be there; add one without brackets")
        solid.sort(key=lambda n: self._how_common(pieces[n]))
        before, after = tuple(pieces[: solid[0]]), tuple(pieces[solid[0] :])
        needs = tuple(pieces[n].firsts for n in solid[1:3])
        return Pattern(text, before, after, after[0].firsts, needs)

    def _how_common(self, piece: Piece) -> float:
        """How often its first words are met; the piece is kept in `_made`, so its id is its own."""
        found = self._rarity.get(id(piece))
        if found is None:
            found = self._rarity[id(piece)] = sum(map(self._commonness, piece.firsts))
        return found

    def _pieces(self, text: str) -> list[Piece]:
        pieces: list[Piece] = []
        for token in _tokens(text):
            made = self._made.get(token)
            if made is None:
                made = self._made[token] = self._piece(token)
            pieces.extend(made)
        return pieces

    def _piece(self, token: str) -> tuple[Piece, ...]:
        if gap := _GAP.fullmatch(token):
            return (Piece(frozenset(), {}, {}, frozenset(), True, int(gap[1] or 3)),)
        if token[0] == "(":
            return (piece_of(self._choice(token[1:-1]), optional=True),)
        if token[0] == "[":
            return (piece_of(self._choice(token[1:-1])),)
        return self._word(token)

    def _word(self, word: str) -> tuple[Piece, ...]:
        """A plain word may be written short (can't): then it is several pieces."""
        if word == EDGE:
            return (self._edge,)
        found = self._choice(word)
        if len(found) == 1 and not word.startswith("<"):
            return tuple(piece_of([(one,)]) for one in next(iter(found)))
        return (piece_of(found),)

    def _choice(self, text: str) -> frozenset[Phrase]:
        if "<" not in text and " " not in text:
            return self._alternatives(text)
        return frozenset().union(*(self.phrases(one) for one in text.split("/")))

    def _alternatives(self, text: str) -> frozenset[Phrase]:
        known = self._worded.get(text)
        if known is not None:
            return known
        found: set[Phrase] = set()
        for word in text.split("/"):
            if word.endswith("~"):
                found.update((form,) for form in self._forms(word[:-1]))
            elif word == EDGE:
                found.add((EDGE,))
            elif word:
                found.add(self._spell(word))
        self._worded[text] = frozenset(found)
        return self._worded[text]

    def _part(self, name: str) -> frozenset[Phrase]:
        if name not in self._parts:
            raise PatternError(
                f"there is no part called <{name}>; add it under parts, or correct it"
            )
        return self._parts[name]


def _tokens(text: str) -> list[str]:
    """Words, gaps and bracketed choices. Raises PatternError for a bracket without its partner."""
    if not _BRACKET.search(text):
        return text.split()
    if _BRACKET.search(_TOKEN.sub("", text)):
        raise PatternError(f"'{text}' has a bracket without its partner; close or remove it")
    return _TOKEN.findall(text)


def _joined(choices: list[frozenset[Phrase]], text: str) -> frozenset[Phrase]:
    if all(len(choice) == 1 for choice in choices):
        only = tuple(word for choice in choices for phrase in choice for word in phrase)
        return frozenset([only] if only else ())
    count = 1
    for choice in choices:
        count *= max(1, len(choice))
    if count > MOST_PHRASES:
        raise PatternError(f"'{text}' stands for {count} phrases; use fewer or smaller parts")
    found = {tuple(word for phrase in row for word in phrase) for row in product(*choices)}
    found.discard(())
    return frozenset(found)
