"""Finding the option that a typed message means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flows.events import Option
from flows.meaning import AnswerMeant, UnclearMeant
from flows.vocabulary import Vocabulary


def meant(option: Option) -> AnswerMeant:
    return AnswerMeant(option.key, option.label)


def pressed_option(options: Sequence[Option], choice: str) -> AnswerMeant | None:
    """The option of that key."""
    return next((meant(option) for option in options if option.key == choice), None)


def exact_option(
    options: Sequence[Option], words: str, vocabulary: Vocabulary
) -> AnswerMeant | None:
    """The option whose label, else whose key, the message is word for word.

    A key that is a number is left to `read_option`: options may be counted, too.
    """
    for option in options:
        if vocabulary.is_label(words, option.label):
            return meant(option)
    return None if words.isdecimal() else pressed_option(options, words)


def read_option(
    options: Sequence[Option], words: str, vocabulary: Vocabulary
) -> AnswerMeant | UnclearMeant:
    """The option that the message means by its number, its key, another word or its beginning."""
    if not words:
        return UnclearMeant("not_a_choice")
    found = tuple(_named(options, words, vocabulary))
    if not found:
        found = tuple(option for option in options if vocabulary.starts(words, option.label))
    if len(found) == 1:
        return meant(found[0])
    return UnclearMeant("two_meanings", found) if found else UnclearMeant("not_a_choice")


def _named(options: Sequence[Option], words: str, vocabulary: Vocabulary) -> Iterator[Option]:
    number = vocabulary.number(words)
    for place, option in enumerate(options, start=1):
        if place == number or option.key == words or vocabulary.means(words, option.key):
            yield option
