"""Conditions: Jinja2's sandboxed expressions, kept to comparing answers, compiled once.

A condition names earlier steps and facts: `safe == 'no'`, `talk in ('week', 'today')`,
`heard < 3 and not fair is none`, `'ramp' in access_needs`. A question that was skipped or never
asked is `none`: equal to nothing else, neither below nor above any number, and with nothing in it.

`earlier('after-session', 'heard') < 3` names the answer of an earlier session: the last one of
that flow that the participant finished. It is `none` where there is no such session, and where
that one had no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, TypeVar, cast

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.parser import Parser
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment

from flows.miswriting import miswritten
from flows.names import EARLIER, earlier_of, plain, written

_Node = TypeVar("_Node", bound=nodes.Node)

LONGEST: Final = 2_000
"""Characters; an author writes fewer, but names grow where a flow is put into another."""

RESERVED: Final = frozenset(
    word
    for words in (
        *("and or not in is if else", "self super loop", "true false none True False None"),
        EARLIER,
    )
    for word in words.split()
)
"""Words that mean something else in a condition, so that no step can be named by them."""

_RESULT: Final = "result"
ORDERED: Final = ("gt", "gteq", "lt", "lteq")
_MEMBERSHIP: Final = ("in", "notin")
_HOW: Final = (
    "Compare answers with ==, !=, <, <=, >, >=, in, `is none`, and join them with "
    "and, or, not; for example: safe == 'no'."
)
_ALLOWED: Final = (
    nodes.Name,
    nodes.Const,
    nodes.Tuple,
    nodes.List,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Test,
    nodes.Neg,
    nodes.Add,
    nodes.Sub,
)


class ConditionSyntaxError(ValueError):
    """A condition that cannot be understood. `mend` says what to write instead."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(what)
        self.mend = mend


class ConditionError(Exception):
    """A condition could not be worked out for these answers. Its text repeats no answer."""


class Unanswered:
    """The value of a question without an answer: `none` in tests, comparable to anything."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return other is None or isinstance(other, Unanswered)

    def __hash__(self) -> int:
        return hash(None)

    def __bool__(self) -> bool:
        return False

    def _never(self, _other: object) -> bool:
        return False

    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = _never

    def _nothing(self, _other: object = None) -> Unanswered:
        return self

    __add__ = __radd__ = __sub__ = __rsub__ = __neg__ = _nothing


UNANSWERED: Final = Unanswered()


@dataclass(frozen=True, slots=True)
class Comparison:
    """`name` set against constants. `op` is Jinja2's (eq, ne, lt, lteq, gt, gteq, in, notin).

    Or it is what an author did not mean: `in_text` looks inside one text, `holds` inside the
    answer, and `is_list` asks whether an answer is a whole list.
    """

    name: str
    op: str
    constants: tuple[object, ...]


class Condition:
    """One compiled condition, and what it mentions.

    `names` are all names in it, `numbers` those that it orders or adds up, and `bare` those that
    stand alone, so that any answer makes them true. Among `names` an answer of an earlier session
    is `earlier.flow.step`; `earlier` has the flow and step of each.
    """

    __slots__ = ("_template", "bare", "comparisons", "earlier", "names", "numbers", "source")

    def __init__(self, source: str) -> None:
        tree = _parse(source)
        self.source = source
        self.names = frozenset(written(name.name) for name in _all(tree, nodes.Name))
        self.earlier = frozenset(found for name in self.names if (found := earlier_of(name)))
        self.comparisons = tuple(_comparisons(tree))
        self.numbers = frozenset(written(name) for name in _numbers(tree))
        self.bare = frozenset(written(name) for name in _bare(tree))
        self._template = _compiled(tree)

    def holds(self, names: Mapping[str, object]) -> bool:
        """Whether it is true for these values; ConditionError when it cannot be worked out.

        The names are as flows.names.inner has them; they are not changed.
        """
        return bool(self.value(names))

    def value(self, names: Mapping[str, object]) -> object:
        """What it comes to for these values; ConditionError when it cannot be worked out."""
        try:
            context = Context(_ENVIRONMENT, cast("dict[str, Any]", names), None, {})
            for _ in self._template.root_render_func(context):
                pass
            found = context.vars[_RESULT]
            bool(found)  # a name that is not known is only noticed when it is used
        except (TemplateError, TypeError) as error:  # their messages name types and names only
            raise ConditionError(written(str(error))) from None
        except (ArithmeticError, AttributeError, LookupError, RecursionError, ValueError) as error:
            raise ConditionError(type(error).__name__) from None
        return found


@lru_cache(maxsize=4096)
def condition(source: str) -> Condition:
    """The compiled condition; ConditionSyntaxError says what is wrong with it."""
    return Condition(source)


def _environment() -> SandboxedEnvironment:
    made = SandboxedEnvironment(undefined=StrictUndefined)
    made.globals = {}
    made.filters = {}
    made.tests = {"none": lambda value: value is None or value is UNANSWERED}
    return made


_ENVIRONMENT: Final = _environment()


def _parse(source: str) -> nodes.Expr:
    if len(source) > LONGEST:
        raise ConditionSyntaxError(
            f"the condition is longer than {LONGEST} characters", "Make it shorter."
        )
    try:
        parser = Parser(_ENVIRONMENT, plain(source), state="variable")
        tree = parser.parse_expression()
        rest = not parser.stream.eos
    except TemplateSyntaxError as error:  # its text has a line of its own, which means nothing here
        raise _not_understood(source, written(error.message or "")) from None
    except RecursionError:
        raise _not_understood(source, "it is nested too deeply") from None
    if rest:
        raise _not_understood(source, "something is left over at its end")
    for node in (tree, *tree.find_all(nodes.Node)):
        if not isinstance(node, _ALLOWED):
            raise _not_understood(source, f"{type(node).__name__} is not allowed in it")
        if isinstance(node, nodes.Test) and (node.name != "none" or node.args):
            raise _not_understood(source, f"`is {node.name}` is not allowed in it")
    return tree


def _compiled(tree: nodes.Expr) -> Template:
    """As Jinja2's compile_expression does it, which makes a copy of all names at each use."""
    tree.set_environment(_ENVIRONMENT)
    kept = nodes.Assign(nodes.Name(_RESULT, "store"), tree, lineno=1)
    return _ENVIRONMENT.from_string(nodes.Template([kept], lineno=1))


