"""Whether a condition can be worked out where it stands, whatever was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from flows import facts
from flows.definition import Flow
from flows.expressions import ORDERED, Comparison, condition
from flows.steps import QuestionStep, Rating, Text

_NOT_MEANT: Final = {
    "in_text": ("looks for the answer inside one text", "With one option, write =="),
    "holds": ("looks inside the answer", "Write the name first, and the options after `in`"),
    "is_list": ("asks whether the answer is a whole list", "Write `in` for one of several"),
}


def condition_faults(
    flow: Flow, source: str, answered: Collection[str]
) -> Iterator[tuple[str, str]]:
    """What is wrong with it, and how to mend it. `answered` are the steps that come before it."""
    parsed = condition(source)
    for name in sorted(parsed.names - facts.KNOWN):
        step = flow.route.steps.get(name)
        if step is None:
            yield f"`{name}` in `{source}` is neither a step nor a fact", _known(flow, answered)
        elif not isinstance(step, QuestionStep):
            yield f"`{name}` in `{source}` is a step without an answer", _known(flow, answered)
        elif name not in answered:
            yield f"`{name}` in `{source}` is not asked before this", _known(flow, answered)
    for name in sorted(parsed.numbers):
        if not isinstance(flow.route.steps.get(name), Rating):
            what = f"`{name}` in `{source}` is not a number, so it is neither more nor less"
            yield what, "Compare it with == or in; only ratings are numbers."
    for name in sorted(parsed.bare - facts.KNOWN):
        yield f"`{name}` in `{source}` says nothing by itself", "Say which answer it must be."
    if not parsed.names:
        yield f"`{source}` is always the same", "Name a step, or leave the condition out."
    for comparison in parsed.comparisons:
        yield from _comparison(flow, source, comparison)


def _known(flow: Flow, answered: Collection[str]) -> str:
    steps = [step.id for step in flow.steps if step.id in answered]
    asked = [step for step in steps if isinstance(flow.route.steps[step], QuestionStep)]
    return f"It can name {', '.join([*asked, *sorted(facts.KNOWN)])}."


def _comparison(flow: Flow, source: str, comparison: Comparison) -> Iterator[tuple[str, str]]:
    name, op = comparison.name, comparison.op
    step = flow.route.steps.get(name)
    if op in _NOT_MEANT:
        what, mend = _NOT_MEANT[op]
        yield f"`{source}` {what}", f"{mend}: {name} == 'this', {name} in ('this', 'that')."
    if not isinstance(step, QuestionStep) or (op in ORDERED and not isinstance(step, Rating)):
        return
    for value in comparison.constants:
        if value is not None or op not in ("eq", "ne"):
            yield from _value(step, source, value)


def _value(step: QuestionStep, source: str, value: object) -> Iterator[tuple[str, str]]:
    what = f"`{step.id}` in `{source}` is never {value!r}"
    if isinstance(step, Rating):
        lowest, highest = step.scale.lowest, step.scale.highest
        if type(value) is not int or not lowest <= value <= highest:
            yield what, f"It is a number from {lowest} to {highest}."
    elif isinstance(step, Text):
        if not isinstance(value, str):
            yield what, "It is text: put it in quotation marks."
    elif value not in (keys := [option.key for option in step.shown]):
        yield what, f"Its options are {', '.join(keys)}."
