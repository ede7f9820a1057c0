"""How one language chooses among options: the first one, option b, all of them, none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from flows.forms import Forms, any_of
from flows.normalising import Normaliser, bare, fold
from flows.wordlists import WordLists

_LETTERS_STAND_ALONE: Final = 3
"""Options there must be at least for a mere letter to count one of them."""


class Picking:
    """Made from the `picking` table of a words.yaml.

    - `forms` are whole messages that choose one option by its place: "the {ordinal} one",
      "option {letter}". `last` are the words for the last, in the place of an ordinal.
    - `begin` and `end` are words that may stand around an answer without changing it.
    - `all`, `both` and `none` choose among several; `and` may stand between two of them.
    """

    def __init__(
        self, lists: WordLists, ordinals: Mapping[str, int], normaliser: Normaliser
    ) -> None:
        picking = lists.table("picking")
        known = ("forms", "last", "letters", "begin", "end", "all", "both", "none", "and")
        picking.only(known, where="picking")

        def same(text: str) -> str:
            return normaliser.same(fold(text))

        self._ordinals = {**ordinals, **{same(text): -1 for text in picking.texts("last")}}
        letters = "".join(fold(text).replace(" ", "") for text in picking.texts("letters"))
        self._letters = {letter: place for place, letter in enumerate(letters, start=1)}
        places = {"ordinal": any_of(self._ordinals), "letter": any_of(self._letters)}
        forms = [("", form) for form in picking.written("forms")]
        self._forms = Forms([*forms, ("", "{ordinal}")], places, same)
        begin, end = (any_of(map(same, picking.texts(name))) for name in ("begin", "end"))
        self._begin = re.compile(rf"^(?:(?:{begin}) )+")
        self._end = re.compile(rf"(?: (?:{end}))+$")
        whole = {
            name: frozenset(normaliser.normalise(text) for text in picking.texts(name))
            for name in ("all", "both", "none")
        }
        self._all, self._both, self.none = whole["all"], whole["both"], whole["none"]
        joins = any_of(bare(text) for text in picking.texts("and"))
        self.separators = re.compile(
            rf"([,;\n&+\N{{ARABIC COMMA}}\N{{IDEOGRAPHIC COMMA}}]"
            rf"|(?<!\w)(?:{joins})(?!\w))"
        )

    def place(self, words: str, count: int) -> int | None:
        """The place, from 1, of the option of `count` that the message counts out; else None."""
        if len(words) == 1 and count >= _LETTERS_STAND_ALONE and words in self._letters:
            return self._fitting(self._letters[words], count)
        found = self._forms.match(words)
        if found is None:
            return None
        if letter := found[1].get("letter"):
            return self._fitting(self._letters[letter], count)
        return self._fitting(self._ordinals[found[1]["ordinal"]], count)

    def plain(self, words: str) -> str:
        """The message without words around its answer: "I think yes" is "yes"."""
        left = self._end.sub("", self._begin.sub("", words))
        return left or words

    def is_all(self, words: str, count: int) -> bool:
        """Whether the message chooses all of so many options."""
        return words in self._all or (count == 2 and words in self._both)

    def _fitting(self, place: int, count: int) -> int | None:
        place = count if place == -1 else place
        return place if 1 <= place <= count else None