def _not_understood(source: str, why: str) -> ConditionSyntaxError:
    said, mend = miswritten(source) or (why, _HOW)
    return ConditionSyntaxError(f"the condition `{source}` cannot be understood: {said}", mend)


def _all(tree: nodes.Node, kind: type[_Node]) -> Iterator[_Node]:
    if isinstance(tree, kind):
        yield tree
    yield from tree.find_all(kind)


def _compared(tree: nodes.Node) -> Iterator[tuple[nodes.Node, str, nodes.Node]]:
    for compare in _all(tree, nodes.Compare):
        left: nodes.Node = compare.expr
        for operand in compare.ops:
            yield left, operand.op, operand.expr
            left = operand.expr


def _comparisons(tree: nodes.Node) -> Iterator[Comparison]:
    for left, op, right in _compared(tree):
        if isinstance(left, nodes.Name) and (constants := _constants(right)) is not None:
            yield Comparison(written(left.name), _meant(op, right), constants)
        elif isinstance(right, nodes.Name) and (constants := _constants(left)) is not None:
            yield Comparison(written(right.name), "holds" if op in _MEMBERSHIP else op, constants)


def _meant(op: str, right: nodes.Node) -> str:
    if op in _MEMBERSHIP:
        return op if isinstance(right, nodes.Tuple | nodes.List) else "in_text"
    return "is_list" if isinstance(right, nodes.Tuple | nodes.List) else op


def _constants(node: nodes.Node) -> tuple[object, ...] | None:
    if isinstance(node, nodes.Const):
        return (node.value,)
    if isinstance(node, nodes.Neg) and isinstance(node.node, nodes.Const):
        number = node.node.value
        return (-number,) if isinstance(number, int | float) else None
    if isinstance(node, nodes.Tuple | nodes.List):
        return tuple(item.value for item in node.items if isinstance(item, nodes.Const))
    return None


def _numbers(tree: nodes.Node) -> Iterator[str]:
    for left, op, right in _compared(tree):
        if op in ORDERED:
            yield from (side.name for side in (left, right) if isinstance(side, nodes.Name))
    for kind in (nodes.Add, nodes.Sub, nodes.Neg):
        for node in _all(tree, kind):
            yield from (name.name for name in node.find_all(nodes.Name))


def _bare(tree: nodes.Node) -> Iterator[str]:
    if isinstance(tree, nodes.Name):
        yield tree.name
    elif isinstance(tree, nodes.And | nodes.Or):
        yield from _bare(tree.left)
        yield from _bare(tree.right)
    elif isinstance(tree, nodes.Not):
        yield from _bare(tree.node)
