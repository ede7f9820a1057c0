"""Proves a flow sound before anyone can send it.

That it only goes forward and ends is part of being a Flow (flows/definition.py). Here: every step
is reachable, every name and option in a condition exists where it is used, flags and measures are
ones that are known, and every text and button can be shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from jinja2 import Environment, TemplateError, nodes

from flows import facts
from flows.conditions import condition_faults
from flows.definition import Flow, flow_of
from flows.measures import measures
from flows.normalising import fold
from flows.problems import FlowError, Problem
from flows.reading import Document, Path, read
from flows.route import jumps
from flows.steps import AnyStep, Branch, Choice, End, FlagStep, QuestionStep, Rating, Say
from flows.steps.flag import TOPICS

LONGEST_LABEL: Final = 60
LONGEST_MESSAGE: Final = 2_000
_SPOKEN_FACTS: Final = ", ".join(f"{{{{ {fact} }}}}" for fact in sorted(facts.KNOWN))
_TEXTS: Final = Environment(autoescape=False)  # noqa: S701 - it only parses, and renders nothing


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that is wrong, before it has a line: where inside the step it is."""

    where: Path
    what: str
    mend: str


def check(text: str, source: str) -> tuple[Flow | None, list[Problem]]:
    """The flow in a YAML text, if it is one, and everything that is wrong with it, by line.

    It may be sent when there are no problems. `source` is the file's name.
    """
    try:
        document = read(text, source)
        flow = flow_of(document)
    except FlowError as error:
        return None, list(error.problems)
    return flow, check_flow(flow, document)


def check_flow(flow: Flow, document: Document) -> list[Problem]:
    """Everything that is wrong with a flow; the document gives the lines."""
    ancestors = _ancestors(flow)
    found = [
        document.problem(("steps", place, *fault.where), fault.what, fault.mend)
        for place, step in enumerate(flow.steps)
        for fault in _faults(flow, step, ancestors)
    ]
    return sorted(found, key=lambda problem: problem.line)


def _faults(flow: Flow, step: AnyStep, ancestors: Mapping[str, frozenset[str]]) -> Iterator[Found]:
    if step.id != flow.steps[0].id and not ancestors[step.id]:
        yield Found((), "no path leads to this step", "Let a step go to it, or take it away.")
    yield from _texts(step)
    yield from _conditions(flow, step, ancestors)
    if isinstance(step, QuestionStep | FlagStep):
        yield from _flags(step)
    if isinstance(step, QuestionStep):
        yield from _measure(step)
        yield from _keeps(step)
    if isinstance(step, Choice):
        yield from _labels(step)
    if isinstance(step, Branch):
        yield from _ways(step)


def _ancestors(flow: Flow) -> dict[str, frozenset[str]]:
    """For each step, those that some path passes on the way to it; nothing for an unreachable."""
    found: dict[str, frozenset[str]] = {step.id: frozenset() for step in flow.steps}
    first = flow.steps[0].id
    for step in flow.steps:  # a flow only goes forward, so each is complete when its turn comes
        if step.id != first and not found[step.id]:
            continue
        for target in _following(flow, step):
            found[target] |= found[step.id] | {step.id}
    return found


def _following(flow: Flow, step: AnyStep) -> set[str]:
    targets = {target for target, _ in jumps(step)}
    if isinstance(step, Branch):
        always = any(way.when is None for way in step.ways)
        return targets if always else targets | {flow.route.after[step.id]}
    return targets or (set() if isinstance(step, End) else {flow.route.after[step.id]})


def _texts(step: AnyStep) -> Iterator[Found]:
    if not isinstance(step, Say | QuestionStep | End):
        return
    where = (step.kind,)
    if len(step.text) > LONGEST_MESSAGE:
        what = f"the text has {len(step.text)} characters, and a message holds {LONGEST_MESSAGE}"
        yield Found(where, what, "Make two messages of it.")
    try:
        body = _TEXTS.parse(step.text).body
    except TemplateError as error:
        yield Found(where, f"the text has braces that mean nothing: {error}", _name_only())
        return
    for node in _parts(body):
        if isinstance(node, nodes.Name) and node.name not in facts.KNOWN:
            yield Found(where, f"the text names `{node.name}`, which is no fact", _name_only())
        elif not isinstance(node, nodes.Name | nodes.TemplateData):
            what = "the text has more than the name of a fact between its braces"
            yield Found(where, what, _name_only())


