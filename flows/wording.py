"""The texts of a step that people read, and answers put into words for authors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from flows.conditions import Names
from flows.names import earlier_of
from flows.reading import Path
from flows.steps import (
    AnyStep,
    Choice,
    End,
    FlagStep,
    Many,
    Number,
    QuestionStep,
    Rating,
    Review,
    Say,
    Text,
    YesNo,
)
from flows.variables import ANYTHING

NO_ANSWER: Final = "no answer"


def texts_of(step: AnyStep) -> Iterator[tuple[Path, str]]:
    """Each text that has to be translated, and where in the step it stands."""
    yield from messages_of(step)
    yield from labels_of(step)
    if isinstance(step, QuestionStep | FlagStep):
        for number, rule in enumerate(step.flags):
            yield ("flag", number, "reason"), rule.reason


def messages_of(step: AnyStep) -> Iterator[tuple[Path, str]]:
    """What the step says; it may name facts."""
    if isinstance(step, Say | QuestionStep | Review | End):
        yield (step.kind,), step.text


def labels_of(step: AnyStep) -> Iterator[tuple[Path, str]]:
    """What stands on its buttons and at the ends of its scale, and what it counts."""
    if isinstance(step, Choice | Many):
        for key, label in step.options.items():
            yield ("options", key), label
    elif isinstance(step, YesNo):
        yield from (((step.kind,), option.label) for option in step.shown)
    elif isinstance(step, Rating) and step.scale.words:
        yield from ((("scale", "words", n), word) for n, word in enumerate(step.scale.words))
    elif isinstance(step, Rating):
        yield ("scale", "low"), step.scale.low
        yield ("scale", "high"), step.scale.high
    elif isinstance(step, Number) and step.unit is not None:
        yield ("unit",), step.unit


def answers_in_words(names: Names, about: str, values: Sequence[object]) -> str:
    """A class of answers, as short as it can be said: "0-3", "No / no answer", "any answer"."""
    step = names.question(about)
    answered = [value for value in values if value is not None]
    skipped = [NO_ANSWER] if len(answered) < len(values) else []
    if not answered:
        return NO_ANSWER
    if step is not None and earlier_of(about) is None and _is_all(step, answered):
        return "any answer" if skipped or step.required else "any answer given"
    if isinstance(step, Rating | Number):
        said = _ranges(step, answered)
    elif isinstance(step, Choice | YesNo):
        labels = {option.key: option.label for option in step.shown}
        said = [labels.get(str(value), str(value)) for value in answered]
    elif isinstance(step, Many):
        said = _ticked(step, answered)
    else:
        said = [_plain(names, about, step, value) for value in answered]
    return " / ".join([*said, *skipped])


def _is_all(step: QuestionStep, answered: Sequence[object]) -> bool:
    """Whether these are all answers that the step can have."""
    if isinstance(step, Choice | YesNo | Rating):
        return len(answered) == len(step.shown)
    return False


def _ranges(step: Rating | Number, answered: Sequence[object]) -> list[str]:
    """Numbers that follow each other as "0-3"; of a number with gaps between cases, too."""
    numbers = sorted(value for value in answered if isinstance(value, int | float))
    gap = 1 if isinstance(step, Rating) or not step.decimals else 10**-step.decimals
    runs: list[list[float]] = []
    for number in numbers:
        if runs and round(number - runs[-1][-1], 2) <= gap:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [f"{run[0]:g}" if len(run) == 1 else f"{run[0]:g}-{run[-1]:g}" for run in runs]


def _ticked(step: Many, answered: Sequence[object]) -> list[str]:
    sets = [value if isinstance(value, tuple) else () for value in answered]
    return [" + ".join(step.options[key] for key in ticks) or "nothing ticked" for ticks in sets]


def _plain(names: Names, about: str, step: QuestionStep | None, value: object) -> str:
    """A text, a date, or a fact's value."""
    if isinstance(value, tuple):
        return " + ".join(map(str, value)) or "an empty list"
    named = names.constants.get(about, frozenset())
    if value not in named and (value == ANYTHING or isinstance(step, Text)):
        return ANYTHING if named else "something"
    return str(value)
