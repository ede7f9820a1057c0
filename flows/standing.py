"""What stands in a conversation: the question, or the answers so far in its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.events import Answer, Asked, Held, Option, Question, ReviewLine
from flows.inputs import Control
from flows.route import Route
from flows.session import Session
from flows.steps import Many, Review


def standing(route: Route, session: Session) -> Asked | Held | None:
    """What stands, to be shown; None when the session is over."""
    if session.over:
        return None
    if session.waiting and not session.listing:
        return Held(session.turn)
    question = question_of(route, session.step, session.answers, session.ticks, session.listing)
    return Asked(session.step, session.turn, question)


def question_of(
    route: Route,
    step: str,
    answers: Mapping[str, Answer],
    ticks: tuple[str, ...],
    listing: bool,
) -> Question:
    """The question as it is shown now; with `listing` the list of answers in its place."""
    if listing:
        return listed(route, answers)
    here = route.questions.get(step)
    if here is None:
        return _reviewed(route, step, answers)
    question = route.question(step, answers)
    given = answers.get(step)
    if given is not None and given.status != "answered":
        question = replace(question, passed=given.status)
    return replace(question, ticked=ticks) if here.kind == Many.kind else question


def listed(route: Route, answers: Mapping[str, Answer]) -> Question:
    """All answers, to choose the one that is to be changed. What to say above is the caller's."""
    lines = lines_of(route, answers)
    return _review("", lines, options_of(lines), ("done", "pause", "talk", "stop"))


def lines_of(
    route: Route, answers: Mapping[str, Answer], before: int | None = None
) -> tuple[ReviewLine, ...]:
    """The answers in the flow's order; only those up to a place where `before` is given."""
    found = sorted((route.place[answer.step], answer) for answer in answers.values())
    return tuple(
        ReviewLine(
            answer.step,
            asked.text,
            "" if asked.sensitive else answer.label,
            answer.status,
            asked.sensitive,
            answer.kind,
            question.unit,
            question.most,
        )
        for place, answer in found
        if before is None or place < before
        for asked in (route.asked(answer.step),)
        for question in (asked.question(()),)
    )


def options_of(lines: tuple[ReviewLine, ...]) -> tuple[Option, ...]:
    """A button for each line: its number, and the question's text."""
    return tuple(Option(str(number), line.text) for number, line in enumerate(lines, start=1))


def _reviewed(route: Route, step: str, answers: Mapping[str, Answer]) -> Question:
    here = route.steps[step]
    if not isinstance(here, Review):
        raise ValueError(f"this flow asks nothing at {step!r}")  # noqa: TRY004
    back: tuple[Control, ...] = ("back",) if route.before(step, answers) else ()
    lines = lines_of(route, answers, route.place[step])
    return _review(here.text, lines, (), ("done", "change", *back, "pause", "talk", "stop"))


def _review(
    text: str,
    lines: tuple[ReviewLine, ...],
    options: tuple[Option, ...],
    controls: tuple[Control, ...],
) -> Question:
    return Question(
        kind=Review.kind,
        text=text,
        options=options,
        low="",
        high="",
        sensitive=any(line.sensitive for line in lines),
        controls=controls,
        answers=lines,
    )
