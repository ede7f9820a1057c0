"""A condition in plain words: `safe == 'no'` is "the answer to `safe` is “No”"."""

from __future__ import annotations

from typing import Final

from jinja2 import Environment, TemplateError, nodes

from flows.conditions import Names
from flows.facts import fact_of
from flows.names import earlier_of, plain, written

_PARSER: Final = Environment(autoescape=False)  # noqa: S701 - it only parses, and renders nothing
_WORDS: Final = {
    "eq": "is",
    "ne": "is not",
    "in": "is",
    "notin": "is not",
    "lt": "is less than",
    "lteq": "is at most",
    "gt": "is more than",
    "gteq": "is at least",
}


def in_words(names: Names, source: str) -> str:
    """The condition as a coordinator would say it; as it is written where that gets too long."""
    try:
        output = _PARSER.parse(f"{{{{ {plain(source)} }}}}").body[0]
        assert isinstance(output, nodes.Output)
        return _said(names, output.nodes[0])
    except (_TooIntricate, TemplateError):
        return f"`{source}`"


class _TooIntricate(Exception):  # noqa: N818 - nothing is wrong with the condition
    pass


def _said(names: Names, node: nodes.Node) -> str:
    match node:
        case nodes.And() | nodes.Or():
            joined = " and " if isinstance(node, nodes.And) else " or "
            sides = [_side(names, node, side) for side in (node.left, node.right)]
            return joined.join(sides)
        case nodes.Not(node=nodes.Test(name="none") as test):
            return f"{_subject(names, test.node)} is known"
        case nodes.Test(name="none"):
            return f"{_subject(names, node.node)} is not known"
        case nodes.Compare() if len(node.ops) == 1:
            return _compared(names, node.expr, node.ops[0])
        case nodes.Name():
            return f"{_subject(names, node)} is known"
    raise _TooIntricate


def _side(names: Names, around: nodes.Node, side: nodes.Node) -> str:
    if isinstance(side, nodes.And | nodes.Or) and type(side) is not type(around):
        raise _TooIntricate  # it would need brackets, which nobody says
    return _said(names, side)


def _compared(names: Names, left: nodes.Node, operand: nodes.Operand) -> str:
    if isinstance(left, nodes.Const) and isinstance(operand.expr, nodes.Name):
        about = written(operand.expr.name)
        has = "has" if operand.op == "in" else "does not have"
        return f"{_subject(names, operand.expr)} {has} {_value(names, about, left.value)}"
    if not isinstance(left, nodes.Name):
        raise _TooIntricate
    about = written(left.name)
    values = [_value(names, about, value) for value in _constants(operand.expr)]
    ordered = operand.op not in ("eq", "ne", "in", "notin")
    kind = names.question(about)
    words = _WORDS[operand.op]
    if ordered and kind is not None and kind.kind == "date":
        words = {"lt": "is before", "gt": "is after"}.get(operand.op, words)
    return f"{_subject(names, left)} {words} {' or '.join(values)}"


def _constants(node: nodes.Node) -> list[object]:
    if isinstance(node, nodes.Const):
        return [node.value]
    if isinstance(node, nodes.Tuple | nodes.List) and node.items:
        return [value for item in node.items for value in _constants(item)]
    raise _TooIntricate


def _subject(names: Names, node: nodes.Node) -> str:
    if not isinstance(node, nodes.Name):
        raise _TooIntricate
    name = written(node.name)
    if past := earlier_of(name):
        return f"the answer to `{past[1]}` in the last `{past[0]}`"
    if fact_of(name) is not None or name in names.set:
        return f"`{name}`"
    return f"the answer to `{name}`"


def _value(names: Names, about: str, value: object) -> str:
    step = names.question(about)
    labels = {option.key: option.label for option in step.shown} if step is not None else {}
    if isinstance(value, str):
        return f"\u201c{labels.get(value, value)}\u201d"
    return "nothing" if value is None else str(value)
