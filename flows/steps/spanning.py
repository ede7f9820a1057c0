"""Finding the option whose label spans the number that somebody wrote."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from flows.events import Option
from flows.numbers import read_number
from flows.vocabulary import Vocabulary

_FEWEST: Final = 2
"""Options with a span there must be, so that one number in one label is none."""


def spanning(options: Sequence[Option], words: str, vocabulary: Vocabulary) -> tuple[Option, ...]:
    """The options that the number of a normalised message belongs to: "I'm 42", "about 10 hours".

    None where the message says more than a number, or counts something else than the label does.
    """
    if not words:
        return ()
    spans = [(option, vocabulary.ranges.span(option.label)) for option in options]
    known = [(option, span) for option, span in spans if span is not None]
    if len(known) < _FEWEST:
        return ()
    said = _bare(words, vocabulary)
    found: list[Option] = []
    for option, span in known:
        beside = frozenset(vocabulary.normaliser.label(span.beside).split())
        left = " ".join(word for word in said if word not in beside)
        number = read_number(left, left, vocabulary, vocabulary.numerals.unit_in(span.beside))
        if isinstance(number, Decimal) and span.has(number):
            found.append(option)
    return tuple(found)


def _bare(words: str, vocabulary: Vocabulary) -> list[str]:
    """The message without a yes before it, and without small words."""
    said = vocabulary.picking.plain(words).split()
    begins = bool(said) and vocabulary.means(said[0], "yes")
    small = vocabulary.sentences.small
    return [word for word in said[begins:] if word not in small]
