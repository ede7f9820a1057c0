"""Finding the option, or the several options, that a typed message means."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flows.events import Option
from flows.meaning import AnswerMeant, UnclearMeant
from flows.normalising import bare
from flows.slips import is_slip
from flows.steps.spanning import spanning
from flows.vocabulary import Vocabulary

LONGEST: Final = 600
"""Characters of a message that names several options."""
_MOST_PARTS: Final = 40
_MOST_INSIDE: Final = 3
_BULLET: Final = re.compile(r"^[\s*.\N{BULLET}-]+")
_RANGE: Final = re.compile(r"\d\s*-\s*\d")
_FIGURES: Final = re.compile(r"\d{1,2}(?:\s+\d{1,2})+")


@dataclass(frozen=True, slots=True)
class UnclearPart(UnclearMeant):
    """`part` of the message fits no option, or more than one; nothing is answered."""

    part: str = ""


def meant(option: Option) -> AnswerMeant:
    return AnswerMeant(option.key, option.label)


def pressed_option(options: Sequence[Option], choice: str) -> AnswerMeant | None:
    """The option of that key."""
    return next((meant(option) for option in options if option.key == choice), None)


def exact_option(
    options: Sequence[Option], words: str, vocabulary: Vocabulary
) -> AnswerMeant | None:
    """The option whose label, else whose key, the message is word for word.

    A key that is a number is left to `read_option`: options may be counted, too. So is a label
    that two options have.
    """
    labelled = [option for option in options if vocabulary.is_label(words, option.label)]
    if labelled:
        return meant(labelled[0]) if len(labelled) == 1 else None
    return None if words.isdecimal() else pressed_option(options, words)


def read_option(
    options: Sequence[Option], words: str, vocabulary: Vocabulary, *, parts: bool = True
) -> AnswerMeant | UnclearMeant:
    """The option that the message means; two that it may mean are two meanings, never a guess.

    An option is meant by its label or key, its place ("2", "the first one", "option b"), another
    word for it, the beginning of its label, a number that the label spans, or one of these with a
    single slip. Where none is, the message is looked at without words like "I think", and then,
    with `parts`, as a part of one label.
    """
    if not words:
        return UnclearMeant("not_a_choice")
    if exact := exact_option(options, words, vocabulary):
        return exact
    found = _found(options, words, vocabulary)
    if not found and (plain := vocabulary.picking.plain(words)) != words:
        if exact := exact_option(options, plain, vocabulary):
            return exact
        found = _found(options, plain, vocabulary)
    if not found and parts:
        found = _inside(options, words, vocabulary)
    if len(found) == 1:
        return meant(found[0])
    return UnclearMeant("two_meanings", found) if found else UnclearMeant("not_a_choice")


def read_options(
    shown: Sequence[Option],
    text: str,
    vocabulary: Vocabulary,
    *,
    exclusive: Collection[str] = (),
) -> AnswerMeant | UnclearMeant:
    """All options that the message names, in the order in which they are shown.

    The answer's value is a tuple of keys; it is empty for "none". Options are parted by commas,
    semicolons, line ends, "&", "+" and the language's "and". The label of an option may hold any of
    them. "All" leaves out the options of `exclusive`. A part that is not understood makes the
    whole an UnclearPart.
    """
    words = vocabulary.normalise(text) if len(text) <= LONGEST else ""
    if not words:
        return UnclearMeant("not_a_choice")
    if whole := exact_option(shown, words, vocabulary):
        return _answer(shown, {str(whole.value)})
    if vocabulary.picking.is_all(words, len(shown)):
        return _answer(shown, {option.key for option in shown} - set(exclusive))
    if words in vocabulary.picking.none:
        return _none(shown, words, vocabulary)
    return _parts(shown, text, vocabulary)


def _found(options: Sequence[Option], words: str, vocabulary: Vocabulary) -> tuple[Option, ...]:
    named = set(_named(options, words, vocabulary))
    slipped = () if vocabulary.is_known(words) else _slipped(options, words, vocabulary)
    if not named and slipped and vocabulary.nearly_cries(words):
        return ()
    return tuple(option for option in options if option in named or option in slipped)


def _named(options: Sequence[Option], words: str, vocabulary: Vocabulary) -> Iterator[Option]:
    """Options that are meant by place, key, another word, or the beginning of the label."""
    number = vocabulary.number(words)
    figure = None if number is None else str(number)
    counted = vocabulary.picking.place(words, len(options))
    begun = figure is None and any(vocabulary.starts(words, one.label) for one in options)
    spanned = () if begun else spanning(options, words, vocabulary)
    for place, option in enumerate(options, start=1):
        if (
            place in (number, counted)
            or option.key in (words, figure)
            or vocabulary.means(words, option.key)
            or vocabulary.starts(words, option.label, counted is not None)
            or option in spanned
            or (not spanned and figure is not None and vocabulary.holds(figure, option.label))
        ):
            yield option


def _inside(options: Sequence[Option], words: str, vocabulary: Vocabulary) -> tuple[Option, ...]:
    """Options that the message is a part of; first those that say no more. Of many, none is."""
    sentences = vocabulary.sentences
    labels = [
        (option, label)
        for option in options
        for label in (vocabulary.normaliser.label(option.label),)
        # "No, I do want that" has more than a no in it.
        if not (vocabulary.means(label, "yes") or vocabulary.means(label, "no"))
    ]
    found = [option for option, label in labels if sentences.says_all(words, label)]
    if not found:
        found = [option for option, label in labels if sentences.says_part(words, label)]
    return tuple(found) if len(found) <= _MOST_INSIDE else ()


def _slipped(options: Sequence[Option], words: str, vocabulary: Vocabulary) -> tuple[Option, ...]:
    """Options whose label or other word the message is, but for one slip."""
    return tuple(
        option
        for option in options
        if is_slip(words, vocabulary.normaliser.label(option.label))
        or vocabulary.nearly_means(words, option.key)
    )


@dataclass(frozen=True, slots=True)
class _Piece:
    """What stands between two separators: as it was written, and normalised."""

    written: str
    words: str
    separator: str


def _parts(
    shown: Sequence[Option], text: str, vocabulary: Vocabulary
) -> AnswerMeant | UnclearMeant:
    pieces = _pieces(text, vocabulary)
    keys: set[str] = set()
    place = 0
    while place < len(pieces):
        end, label = _longest_label(shown, pieces, place, vocabulary)
        found = label or _one(shown, pieces[place], vocabulary)
        if isinstance(found, UnclearMeant):
            part = pieces[place].written.strip()
            return UnclearPart(found.problem, found.candidates, part=part)
        keys.add(str(found.value))
        place = end
    return _answer(shown, keys) if keys else UnclearMeant("not_a_choice")


def _pieces(text: str, vocabulary: Vocabulary) -> list[_Piece]:
    plain = vocabulary.normaliser.without_politeness(bare(text))
    parts = [*vocabulary.picking.separators.split(plain), ""]
    found: list[_Piece] = []
    for place in range(0, min(len(parts) - 1, 2 * _MOST_PARTS), 2):
        written = _BULLET.sub("", parts[place])
        if _FIGURES.fullmatch(written.strip()):
            found += [_Piece(figure, figure, "") for figure in written.split()]
        elif words := vocabulary.normalise(written):
            found.append(_Piece(written, words, parts[place + 1]))
    return found


def _longest_label(
    shown: Sequence[Option], pieces: list[_Piece], place: int, vocabulary: Vocabulary
) -> tuple[int, AnswerMeant | None]:
    """The option whose label the most pieces from this place are together, and the place after."""
    found = exact_option(shown, pieces[place].words, vocabulary)
    end = place + 1
    longest = max(len(option.label) for option in shown)
    joined = pieces[place].written
    for ahead in range(place + 1, len(pieces)):
        if len(joined) > 2 * longest:
            break
        joined += f" {pieces[ahead - 1].separator} {pieces[ahead].written}"
        if exact := exact_option(shown, vocabulary.normalise(joined), vocabulary):
            found, end = exact, ahead + 1
    return end, found


def _one(
    shown: Sequence[Option], piece: _Piece, vocabulary: Vocabulary
) -> AnswerMeant | UnclearMeant:
    if _RANGE.search(piece.written):
        return UnclearMeant("not_a_choice")
    return read_option(shown, piece.words, vocabulary)


def _answer(shown: Sequence[Option], keys: set[str]) -> AnswerMeant:
    chosen = [option for option in shown if option.key in keys]
    labels = "\n".join(option.label for option in chosen)
    return AnswerMeant(tuple(option.key for option in chosen), labels)


def _none(
    shown: Sequence[Option], words: str, vocabulary: Vocabulary
) -> AnswerMeant | UnclearMeant:
    """The option that says none of these; nothing where there is no such option."""
    found = read_option(shown, words, vocabulary)
    if isinstance(found, AnswerMeant):
        return _answer(shown, {str(found.value)})
    return found if found.problem == "two_meanings" else _answer(shown, set())
