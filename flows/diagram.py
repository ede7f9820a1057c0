"""A flow as a Mermaid diagram: the steps, what leads from one to the next, and flags.

A step's condition is a box of its own, from which a dotted arrow goes round the step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from flows.definition import Flow
from flows.route import Route
from flows.steps import AnyStep, Branch, End, FlagStep, QuestionStep, Review, Say, SetStep

_LONGEST: Final = 60
_NAMED: Final = re.compile(r"\{\{\s*(.*?)\s*\}\}")


def mermaid(flow: Flow) -> str:
    """The text of the diagram, as https://mermaid.js.org describes flowcharts."""
    route = flow.route
    lines = ["flowchart TD"]
    for place, step in enumerate(flow.steps):
        if step.when is not None:
            lines.append(f'  w{place}{{"{_plain(step.when)}?"}}')
        lines.append(f"  s{place}{_box(step)}")
    for place, step in enumerate(flow.steps):
        if step.when is not None:
            lines.append(f'  w{place} -->|"yes"| s{place}')
            lines.append(f'  w{place} -.->|"no"| {_way_in(route, route.beside[step.id])}')
        for target, label in _arrows(route, step):
            said = f'|"{_plain(label)}"|' if label else ""
            lines.append(f"  s{place} -->{said} {_way_in(route, target)}")
    flagged = [
        f"s{place}"
        for place, step in enumerate(flow.steps)
        if isinstance(step, QuestionStep | FlagStep) and step.flags
    ]
    if flagged:
        lines += ["  classDef flags stroke-width:3px", f"  class {','.join(flagged)} flags"]
    return "\n".join(lines) + "\n"


def _box(step: AnyStep) -> str:
    said = _said(step)
    if isinstance(step, QuestionStep | FlagStep):
        for rule in step.flags:
            when = f" when {rule.when}" if rule.when and isinstance(step, FlagStep) else ""
            said += f"<br/>raises: {rule.level}, {rule.topic}{when}"
    text = "<br/>".join(_plain(part) for part in said.split("<br/>"))
    match step:
        case Branch():
            return f'{{"{text}"}}'
        case End():
            return f'(["{text}"])'
        case FlagStep():
            return f'[/"{text}"/]'
        case QuestionStep() | Review():
            return f'["{text}"]'
    return f'("{text}")'


def _said(step: AnyStep) -> str:
    if isinstance(step, Say | QuestionStep | Review | End):
        words = " ".join(_NAMED.sub(r"(\1)", step.text).split())
        short = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 3].rstrip()}..."
        return f"{step.id}<br/>{short}"
    if isinstance(step, SetStep):
        return (
            f"{step.id}<br/>{', '.join(f'{name} = {value}' for name, value in step.named.items())}"
        )
    return step.id


def _way_in(route: Route, step: str) -> str:
    """What an arrow to the step points at: its condition, where it has one."""
    return f"{'s' if route.steps[step].when is None else 'w'}{route.place[step]}"


def _arrows(route: Route, step: AnyStep) -> Iterator[tuple[str, str]]:
    """Where each arrow goes, and what stands on it."""
    if isinstance(step, Branch):
        for way in step.ways:
            yield way.to, way.when or ""
        if all(way.when is not None for way in step.ways):
            yield route.after[step.id], "otherwise"
    elif not isinstance(step, End):
        yield route.after[step.id], ""


def _plain(text: str) -> str:
    """The text with no sign that means something to Mermaid."""
    signs = {"#": "#35;", '"': "#quot;", "<": "#lt;", ">": "#gt;", "{": "#123;", "}": "#125;"}
    return "".join(signs.get(sign, sign) for sign in text.replace("\n", " "))
