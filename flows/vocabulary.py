"""The words of one language that mean something to every question: yes, skip, stop, seven.

A word counts only when it is the whole message, whatever its case, punctuation and politeness:
"STOP please" stops, "I want it all to stop" does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from flows.inputs import Control
from flows.meaning import ControlMeant
from flows.normalising import Normaliser, fold

LONGEST: Final = 200
"""No command, label or number is longer; a longer message is neither, and is not looked at."""

_PAUSES: Final = {"whenever": "", "later": "later", "tonight": "tonight", "tomorrow": "tomorrow"}
_CONTROLS: Final[tuple[Control, ...]] = tuple(c for c in get_args(Control) if c != "pause")
_LISTS: Final = ("yes", "no", "help", "polite", "filler", "out_of", "either")
_MAPPINGS: Final = ("pause", "synonyms", "same", "numbers")
_FEWEST_FOR_A_START: Final = 3


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Whole messages, normalised, and what they mean. Made by `from_mapping`.

    `controls` maps a message to a command; `synonyms` an option's key (`yes`, `no`, `unsure`) to
    the messages that mean it; `numbers` a word to its number. `filler` words may stand beside a
    number ("about 7"), `out_of` between a number and its scale's end ("7 out of 10"), `either`
    between two numbers ("7 or 8").
    """

    normaliser: Normaliser
    controls: Mapping[str, ControlMeant]
    synonyms: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]
    filler: frozenset[str]
    out_of: frozenset[str]
    either: frozenset[str]

    @classmethod
    def from_mapping(cls, words: Mapping[str, object]) -> Vocabulary:
        """The vocabulary of a words.yaml, as plain data; ValueError says what is wrong with it."""
        if strange := sorted(set(words).difference(_CONTROLS, _LISTS, _MAPPINGS)):
            raise ValueError(f"words.yaml: nothing is known about {', '.join(strange)}")
        same = {one: str(other) for one, other in _mapping(words, "same").items()}
        normaliser = Normaliser(_texts(words, "polite"), same)
        return cls(
            normaliser=normaliser,
            controls=_controls(words, normaliser),
            synonyms=_synonyms(words, normaliser),
            numbers=_numbers(words),
            filler=_folded(words, "filler"),
            out_of=_folded(words, "out_of"),
            either=_folded(words, "either"),
        )

    def control(self, text: str) -> ControlMeant | None:
        """The command that the whole message is, if it is one; `help` is among them."""
        return self.controls.get(self.normalise(text)) if len(text) <= LONGEST else None

    def normalise(self, text: str) -> str:
        """The message's bare words: lower case, no punctuation, no please, nothing said twice."""
        return self.normaliser.normalise(text)

    def is_label(self, words: str, label: str) -> bool:
        """Whether the normalised message is the label."""
        return words == self.normaliser.label(label)

    def starts(self, words: str, label: str) -> bool:
        """Whether the normalised message is long enough to be the start of a label, and is."""
        enough = len(words) >= _FEWEST_FOR_A_START
        return enough and self.normaliser.label(label).startswith(words)

    def means(self, words: str, key: str) -> bool:
        """Whether the normalised message is another way to say an option's key."""
        return words in self.synonyms.get(key, ())

    def number(self, words: str) -> int | None:
        """The number that the message is, in digits or as a word, with or without filler."""
        left = [word for word in words.split() if word not in self.filler]
        if len(left) != 1:
            return None
        return whole_number(left[0]) if left[0].isdecimal() else self.numbers.get(left[0])


def whole_number(digits: str) -> int:
    """The number in `digits`; one of more than nine digits is as good as a billion."""
    return int(digits) if len(digits) <= 9 else 10**9


def _controls(words: Mapping[str, object], normaliser: Normaliser) -> dict[str, ControlMeant]:
    table: dict[str, ControlMeant] = {}
    for meant, text in _commands(words):
        message = normaliser.normalise(text)
        if not message:
            raise ValueError(f"words.yaml: there is no word in `{text}`")
        other = table.setdefault(message, meant)
        if other != meant and {other.control, meant.control} != {"resume", "carry_on"}:
            raise ValueError(f"words.yaml: `{text}` stands for two commands")
    return table


def _commands(words: Mapping[str, object]) -> Iterator[tuple[ControlMeant, str]]:
    for control in _CONTROLS:
        yield from ((ControlMeant(control), text) for text in _texts(words, control))
    yield from ((ControlMeant("help"), text) for text in _texts(words, "help"))
    pauses = _mapping(words, "pause")
    for name in pauses:
        if name not in _PAUSES:
            raise ValueError(f"words.yaml: pause knows nothing of {name}")
        yield from ((ControlMeant("pause", _PAUSES[name]), text) for text in _texts(pauses, name))


def _synonyms(words: Mapping[str, object], normaliser: Normaliser) -> dict[str, frozenset[str]]:
    synonyms = _mapping(words, "synonyms")
    found = {key: _texts(synonyms, key) for key in synonyms}
    found |= {"yes": _texts(words, "yes"), "no": _texts(words, "no")}
    return {
        key: frozenset(normaliser.normalise(text) for text in texts) for key, texts in found.items()
    }


def _numbers(words: Mapping[str, object]) -> dict[str, int]:
    numbers = _mapping(words, "numbers")
    if strange := [key for key in numbers if not key.isdecimal()]:
        raise ValueError(f"words.yaml: numbers: {strange[0]} is no number")
    return {fold(text): int(number) for number in numbers for text in _texts(numbers, number)}


def _folded(words: Mapping[str, object], name: str) -> frozenset[str]:
    return frozenset(fold(text) for text in _texts(words, name))


def _mapping(words: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = words.get(name, {})
    if not isinstance(found, Mapping) or not all(isinstance(key, str) for key in found):
        raise ValueError(f"words.yaml: {name} must be a mapping with text as keys")
    return found


def _texts(words: Mapping[str, object], name: str) -> tuple[str, ...]:
    found = words.get(name, ())
    if not isinstance(found, list | tuple) or not all(isinstance(text, str) for text in found):
        raise ValueError(f"words.yaml: {name} must be a list of texts")
    return tuple(found)
