"""What conditions do with answers: whether such an answer is ever given, and is fit for it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Final, TypeAlias

from jinja2 import Environment, nodes

from flows.conditions import Names
from flows.expressions import ORDERED, Comparison, condition
from flows.facts import FACTS, LISTS, fact_of
from flows.names import plain, written
from flows.steps import Date, Many, Number, Photo, QuestionStep, Rating, Text
from flows.steps.date import iso_date

Fault: TypeAlias = tuple[str, str]
"""What is wrong, and how to mend it."""

_ENDLESS: Final = (Text, Number, Date, Photo)
"""Questions with more answers than can be looked at one by one."""

_NOT_MEANT: Final = {
    "in_text": ("looks for the answer inside one text", "With one option, write =="),
    "holds": ("looks inside the answer", "Write the name first, and the options after `in`"),
    "is_list": ("asks whether the answer is a whole list", "Write `in` for one of several"),
}
_PARSER: Final = Environment(autoescape=False)  # noqa: S701 - it only parses, and renders nothing


def use_faults(names: Names, source: str) -> Iterator[Fault]:
    """What is done with a name that its answer is not fit for."""
    parsed = condition(source)
    for name in sorted(parsed.numbers):
        if not _is_ordered(names, name):
            what = f"`{name}` in `{source}` is not a number, so it is neither more nor less"
            yield what, "Compare it with == or in; only ratings, numbers and dates have an order."
    for name in sorted(_between(source)):
        if _is_endless(names, name):
            what = f"`{name}` in `{source}` has too many answers to compare with another answer"
            yield what, f"Compare it with a fixed value, as in {_fixed(names, name)}."
    for comparison in parsed.comparisons:
        yield from _comparison(names, source, comparison)


def _is_ordered(names: Names, name: str) -> bool:
    return name in names.set or isinstance(names.question(name), Rating | Number | Date)


def _is_list(names: Names, name: str) -> bool:
    return name in LISTS or isinstance(names.question(name), Many)


def _is_endless(names: Names, name: str) -> bool:
    fact = fact_of(name)
    if fact is not None:
        return fact.holds in ("text", "list")
    return isinstance(names.question(name), _ENDLESS)


def _fixed(names: Names, name: str) -> str:
    match names.question(name):
        case Number():
            return f"{name} < 18"
        case Date():
            return f"{name} < '2027-03-30'"
        case Photo() | Text():
            return f"{name} is none"
    return f"{name} == 'this'"


@lru_cache(maxsize=4096)
def _between(source: str) -> frozenset[str]:
    """The names that are compared with other names, or added up."""
    tree = _PARSER.parse(f"{{{{ {plain(source)} }}}}")
    found: set[str] = set()
    for kind in (nodes.Add, nodes.Sub, nodes.Neg):
        for node in tree.find_all(kind):
            found.update(_names(node))
    for compare in tree.find_all(nodes.Compare):
        sides: list[nodes.Node] = [compare.expr, *(operand.expr for operand in compare.ops)]
        for left, right in pairwise(sides):
            if _names(left) and _names(right):
                found |= _names(left) | _names(right)
    return frozenset(map(written, found))


def _names(node: nodes.Node) -> set[str]:
    inside = {name.name for name in node.find_all(nodes.Name)}
    return inside | {node.name} if isinstance(node, nodes.Name) else inside


def _comparison(names: Names, source: str, comparison: Comparison) -> Iterator[Fault]:
    name, op = comparison.name, comparison.op
    step = names.behind(name)
    if _is_list(names, name):
        yield from _looked_in(names, source, comparison)
        return
    if op in _NOT_MEANT:
        what, mend = _NOT_MEANT[op]
        yield f"`{source}` {what}", f"{mend}: {name} == 'this', {name} in ('this', 'that')."
        return
    fact = fact_of(name)
    if fact is not None and fact.holds in ("yes_no", "one_of"):
        yield from _of_fact(name, source, comparison)
    if step is None or (op in ORDERED and not _is_ordered(names, name)):
        return
    for value in comparison.constants:
        if value is not None or op not in ("eq", "ne"):
            yield from _value(name, step, source, value)


def _of_fact(name: str, source: str, comparison: Comparison) -> Iterator[Fault]:
    values = FACTS[name].values or ("yes", "no")
    for value in comparison.constants:
        if value is not None and value not in values:
            yield f"`{name}` in `{source}` is never {value!r}", f"It can be {', '.join(values)}."


def _looked_in(names: Names, source: str, comparison: Comparison) -> Iterator[Fault]:
    """A list of ticks is only looked into: `'garden' in liked`."""
    name = comparison.name
    if comparison.op != "holds" and comparison.constants != (None,):
        what = f"`{name}` in `{source}` is a list of all that was ticked"
        yield what, f"Look into it: 'this' in {name}."
        return
    step = names.question(name)
    keys = [option.key for option in step.shown] if step is not None else []
    for value in comparison.constants:
        if comparison.op == "holds" and keys and value not in keys:
            what = f"`{name}` in `{source}` never has {value!r}"
            yield what, f"Its options are {', '.join(keys)}."


def _value(name: str, step: QuestionStep, source: str, value: object) -> Iterator[Fault]:
    if fits := _never_fits(name, step, value):
        yield f"`{name}` in `{source}` is never {value!r}", fits


def _never_fits(name: str, step: QuestionStep, value: object) -> str:
    """What its answers are, where this cannot be one; else ""."""
    match step:
        case Rating():
            ends = step.scale.lowest, step.scale.highest
            is_one = type(value) is int and ends[0] <= value <= ends[1]
            return "" if is_one else f"It is a number from {ends[0]} to {ends[1]}."
        case Number():
            return _never_number(step, value)
        case Date():
            return "" if iso_date(value) else "It is a date: write it as '2027-03-30'."
        case Text():
            return "" if isinstance(value, str) else "It is text: put it in quotation marks."
        case Photo():
            return f"Only ask whether there is one: {name} is none."
    return _never_option([option.key for option in step.shown], value)


def _never_option(keys: list[str], value: object) -> str:
    if isinstance(value, bool):
        word = "yes" if value else "no"
        if word in keys:
            return f"Write '{word}' in quotation marks."
    return "" if value in keys else f"Its options are {', '.join(keys)}."


def _never_number(step: Number, value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "It is a number: write it in digits, without quotation marks."
    is_one = step.lowest <= value <= step.highest
    return "" if is_one else f"It is a number from {step.lowest} to {step.highest}."
