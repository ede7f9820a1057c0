"""The words of one language that mean something to every question: yes, skip, stop, seven.

A word counts only when it is the whole message, whatever its case, punctuation and politeness:
"STOP please" stops, "I want it all to stop" does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, get_args

from flows.calendars import Calendar
from flows.inputs import Control
from flows.meaning import ControlMeant
from flows.normalising import Normaliser, fold
from flows.numbers import Numerals, whole_number
from flows.pauses import Pauses
from flows.picking import Picking
from flows.ranges import Ranges
from flows.sentences import Sentences
from flows.slips import is_slip
from flows.wordlists import WordLists

__all__ = ["LONGEST", "Vocabulary", "whole_number"]

LONGEST: Final = 200
"""No command, label or number is longer; a longer message is neither, and is not looked at."""

_CONTROLS: Final[tuple[Control, ...]] = tuple(c for c in get_args(Control) if c != "pause")
_LISTS: Final = ("yes", "no", "help", "polite", "filler", "out_of", "either")
_TABLES: Final = (
    "pause",
    "synonyms",
    "same",
    "numbers",
    "number",
    "ordinals",
    "dates",
    "picking",
    "sentences",
    "ranges",
)
_CRIES: Final = ("stop", "talk", "help")
_FEWEST_FOR_A_START: Final = 3
_MOST_NUMBER_WORDS: Final = 12
_SHORTEST_FOR_A_SLIP: Final = 6
"""Of another word for an option, in letters: "hope" is not "nope"."""

_Near: TypeAlias = Mapping[tuple[int, str], tuple[str, ...]]
"""Messages by their length and their first letter."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Whole messages, normalised, and what they mean. Made by `from_mapping`.

    `controls` maps a message to a command; `synonyms` an option's key (`yes`, `no`, `unsure`) to
    the messages that mean it; `numbers` a word to its number. `filler` words may stand beside a
    number ("about 7"), `out_of` between a number and its scale's end ("7 out of 10"), `either`
    between two numbers ("7 or 8"). `numerals`, `calendar`, `pauses` and `picking` are how the
    language writes numbers and dates, says when to be asked again, and chooses among options;
    `sentences` and `ranges` how it answers with more than that, and writes "35 to 44".
    """

    normaliser: Normaliser
    controls: Mapping[str, ControlMeant]
    synonyms: Mapping[str, frozenset[str]]
    numbers: Mapping[str, int]
    filler: frozenset[str]
    out_of: frozenset[str]
    either: frozenset[str]
    numerals: Numerals
    calendar: Calendar
    pauses: Pauses
    picking: Picking
    sentences: Sentences
    ranges: Ranges
    _known: frozenset[str]
    _near: Mapping[str, _Near]
    _near_cries: _Near

    @classmethod
    def from_mapping(cls, words: Mapping[str, object]) -> Vocabulary:
        """The vocabulary of a words.yaml, as plain data; ValueError says what is wrong with it."""
        lists = WordLists(words)
        lists.only((*_CONTROLS, *_LISTS, *_TABLES))
        same = lists.table("same")
        normaliser = Normaliser(lists.texts("polite"), {one: same.text(one) for one in same})
        numerals = Numerals(lists)
        calendar = Calendar(lists, numerals, normaliser)
        pauses = Pauses(lists, calendar, normaliser)
        controls = _controls(lists, normaliser, pauses)
        synonyms = _synonyms(lists, normaliser)
        cries = {words for words, meant in controls.items() if meant.control in _CRIES}
        return cls(
            normaliser=normaliser,
            controls=controls,
            synonyms=synonyms,
            numbers=numerals.words,
            filler=_folded(lists, "filler"),
            out_of=_folded(lists, "out_of"),
            either=_folded(lists, "either"),
            numerals=numerals,
            calendar=calendar,
            pauses=pauses,
            picking=Picking(lists, calendar.ordinals, normaliser),
            sentences=Sentences(lists, normaliser),
            ranges=Ranges(lists),
            _known=frozenset(controls).union(*synonyms.values()),
            _near={key: _near(texts, _SHORTEST_FOR_A_SLIP) for key, texts in synonyms.items()},
            _near_cries=_near(cries, 1),
        )

    def control(self, text: str) -> ControlMeant | None:
        """The command that the whole message is, if it is one; `help` is among them."""
        return self.command(self.normalise(text)) if len(text) <= LONGEST else None

    def command(self, words: str) -> ControlMeant | None:
        """The command that the normalised message is, a time to be asked again included."""
        known = self.controls.get(words)
        if known is None and (when := self.pauses.named(words)):
            return ControlMeant("pause", when.text())
        return known

    def normalise(self, text: str) -> str:
        """The message's bare words: lower case, no punctuation, no please, nothing said twice."""
        return self.normaliser.normalise(text)

    def is_label(self, words: str, label: str) -> bool:
        """Whether the normalised message is the label."""
        return words == self.normaliser.label(label)

    def starts(self, words: str, label: str, letter: bool = False) -> bool:
        """Whether the normalised message is the start of a label, and long enough for one.

        A mere `letter` is, where it may count an option as well.
        """
        enough = letter or len(words) >= _FEWEST_FOR_A_START
        return enough and self.normaliser.label(label).startswith(words)

    def holds(self, figure: str, label: str) -> bool:
        """Whether the number is one of the words of a label: "2" of "2 to 3 hours"."""
        return figure in self.normaliser.label(label).split()

    def is_known(self, words: str) -> bool:
        """Whether the normalised message means something as it stands, so that it is no slip."""
        return words in self._known or self.numerals.whole(words) is not None

    def means(self, words: str, key: str) -> bool:
        """Whether the normalised message is another way to say an option's key."""
        return words in self.synonyms.get(key, ())

    def nearly_means(self, words: str, key: str) -> bool:
        """Whether the normalised message is, but for one slip, another way to say a key."""
        return _is_near(words, self._near.get(key))

    def nearly_cries(self, words: str) -> bool:
        """Whether the normalised message is one slip away from asking to stop, or for somebody."""
        return _is_near(words, self._near_cries)

    def number(self, words: str) -> int | None:
        """The whole number that the message is, in digits or in words, with or without filler."""
        if (plain := self.numerals.whole(words)) is not None:
            return plain
        left = [word for word in words.split() if word not in self.filler]
        return self.numerals.whole(" ".join(left)) if len(left) <= _MOST_NUMBER_WORDS else None


