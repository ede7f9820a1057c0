"""The answer that a message begins with, where it goes on: "No not really, he hit me again"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.context import Context
from flows.meaning import AnswerMeant
from flows.steps import Choice, QuestionStep, YesNo
from flows.understanding import understood_as

_KINDS: Final = (YesNo.kind, Choice.kind)
_PUNCTUATION: Final = re.compile(
    "[,.;:!?()\\n\N{HORIZONTAL ELLIPSIS}\N{EM DASH}]+|\\s[-\N{EN DASH}]+\\s"
)
_LONGEST_RUN: Final = 8
"""Words without punctuation that an answer may have."""


def beginning(here: QuestionStep, text: str, context: Context) -> str:
    """The words at the beginning that clearly mean one option; "" where none do.

    They end at the first punctuation. Before it, they are a yes or no that a sentence follows:
    "no he hit me", and not "no idea". Whatever contradicts them further on makes them unclear:
    "No, I feel safe, he hit my brother". A mere time is none: "Today, he hit me".
    """
    if here.kind not in _KINDS:
        return ""
    first, *rest = [part.strip() for part in _PUNCTUATION.split(text) if part.strip()] or [""]
    said = first if rest and _option(here, first, context) else ""
    if not said:
        said = next(_runs(here, first, context), "")
        rest = [" ".join(first.split()[len(said.split()) :]), *rest]
    vocabulary = context.vocabulary
    if not said or vocabulary.normalise(said) in vocabulary.sentences.opening:
        return ""
    meant = _option(here, said, context)
    return "" if any(_says_otherwise(here, meant, part, context) for part in rest) else said


def _option(here: QuestionStep, words: str, context: Context) -> str:
    """The key of the one option that words mean; "" for none."""
    meaning = understood_as(here, words, context)
    return str(meaning.value) if isinstance(meaning, AnswerMeant) else ""


def _runs(here: QuestionStep, clause: str, context: Context) -> Iterator[str]:
    """What stands before a new sentence and begins with a plain yes or no, the longest first."""
    vocabulary, written = context.vocabulary, clause.split()
    sentences = vocabulary.sentences
    if not written or vocabulary.normalise(written[0]) not in sentences.leading:
        return
    for size in range(min(_LONGEST_RUN, len(written) - 1), 0, -1):
        follows = vocabulary.normalise(written[size]).split()[:1]
        run = " ".join(written[:size])
        if follows and sentences.goes_on.issuperset(follows) and _option(here, run, context):
            yield run


def _says_otherwise(here: QuestionStep, meant: str, part: str, context: Context) -> bool:
    """Whether a later part of the message means another option, by itself or in other words."""
    others = (part, *_runs(here, part, context))
    if any(_option(here, one, context) not in ("", meant) for one in others):
        return True
    vocabulary = context.vocabulary
    asked, said = vocabulary.normaliser.label(here.text), vocabulary.normalise(part)
    if meant == "no":
        return vocabulary.sentences.affirms(asked, said)
    yes = ("yes", here.yes_means) if isinstance(here, Choice) else ("yes",)
    return meant in yes and vocabulary.sentences.denies(asked, said)
