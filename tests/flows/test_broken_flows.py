"""Each message that an author can get, from a flow with just that wrong."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

import flows
from flows import mending
from flows.checking import Examined
from tests.flows.broken_flows import BROKEN, examined, expected, is_said, said

FLOWS = Path(flows.__file__).parent
STATEMENTS = (ast.Expr, ast.Return, ast.Raise)
MAKE = {"Found", "Doubt", "Problem", "ConditionSyntaxError", "wrong", "problem", "_wrong"}

SAY_OTHER_THINGS = {"diff.py", "diagram.py", "wording.py"}
"""They put a sound flow into words."""

WITHOUT_A_FILE = {
    'definition.py: raise FlowError([Problem(_STORED, 1, "", what, mend)]) from None': (
        "a stored flow was checked when it was stored"
    ),
    'reading.py: raise FlowError([Problem(source, 1, "", what, mend)]) from None': (
        "nested too deeply: watching ends where the recursion does, and its message is tested above"
    ),
}
"""What cannot be seen here, and why."""


def test_there_are_flows_for_far_more_than_forty_messages() -> None:
    messages = {message for text in BROKEN.values() for message in expected(text)}
    assert len(messages) >= 100


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_flow_gives_its_message_with_line_and_step(name: str) -> None:
    found = found_in(name)
    wanted = expected(BROKEN[name])
    assert wanted
    assert len(found.problems) == len(wanted), [said(problem) for problem in found.problems]
    for problem, message in zip(found.problems, wanted, strict=True):
        assert problem.file == f"{name}.yaml"
        assert is_said(problem, message), said(problem)
        assert problem.what
        assert problem.mend
    assert found.sound == all(message.startswith("warning, ") for message in wanted)


@dataclass(frozen=True)
class Site:
    """A statement in flows/ that gives a message to an author."""

    file: str
    function: str
    lines: range
    shown: str


def sites() -> Iterator[Site]:
    for file in [*FLOWS.glob("*.py"), *FLOWS.glob("steps/*.py"), *FLOWS.glob("checking/*.py")]:
        if file.name in SAY_OTHER_THINGS:
            continue
        source = file.read_text("utf-8")
        for function in ast.walk(ast.parse(source)):
            if isinstance(function, ast.FunctionDef):
                for node in ast.walk(function):
                    if isinstance(node, STATEMENTS) and any(map(gives, ast.walk(node))):
                        lines = range(node.lineno, (node.end_lineno or node.lineno) + 1)
                        shown = source.splitlines()[node.lineno - 1].strip()
                        yield Site(str(file), function.name, lines, f"{file.name}: {shown}")


def gives(node: ast.AST) -> bool:
    """Whether a message is made here."""
    if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple | ast.JoinedStr):
        return any(isinstance(inner, ast.JoinedStr) for inner in ast.walk(node))
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) in MAKE


@cache
def found_in(name: str) -> Examined:
    return examined(BROKEN[name], f"{name}.yaml")


def lines_run() -> Set[tuple[str, int]]:
    """The lines of messages that were run to find what is wrong with all broken flows."""
    watched = {(site.file, site.function) for site in sites()}
    run: set[tuple[str, int]] = set()

    def line(frame: FrameType, event: str, _arg: Any) -> Any:
        run.add((frame.f_code.co_filename, frame.f_lineno))
        return line

    def call(frame: FrameType, event: str, _arg: Any) -> Any:
        code = frame.f_code
        return line if (code.co_filename, code.co_name) in watched else None

    before = sys.gettrace()
    try:
        for name, text in BROKEN.items():
            sys.settrace(call)  # anew for each: recursion that is too deep ends it
            examined(text, f"{name}.yaml")
    finally:
        sys.settrace(before)
    return run


def test_every_message_has_a_broken_flow() -> None:
    run = lines_run()
    silent = {
        site.shown for site in sites() if not any((site.file, one) in run for one in site.lines)
    }
    assert silent - set(WITHOUT_A_FILE) == set()


def test_every_form_that_pydantic_finds_wrong_has_a_broken_flow() -> None:
    whats = {problem.what for name in BROKEN for problem in found_in(name).problems}
    known = [what for what, _ in mending._VALUES.values()]
    for what in [*known, mending._LIST, mending._OTHERWISE]:
        assert any(one.endswith(what) for one in whats), what