def _controls(lists: WordLists, normaliser: Normaliser, pauses: Pauses) -> dict[str, ControlMeant]:
    table = {message: ControlMeant("pause", when.text()) for message, when in pauses.whole.items()}
    for meant, text in _commands(lists):
        message = normaliser.normalise(text)
        if not message:
            raise ValueError(f"words.yaml: there is no word in `{text}`")
        other = table.setdefault(message, meant)
        if other != meant and {other.control, meant.control} != {"resume", "carry_on"}:
            raise ValueError(f"words.yaml: `{text}` stands for two commands")
    return table


def _commands(lists: WordLists) -> Iterator[tuple[ControlMeant, str]]:
    for control in _CONTROLS:
        yield from ((ControlMeant(control), text) for text in lists.texts(control))
    yield from ((ControlMeant("help"), text) for text in lists.texts("help"))


def _synonyms(lists: WordLists, normaliser: Normaliser) -> dict[str, frozenset[str]]:
    synonyms = lists.table("synonyms")
    found = {key: synonyms.texts(key) for key in synonyms}
    for key in ("yes", "no"):
        found[key] = (*found.get(key, ()), *lists.texts(key))
    return {
        key: frozenset(normaliser.normalise(text) for text in texts) for key, texts in found.items()
    }


def _folded(lists: WordLists, name: str) -> frozenset[str]:
    return frozenset(fold(text) for text in lists.texts(name))


def _near(texts: Iterable[str], shortest: int) -> _Near:
    found: dict[tuple[int, str], tuple[str, ...]] = {}
    for text in sorted(texts):
        if len(text) >= shortest:
            place = (len(text), text[0])
            found[place] = (*found.get(place, ()), text)
    return found


def _is_near(words: str, near: _Near | None) -> bool:
    if not near or not words:
        return False
    sizes = range(len(words) - 1, len(words) + 2)
    return any(is_slip(words, text) for size in sizes for text in near.get((size, words[0]), ()))
