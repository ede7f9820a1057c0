"""Ways through a flow as they are written down, without looking at what is answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from flows.checking.finding import Found
from flows.definition import Flow
from flows.steps import AnyStep, Branch, SetStep


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


def way_faults(flow: Flow, step: AnyStep, before: frozenset[str]) -> Iterator[Found]:
    """A step that no way leads to, and ways that come after one that is always taken."""
    if step.id != flow.steps[0].id and not before:
        yield Found((), "no path leads to this step", "Let a step go to it, or take it away.")
    if isinstance(step, Branch):
        for number, way in enumerate(step.ways[:-1]):
            if way.when is None:
                what = "the ways after this one can never be taken"
                yield Found(("branch", number), what, "Give it a `when:`, or move it to the end.")