def _parts(body: list[nodes.Node]) -> Iterator[nodes.Node]:
    for node in body:
        if isinstance(node, nodes.Output):
            yield from node.nodes
        else:
            yield node


def _name_only() -> str:
    return f"A text can name {_SPOKEN_FACTS}."


def _conditions(
    flow: Flow, step: AnyStep, ancestors: Mapping[str, frozenset[str]]
) -> Iterator[Found]:
    answered = set(ancestors[step.id])
    if isinstance(step, QuestionStep):
        answered.add(step.id)
    for where, source in _sources(step):
        for what, mend in condition_faults(flow, source, answered):
            yield Found(where, what, mend)


def _sources(step: AnyStep) -> Iterator[tuple[Path, str]]:
    if isinstance(step, Branch):
        for number, way in enumerate(step.ways):
            if way.when is not None:
                yield ("branch", number, "when"), way.when
    elif isinstance(step, QuestionStep | FlagStep):
        for number, rule in enumerate(step.flags):
            if rule.when is not None:
                yield ("flag", number, "when"), rule.when


def _flags(step: QuestionStep | FlagStep) -> Iterator[Found]:
    for number, rule in enumerate(step.flags):
        if rule.topic not in TOPICS:
            what = f"`{rule.topic}` is not a topic that is known"
            yield Found(("flag", number, "topic"), what, f"It can be {', '.join(TOPICS)}.")


def _measure(step: QuestionStep) -> Iterator[Found]:
    if step.measure is None:
        return
    name, _, item = step.measure.partition(".")
    measure = measures().get(name)
    if measure is None:
        known = ", ".join(sorted(measures()))
        yield Found(("measure",), f"there is no measure `{name}`", f"There are: {known}.")
    elif item not in measure.items:
        known = ", ".join(measure.items)
        yield Found(("measure",), f"`{name}` has no item `{item}`", f"It has: {known}.")
    elif isinstance(step, Rating):
        asked = (step.scale.lowest, step.scale.highest)
        meant = (measure.scale.lowest, measure.scale.highest)
        if asked != meant:
            what = f"`{step.measure}` is rated from {meant[0]} to {meant[1]}"
            yield Found(("scale",), what, "Give the scale these ends.")


def _keeps(step: QuestionStep) -> Iterator[Found]:
    if step.keeps is None or not step.keeps.startswith("consent."):
        return
    keys = {option.key for option in step.shown}
    if not {"yes", "no"} <= keys:
        what = "a consent can be given and refused"
        yield Found(("keeps",), what, "Give it options with the keys yes and no.")
    if not step.required:
        yield Found(("keeps",), "a consent cannot be skipped", "Add `required: true`.")


def _labels(step: Choice) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for option in step.shown:
        where, words = ("options", option.key), fold(option.label)
        if len(option.label) > LONGEST_LABEL:
            what = f"the button has {len(option.label)} characters, and holds {LONGEST_LABEL}"
            yield Found(where, what, "Say it in fewer words.")
        if not words or "{{" in option.label or "{%" in option.label:
            what = "a button says words, and no more"
            yield Found(where, what, "Write a few words, without braces.")
        elif words in seen:
            what = f"two buttons say the same: `{seen[words]}` and `{option.key}`"
            yield Found(where, what, "Let each say something of its own.")
        seen.setdefault(words, option.key)


def _ways(step: Branch) -> Iterator[Found]:
    for number, way in enumerate(step.ways[:-1]):
        if way.when is None:
            what = "the ways after this one can never be taken"
            yield Found(("branch", number), what, "Give it a `when:`, or move it to the end.")
