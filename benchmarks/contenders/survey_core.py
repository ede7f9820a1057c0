"""The same check-in as a form of SurveyJS, run by its own engine (survey-core) in Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.check_in import Asked, answer, questions
from benchmarks.running import ROOT

FOLDER: Final = ROOT / "tests" / "flows" / "oracle"
SCRIPT: Final = Path(__file__).with_name("survey_core.mjs")
TIMEOUT_S: Final = 120


@dataclass(frozen=True, slots=True)
class SurveyCore:
    """Answered questions a second: with forms in memory, and with forms that are stored."""

    alone: float
    coming_back: float


def missing() -> str:
    """What there is to do before it can be measured; "" when it can."""
    if shutil.which("node") is None:
        return "survey-core is left out: there is no Node (node)"
    if not (FOLDER / "node_modules" / "survey-core").is_dir():
        return "survey-core is left out; to install it: npm ci --prefix tests/flows/oracle"
    return ""


def measure(people: int, coming_back: int) -> SurveyCore:
    """One run, in a process of its own, whose start is not timed."""
    asked = {
        "form": {"pages": [{"elements": [_element(one)]} for one in questions()]},
        "people": [_answers(person) for person in range(people)],
        "coming_back": [_answers(person) for person in range(coming_back)],
    }
    done = subprocess.run(
        ["node", SCRIPT, FOLDER],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=True,
    )
    found = json.loads(done.stdout)
    return SurveyCore(found["alone"], found["coming_back"])


def _element(asked: Asked) -> dict[str, Any]:
    question = asked.question
    element = {"name": asked.step, "title": question.text}
    match question.kind:
        case "rating":
            values = [int(option.key) for option in question.options]
            ends = {"minRateDescription": question.low, "maxRateDescription": question.high}
            return {**element, "type": "rating", "rateValues": values, **ends}
        case "choice":
            choices = [{"value": one.key, "text": one.label} for one in question.options]
            return {**element, "type": "radiogroup", "choices": choices}
    return {**element, "type": "comment"}


def _answers(person: int) -> dict[str, Any]:
    return {
        asked.step: int(given) if asked.question.kind == "rating" else given
        for place, asked in enumerate(questions())
        for given in (answer(person, place),)
    }
