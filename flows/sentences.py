"""How one language answers with a sentence of its own, which repeats a question or an option.

"Yeah, I'm safe" repeats "Do you feel safe?"; "on the bus" says no more than the label "By bus".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, Literal

from flows.forms import any_of
from flows.normalising import Normaliser, fold
from flows.wordlists import WordLists

_APOSTROPHES: Final = "['\N{RIGHT SINGLE QUOTATION MARK}]?"

_LONGEST_NAME: Final = 4
"""Words."""
_NEAR: Final = 4
"""Words before another that may turn its meaning round."""


class Sentences:
    """Made from the `sentences` table of a words.yaml.

    - `small` are words that add nothing to an answer ("on the", "I am"). `turning` turn a meaning
      round ("not", "nobody", "other than"). `emphasis` may stand in a yes. Between two of `joins` a
      label has things that only make it up together.
    - Whole messages: `greeting` and `begun` ("yes, one thing") are no answer in words yet,
      `parting` is none while a pause is on, and `puzzled` asks what is meant.
    - `changing` may stand before what is to be changed, `name` before somebody's name.
    - `leading` say yes or no where a sentence follows them that begins with a word of `goes_on`.
      `opening` are whole clauses that may only open one ("today, he hit me"), `vague` words of a
      question that do not say what it is about ("feel", "now").
    """

    def __init__(self, lists: WordLists, normaliser: Normaliser) -> None:
        table = lists.table("sentences")
        words = (
            *("small", "turning", "emphasis", "joins", "changing"),
            *("leading", "goes_on", "vague"),
        )
        wholes = ("greeting", "parting", "begun", "puzzled", "opening")
        table.only((*words, *wholes, "name", "name_end"), where="sentences")
        single = {
            name: frozenset(normaliser.same(fold(text)) for text in table.texts(name))
            for name in words
        }
        whole = {
            name: frozenset(normaliser.normalise(text) for text in table.texts(name))
            for name in wholes
        }
        self.small, self._turning = single["small"], single["turning"]
        self._emphasis, self._joins = single["emphasis"], single["joins"]
        self._changing = single["changing"]
        self.leading, self.goes_on = single["leading"], single["goes_on"]
        self._vague = single["vague"] | self.small | self._emphasis
        self.greeting, self.parting, self.begun, self.puzzled, self.opening = (
            whole[one] for one in wholes
        )
        self._before_name = _spoken(table.texts("name"), r"^\s*(?:(?:{})[\s,:]+)+")
        self._after_name = _spoken(table.texts("name_end"), r"(?:[\s,]+(?:{}))+[\s.]*$")

    def repeated(
        self, asked: str, words: str, means: Callable[[str, str], bool]
    ) -> Literal["yes", "no"] | None:
        """Whether a message says yes or no, and then nothing but words of the question.

        All are normalised. "No, I feel safe" says both, and so neither; and nothing is read into
        the answer to a question that has a "not" of its own.
        """
        known = frozenset(asked.split())
        said = words.split()
        turns = sum(word in self._turning for word in said)
        if known & self._turning or turns > 1:
            return None
        key: Literal["yes", "no"] = "no" if turns else "yes"
        more = self._turning if turns else self._emphasis
        for end in range(1, len(said)):
            rest = [word for word in said[end:] if word not in self.small and word not in more]
            if rest and known.issuperset(rest) and means(" ".join(said[:end]), key):
                return key
        return None

    def affirms(self, asked: str, words: str) -> bool:
        """Whether a sentence says what a question asks for, as "I feel safe here" does.

        Both are normalised. "I need somewhere safe" does not say so.
        """
        said = words.split()
        for place in self._telling(asked, said):
            before = place
            while before and said[before - 1] in self._vague:
                before -= 1
            if not before or not self.goes_on.isdisjoint(said[before:place]):
                return True
        return False

    def denies(self, asked: str, words: str) -> bool:
        """Whether a sentence says the contrary of what a question asks for."""
        said = words.split()
        near = (said[max(0, place - _NEAR) : place] for place in self._telling(asked, said))
        return any(not self._turning.isdisjoint(before) for before in near)

    def _telling(self, asked: str, said: list[str]) -> list[int]:
        """The places of those words of a question that say what it is about."""
        known = set(asked.split()) - self._vague - self._turning
        return [place for place, word in enumerate(said) if word in known]

    def content(self, words: str) -> tuple[str, ...]:
        """The words that say something."""
        return tuple(word for word in words.split() if word not in self.small)

    def says_all(self, words: str, label: str) -> bool:
        """Whether a message and a label, normalised, say the same but for small words."""
        said = self.content(words)
        return bool(said) and said == self.content(label)

    def says_part(self, words: str, label: str) -> bool:
        """Whether a message says an inner part of a label and nothing else.

        Not where the label would be turned round, and not one half of "up and down".
        """
        said, there = self.content(words), self.content(label)
        if not set(said) - self._turning or self._joins & set(label.split()):
            return False
        if self._turns(said) != self._turns(there):
            return False
        starts = range(len(there) - len(said) + 1)
        return any(there[start : start + len(said)] == said for start in starts)

    def to_change(self, words: str) -> str:
        """What is to be changed: "the bus" of "change the bus"; "" where nothing is named."""
        said = words.split()
        left = [word for word in said if word not in self._changing]
        return " ".join(left) if len(left) < len(said) else ""

    def name(self, text: str) -> str:
        """The name in "call me Ashy, please"; the whole text where what is left is no mere name."""
        left = self._after_name.sub("", self._before_name.sub("", text, count=1)).strip(" ,")
        return left if 0 < len(left.split()) <= _LONGEST_NAME else text

    def _turns(self, said: tuple[str, ...]) -> list[str]:
        return [word for word in said if word in self._turning]


def _spoken(texts: tuple[str, ...], form: str) -> re.Pattern[str]:
    """`form` with any of the texts in it, with apostrophes of any kind or none."""
    either = any_of(text.replace("'", "\0") for text in texts)
    either = either.replace(re.escape("\0"), _APOSTROPHES).replace(re.escape(" "), r"\s+")
    return re.compile(form.format(either), re.IGNORECASE)
