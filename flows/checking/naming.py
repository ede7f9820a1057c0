"""Names: of steps and facts in conditions, of topics, of measures and consents."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from flows.checking.conditions import condition_faults, set_faults
from flows.checking.finding import Found
from flows.conditions import Names, conditions_of
from flows.expressions import condition
from flows.measures import Item, Measure, measures
from flows.steps import AnyStep, Choice, FlagStep, QuestionStep, Rating, SetStep, Text, YesNo
from flows.steps.flag import topic_fault
from flows.variables import asks_consent

_ALIKE: Final = ("eq", "ne", "in", "notin")


def name_faults(names: Names, step: AnyStep, before: Collection[str]) -> Iterator[Found]:
    """What is wrong with names in its conditions. `before` are the steps and names before it."""
    for where, source in conditions_of(step):
        own = {step.id} if where[0] == "flag" and isinstance(step, QuestionStep) else set()
        for what, mend in condition_faults(names, source, {*before, *own}):
            yield Found(where, what, mend)
    if isinstance(step, SetStep):
        for name, value in step.named.items():
            if isinstance(value, str):
                for what, mend in set_faults(names, value, before):
                    yield Found(("set", name), what, mend)
            if name in names.flow.route.steps:
                what = f"`{name}` is the id of a step, too"
                yield Found(("set", name), what, "Give it a name of its own.")


def flag_faults(step: AnyStep) -> Iterator[Found]:
    """Topics that nobody knows."""
    if isinstance(step, QuestionStep | FlagStep):
        for number, rule in enumerate(step.flags):
            if fault := topic_fault(rule.topic):
                yield Found(("flag", number, "topic"), *fault)


def own_words_warnings(names: Names, step: AnyStep) -> Iterator[Found]:
    """Conditions that wait for exact words where people write in words of their own."""
    for where, source in conditions_of(step):
        for one in condition(source).comparisons:
            texts = [text for text in one.constants if isinstance(text, str)]
            if texts and one.op in _ALIKE and isinstance(names.behind(one.name), Text):
                what = f"`{one.name}` in `{source}` is hardly ever just {texts[0]!r}"
                mend = "People write in their own words: ask with `choice:`, or do not compare."
                yield Found(where, what, mend, "warning")


def consent_faults(step: AnyStep) -> Iterator[Found]:
    """A consent that is not free: one must be able to refuse, and must not be able to pass by."""
    if not isinstance(step, QuestionStep) or not asks_consent(step):
        return
    keys = {option.key for option in step.shown}
    if not {"yes", "no"} <= keys:
        what = "a consent can be given and refused"
        yield Found(("keeps",), what, "Give it options with the keys yes and no.")
    if not step.required:
        yield Found(("keeps",), "a consent cannot be skipped", "Add `required: true`.")


def measure_faults(step: AnyStep) -> Iterator[Found]:
    """What keeps an answer from being counted for the measure that it is for."""
    if not isinstance(step, QuestionStep) or step.measure is None:
        return
    name, _, item = step.measure.partition(".")
    measure = measures().get(name)
    if measure is None:
        known = ", ".join(sorted(measures()))
        yield Found(("measure",), f"there is no measure `{name}`", f"There are: {known}.")
    elif item not in measure.items:
        known = ", ".join(measure.items)
        yield Found(("measure",), f"`{name}` has no item `{item}`", f"It has: {known}.")
    else:
        yield from _item_faults(step, measure, measure.items[item])


def _item_faults(step: QuestionStep, measure: Measure, item: Item) -> Iterator[Found]:
    if item.options is not None:
        yield from _option_faults(step, item)
    elif isinstance(step, Rating) and measure.scale is not None:
        asked = (step.scale.lowest, step.scale.highest)
        meant = (measure.scale.lowest, measure.scale.highest)
        if asked != meant:
            what = f"`{step.measure}` is rated from {meant[0]} to {meant[1]}"
            yield Found(("scale",), what, "Give the scale these ends.")
    else:
        what = f"`{step.measure}` is a rating, and this is none"
        yield Found((step.kind,), what, "Ask it with `rating:`.")
    if measure.official:
        yield from _wording_faults(step, measure, item)


def _wording_faults(step: QuestionStep, measure: Measure, item: Item) -> Iterator[Found]:
    if step.text != item.wording:
        what = f"`{step.measure}` is asked in the words of its source"
        yield Found((step.kind,), what, f"Ask \u201c{item.wording}\u201d.")
    meant = measure.ends_of((step.measure or "").partition(".")[2])
    if (
        isinstance(step, Rating)
        and None not in meant
        and (step.scale.low, step.scale.high) != meant
    ):
        what = f"the ends of `{step.measure}` have the words of its source"
        yield Found(("scale",), what, f"Write low: {meant[0]}, high: {meant[1]}.")


def _option_faults(step: QuestionStep, item: Item) -> Iterator[Found]:
    keys = tuple(item.options or ())
    if not isinstance(step, Choice | YesNo) or {option.key for option in step.shown} != {*keys}:
        what = f"`{step.measure}` has options of its own"
        yield Found(("options",), what, f"Give it the keys {', '.join(keys)}.")
