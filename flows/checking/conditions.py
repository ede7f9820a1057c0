"""Names in conditions: whether each can be known where it stands, whatever was answered."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from flows.checking.comparing import Fault, use_faults
from flows.conditions import Names
from flows.expressions import condition
from flows.facts import LISTS, fact_of
from flows.names import earlier_of
from flows.steps import QuestionStep


def condition_faults(names: Names, source: str, answered: Collection[str]) -> Iterator[Fault]:
    """What is wrong with it. `answered` are the steps and set names that come before it."""
    parsed = condition(source)
    for name in sorted(parsed.names):
        yield from _name(names, name, source, answered)
    for name in sorted(parsed.bare):
        if fact_of(name) is None or name in LISTS:
            yield f"`{name}` in `{source}` says nothing by itself", "Say which answer it must be."
    if not parsed.names:
        yield f"`{source}` is always the same", "Name a step, or leave the condition out."
    yield from use_faults(names, source)


def set_faults(names: Names, source: str, answered: Collection[str]) -> Iterator[Fault]:
    """What is wrong with an expression whose value is given a name."""
    for name in sorted(condition(source).names):
        yield from _name(names, name, source, answered)
    yield from use_faults(names, source)


def _name(names: Names, name: str, source: str, answered: Collection[str]) -> Iterator[Fault]:
    if fact_of(name) is not None:
        return
    if past := earlier_of(name):
        yield from _past(names, past)
    elif name in names.set:
        if name not in answered:
            yield f"`{name}` in `{source}` is not set before this", names.known(answered)
    elif name not in names.flow.route.steps and _is_option(names, name, source):
        mend = f"If an answer is meant, write it in quotation marks: '{name}'."
        yield f"`{name}` in `{source}` is neither a step nor a fact", mend
    elif name not in names.flow.route.steps:
        yield f"`{name}` in `{source}` is neither a step nor a fact", names.known(answered)
    elif names.question(name) is None:
        yield f"`{name}` in `{source}` is a step without an answer", names.known(answered)
    elif name not in answered:
        yield f"`{name}` in `{source}` is not asked before this", names.known(answered)


def _is_option(names: Names, name: str, source: str) -> bool:
    """Whether it is the key of an answer to a question that stands in the same condition."""
    questions = (names.behind(one) for one in condition(source).names)
    return any(
        option.key == name for step in questions if step is not None for option in step.shown
    )


def _past(names: Names, past: tuple[str, str]) -> Iterator[Fault]:
    owner, step = past
    if owner not in names.others:
        known = ", ".join(sorted(names.others))
        yield f"`earlier` names `{owner}`, which is no flow", f"There are {known}."
    elif names.question(".".join(("earlier", *past))) is None:
        asked = [one.id for one in names.others[owner].steps if isinstance(one, QuestionStep)]
        what = f"`earlier` names `{step}`, which is no question of `{owner}`"
        yield what, f"It asks {', '.join(asked)}."
