"""Numbers as people write them: in the figures of any script, in words, about, and with a unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from flows.forms import any_of
from flows.normalising import bare, fold
from flows.wordlists import WordLists

if TYPE_CHECKING:
    from flows.vocabulary import Vocabulary

LONGEST: Final = 200
_TOKEN: Final = re.compile(r"\d[\d.,]*(?<=\d)|[^\W\d_]+|/|-(?=\s*\d)|[^\w\s.,!?()'\"-]")
_GROUP: Final = 3
_HALF: Final = Decimal("0.5")
_FRACTIONS: Final[Mapping[tuple[str, ...], Decimal]] = {
    ("1", "/", "2"): _HALF,
    ("1", "/", "4"): Decimal("0.25"),
    ("3", "/", "4"): Decimal("0.75"),
}
_NO_NUMBER: Final = "?"
_AND_A_HALF: Final = "+"
_SPACED_THOUSANDS: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:\s\d{3})+(?!\d)")
_MOST_FIGURES: Final = 12
_MOST_WORDS: Final = 8


class EitherNumber(NamedTuple):
    """The text means one of two numbers, the smaller first, and does not say which."""

    one: Decimal
    other: Decimal


NumberMeant: TypeAlias = Decimal | EitherNumber | None


class Numerals:
    """How one language writes numbers; made from a words.yaml.

    `words` are the numbers in words. Those of `multiples` are counted by what stands before them
    ("two hundred"), `joins` may stand after them ("two hundred and five"), and nothing is added to
    those of `last` ("ten five" is no fifteen).
    """

    def __init__(self, lists: WordLists) -> None:
        self.words: Mapping[str, int] = {
            fold(text): number for number, text in lists.numbered("numbers")
        }
        number = lists.table("number")
        number.only(
            (
                "decimal",
                "multiples",
                "joins",
                "last",
                "half",
                "counts",
                "endings",
                "minus",
                "units",
            ),
            where="number",
        )
        self.decimal = number.setting("decimal", ".", (".", ","))
        self.multiples = frozenset(fold(text) for text in number.texts("multiples"))
        self.last = frozenset(fold(text) for text in number.texts("last"))
        self.joins = frozenset(fold(text) for text in number.texts("joins"))
        self.half = frozenset(fold(text) for text in number.texts("half"))
        self.minus = frozenset(fold(text) for text in number.texts("minus")) | {"-"}
        self.endings = tuple(fold(text) for text in number.texts("endings"))
        self.counts = {fold(text): int(key) for key, text in number.numbered("counts")}
        units = number.table("units")
        self.units = {name: tuple(bare(text) for text in units.texts(name)) for name in units}
        self.pattern = rf"(?:\d+|(?:(?:{any_of((*self.words, *self.joins))})\b ?)+(?<! ))"
        self._unit_patterns: dict[str, re.Pattern[str]] = {}

    def whole(self, words: str) -> int | None:
        """The whole number that these words are, in figures or in words; None for other words."""
        if words.isdecimal():
            return whole_number(words)
        if (known := self.words.get(words)) is not None:
            return known
        parts = words.split()
        return self._summed(parts) if len(parts) > 1 else None

    def _summed(self, parts: list[str]) -> int | None:
        """Twenty five is 25, two hundred and five 205; "one two" is no number."""
        sums: list[int] = []
        for place, part in enumerate(parts):
            if part in self.joins and place < len(parts) - 1 and sums and sums[-1] >= 100:
                continue
            value = self.words.get(part)
            if value is None:
                return None
            if part in self.multiples:
                small = 0
                while sums and sums[-1] < value:
                    small += sums.pop()
                value *= small or 1
            elif value == 0 or (place and parts[place - 1] in self.last):
                return None
            if sums and (sums[-1] < 10 or value >= _magnitude(sums[-1])):
                return None
            sums.append(value)
        return sum(sums)

    def written(self, figures: str) -> tuple[Decimal, ...]:
        """The number in these figures; two where a mark may part the thousands or the decimals.

        Nothing when the marks make no sense.
        """
        if len(figures) > _MOST_FIGURES:
            return (Decimal(10**9),) if figures.isdecimal() else ()
        thousands = "," if self.decimal == "." else "."
        whole, _, decimals = figures.partition(self.decimal)
        groups = whole.split(thousands)
        if not (decimals.isdecimal() or self.decimal not in figures):
            return self._grouped(figures.split(self.decimal))
        if len(groups) > 1 and not _are_groups(groups):
            return ()
        number = Decimal("".join(groups) + ("." + decimals if decimals.strip("0") else ""))
        if len(decimals) == _GROUP and len(groups) == 1 and whole != "0" and len(whole) <= _GROUP:
            return (number, Decimal(whole + decimals))
        return (number,)

    def _grouped(self, groups: list[str]) -> tuple[Decimal, ...]:
        return (Decimal("".join(groups)),) if _are_groups(groups) else ()

    def units_pattern(self, unit: str) -> re.Pattern[str]:
        """What may stand beside a number of this unit; of every unit that is known for ""."""
        known = self._unit_patterns.get(unit)
        if known is None:
            known = self._unit_patterns[unit] = _units(self._unit_words(unit))
        return known

    def unit_in(self, text: str) -> str:
        """The first unit that a text in lower case names: "hours"; "" where it names none."""
        words = frozenset(text.split())
        return next((name for name, texts in self.units.items() if words & set(texts)), "")

    def _unit_words(self, unit: str) -> tuple[str, ...]:
        if not unit:
            return tuple(text for texts in self.units.values() for text in texts)
        named = bare(unit).strip()
        group = next((texts for texts in self.units.values() if named in texts), ())
        return (*group, named)


def read_number(text: str, words: str, vocabulary: Vocabulary, unit: str = "") -> NumberMeant:
    """The number that the whole text is; None for anything else.

    `words` is the text, normalised. `unit` is what is counted ("hours"): its own words may stand
    beside the number, and those of another unit make it no number. Without a unit any may.
    """
    numerals = vocabulary.numerals
    if len(text) > LONGEST:
        return None
    if words in numerals.counts:
        return Decimal(numerals.counts[words])
    plain = vocabulary.normaliser.without_politeness(bare(text))
    plain = numerals.units_pattern(unit).sub(" ", _spaced(plain))
    tokens = _TOKEN.findall(plain)
    return _said(tokens, numerals, vocabulary)


def whole_number(digits: str) -> int:
    """The number in `digits`; one of more than nine digits is as good as a billion."""
    return int(digits) if len(digits) <= 9 else 10**9


def _said(tokens: list[str], numerals: Numerals, vocabulary: Vocabulary) -> NumberMeant:
    values: list[Decimal | EitherNumber | str] = []
    place = 0
    while place < len(tokens):
        value, place = _next(tokens, place, numerals, vocabulary)
        if value != "":
            values.append(value)
    match values:
        case [(Decimal() | EitherNumber()) as only]:
            return only
        case [str() as minus, Decimal() as only] if minus in numerals.minus:
            return -only
        case [Decimal() as whole, str() as join, Decimal() as half] if (
            join == _AND_A_HALF and half == _HALF and whole == int(whole)
        ):
            return whole + half
        case [Decimal() as one, str() as between, Decimal() as other] if (
            between == "-" or between in vocabulary.either
        ):
            return one if one == other else EitherNumber(min(one, other), max(one, other))
    return None


def _next(
    tokens: list[str], place: int, numerals: Numerals, vocabulary: Vocabulary
) -> tuple[Decimal | EitherNumber | str, int]:
    """The number, or the word, at this place, and the place after it; "" for mere filler."""
    token = tokens[place]
    if token[0].isdecimal():
        return _figures(tokens, place, numerals)
    for end in range(min(len(tokens), place + _MOST_WORDS), place, -1):
        if (whole := numerals.whole(" ".join(tokens[place:end]))) is not None:
            return Decimal(whole), end
    if (about := _without_ending(token, numerals)) is not None:
        return about, place + 1
    following = tokens[place + 1 : place + 3]
    return _word(token, following, numerals, vocabulary), place + 1


def _word(
    token: str, following: list[str], numerals: Numerals, vocabulary: Vocabulary
) -> Decimal | str:
    if token in numerals.half:
        return _HALF
    joins = token in vocabulary.either
    if (joins or token in numerals.joins) and _is_half(following, numerals, vocabulary):
        return _AND_A_HALF
    filler = token in numerals.endings or token in vocabulary.filler
    return "" if filler and not joins else token


def _figures(
    tokens: list[str], place: int, numerals: Numerals
) -> tuple[Decimal | EitherNumber | str, int]:
    """The number in figures at this place, with a fraction or a "thousand" after it."""
    if (fraction := _fraction(tokens, place)) is not None:
        return fraction, place + 3
    read = numerals.written(tokens[place])
    place += 1
    if len(read) != 1:
        return (EitherNumber(*read) if read else _NO_NUMBER), place
    number = read[0]
    if (fraction := _fraction(tokens, place)) is not None:
        return number + fraction, place + 3
    if place < len(tokens) and tokens[place] in numerals.multiples:
        return number * numerals.words.get(tokens[place], 1), place + 1
    return number, place


def _fraction(tokens: list[str], place: int) -> Decimal | None:
    return _FRACTIONS.get(tuple(tokens[place : place + 3]))


def _is_half(following: list[str], numerals: Numerals, vocabulary: Vocabulary) -> bool:
    left = [token for token in following if token not in vocabulary.filler]
    return bool(left) and left[0] in numerals.half


def _without_ending(token: str, numerals: Numerals) -> Decimal | None:
    for ending in numerals.endings:
        if token.endswith(ending) and (whole := numerals.whole(token[: -len(ending)])) is not None:
            return Decimal(whole)
    return None


def _spaced(plain: str) -> str:
    """Figures that a space parts into thousands, together again: "1 000" is 1000."""
    return _SPACED_THOUSANDS.sub(lambda found: re.sub(r"\s", "", found[0]), plain)


def _units(texts: tuple[str, ...]) -> re.Pattern[str]:
    words = any_of(text for text in texts if text[:1].isalpha())
    signs = any_of(text for text in texts if not text[:1].isalpha())
    return re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W_])|(?:{signs})")


def _are_groups(groups: list[str]) -> bool:
    first, *rest = groups
    in_figures = all(group.isdecimal() for group in groups)
    return in_figures and len(first) <= _GROUP and all(len(group) == _GROUP for group in rest)


def _magnitude(value: int) -> int:
    return int("1".ljust(len(str(value)), "0"))
