"""Ways through a flow as they are written down, without looking at what is answered."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping

from flows.checking.finding import Found
from flows.definition import Flow
from flows.reading import Path
from flows.steps import AnyStep, Branch, End, SetStep


def before_each(flow: Flow) -> Mapping[str, frozenset[str]]:
    """For each step, the steps that some way passes before it, and the names that these set.

    A step that no way leads to has nothing before it, as the first has.
    """
    found: dict[str, frozenset[str]] = {step.id: frozenset() for step in flow.steps}
    first = flow.steps[0].id
    for step in flow.steps:  # a flow only goes forward, so each is complete when its turn comes
        if step.id != first and not found[step.id]:
            continue
        names = step.named if isinstance(step, SetStep) else ()
        for target in flow.route.leads_to(step.id):
            found[target] |= found[step.id] | {step.id, *names}
    return found


def unreached(flow: Flow, before: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The steps that no way leads to. `before` is what `before_each` found."""
    first = flow.steps[0].id
    return frozenset(step.id for step in flow.steps if step.id != first and not before[step.id])


def way_faults(flow: Flow, step: AnyStep, lost: Collection[str]) -> Iterator[Found]:
    """What is wrong with where the step leads. `lost` are the steps that no way leads to."""
    if step.id in lost:
        above = flow.steps[: flow.route.place[step.id]]
        led_to = any(one.id in lost and step.id in flow.route.leads_to(one.id) for one in above)
        if not led_to and not any(_ends_it(flow, one, lost) for one in above):
            yield Found((), "no path leads to this step", "Let a step go to it, or take it away.")
    elif _ends_it(flow, step, lost):
        what = f"`{step.id}` ends it for everybody; nothing below it is reached"
        yield Found((), what, "Give it a `when:`, or move it to the end.")
    if isinstance(step, Branch):
        yield from _branch_faults(step)


def _ends_it(flow: Flow, step: AnyStep, lost: Collection[str]) -> bool:
    """Whether it is an end in the middle, with steps below it that are all lost."""
    below = flow.steps[flow.route.place[step.id] + 1 :]
    return isinstance(step, End) and bool(below) and all(one.id in lost for one in below)


def _branch_faults(step: Branch) -> Iterator[Found]:
    for number, way in enumerate(step.ways[:-1]):
        if way.when is None:
            what = "the ways after this one can never be taken"
            yield Found(("branch", number), what, "Give it a `when:`, or move it to the end.")


def otherwise_warnings(
    flow: Flow, step: AnyStep, outcomes: Mapping[tuple[str, Path], Collection[Hashable]]
) -> Iterator[Found]:
    """A branch that some answers fall out of, where that does not look as if it was meant.

    One way that leads somebody off, and everybody else straight on, is meant. `outcomes` are those
    of each condition.
    """
    if not isinstance(step, Branch):
        return
    last = step.id, ("branch", len(step.ways) - 1, "when")
    following = flow.route.beside[step.id]
    off = len(step.ways) == 1 and step.ways[0].to != following
    if not off and step.ways[-1].when is not None and False in outcomes.get(last, ()):
        what = f"there is no way for everybody else: they go on at `{following}`, which comes next"
        mend = f"If that is meant, add a last way: {{to: {following}}}; or name another step there."
        yield Found((), what, mend, "warning")
