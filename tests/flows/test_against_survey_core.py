"""The questions that are asked are those that SurveyJS shows, for random forms with conditions.

SurveyJS (npm: survey-core) is another engine for forms with conditions. It is needed for this test
only: `npm ci --prefix tests/flows/oracle` puts it there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from flows import engine
from flows.definition import Flow
from flows.events import Asked
from tests.flows.random_forms import Form, form, inputs
from tests.flows.talking import CONTEXT

ORACLE = Path(__file__).parent / "oracle"
FEW, MANY = 150, 2_000
HALVES = 2
MUST = os.environ.get("CI", "").lower() not in ("", "0", "false")
"""Where every change is tested, the comparison may not be left out."""


def test_the_lock_of_the_oracle_has_a_hash_and_names_no_registry() -> None:
    lock = json.loads((ORACLE / "package-lock.json").read_text())
    asked = json.loads((ORACLE / "package.json").read_text())["dependencies"]
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert set(packages) == {f"node_modules/{name}" for name in asked}
    for name, one in packages.items():
        assert one["version"] == asked[name.removeprefix("node_modules/")]
        assert one["integrity"].startswith("sha512-")
        assert "resolved" not in one
    assert "://" not in (ORACLE / "package-lock.json").read_text()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_the_questions_that_are_asked_are_those_that_another_engine_shows(count: int) -> None:
    node = shutil.which("node")
    missing = None
    if node is None:
        missing = "there is no Node (node) to run survey-core with"
    elif not (ORACLE / "node_modules" / "survey-core").is_dir():
        missing = "survey-core is not installed; run: npm ci --prefix tests/flows/oracle"
    if missing is not None:
        assert not MUST, missing
        pytest.skip(missing)
    random = Random(20270330)
    forms = [form(random) for _ in range(count)]
    with ThreadPoolExecutor(HALVES) as halves:  # each waits for a process of its own
        parts = [forms[start::HALVES] for start in range(HALVES)]
        shown = halves.map(lambda part: shown_by_survey_core(str(node), part), parts)
    hidden = 0
    for part, answers in zip(parts, shown, strict=True):
        for one, theirs in zip(part, answers, strict=True):
            assert asked(one) == theirs, (one.flow, one.answers)
            hidden += len(theirs) < len(one.elements)
    assert hidden > count // 2


def shown_by_survey_core(node: str, forms: list[Form]) -> list[list[str]]:
    lines = "".join(
        json.dumps(
            {
                "elements": one.elements,
                "answers": {name: said for name, said in one.answers.items() if said is not None},
            }
        )
        + "\n"
        for one in forms
    )
    done = subprocess.run(
        [node, "visible.mjs"],
        cwd=ORACLE,
        input=lines,
        capture_output=True,
        text=True,
        timeout=500,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def asked(one: Form) -> list[str]:
    """The questions that a conversation asks when each is answered so."""
    flow = Flow.model_validate(one.flow)
    sprint = engine.start(flow, CONTEXT)
    found: list[str] = []
    while not sprint.session.over:
        [question] = [event for event in sprint.events if isinstance(event, Asked)]
        found.append(question.step)
        session = sprint.session
        for given in inputs(question.question.kind, one.answers[question.step], session.turn):
            sprint = engine.resume(flow, sprint.session, given, CONTEXT)
    return found
