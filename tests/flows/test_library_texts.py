"""The check-ins that come with it: what they promise, how they read, how they can be typed."""

from __future__ import annotations

import re

import pytest

from flows import engine
from flows.definition import Flow
from flows.library import library
from flows.meaning import AnswerMeant, UnclearMeant
from flows.measures import measures
from flows.reading_age import LIMIT, reading_age
from flows.session import Session
from flows.steps import Choice, End, Many, QuestionStep, Review, Say, Text
from flows.steps.spanning import spanning
from tests.flows.talking import CONTEXT

FLOWS = sorted(library())
QUESTIONS = [
    (flow, step)
    for flow in library().values()
    for step in flow.steps
    if isinstance(step, QuestionStep)
]
ASKED = pytest.mark.parametrize(
    ("flow", "step"), QUESTIONS, ids=[f"{flow.name}:{step.id}" for flow, step in QUESTIONS]
)
READ_BY = "read by {{ facilitator }}"
READ_BY_WHOEVER_COMES = "Whoever is in touch with you will read your answers"
HOW = "how-to-reach-you"
"""It follows a flag, and a flag may be kept from the facilitator."""


def texts(flow: Flow) -> list[str]:
    """Everything that a flow says in a message."""
    return [step.text for step in flow.steps if isinstance(step, Say | QuestionStep | Review | End)]


def own_texts(flow: Flow) -> list[str]:
    """Without the words of others, which stand as they were published."""
    official = {
        item.wording for one in measures().values() if one.official for item in one.items.values()
    }
    official |= {one.intro for one in measures().values() if one.intro}
    return [text for text in texts(flow) if " ".join(text.split()) not in official]


def said_before(flow: Flow, step: str) -> list[str]:
    """What is said above a step, in the flow's order, the nearest last."""
    place = flow.route.place[step]
    return [one.text for one in flow.steps[:place] if isinstance(one, Say)]


def test_who_reads_it_is_said_before_a_sensitive_question() -> None:
    for flow, step in QUESTIONS:
        if step.sensitive:
            said = READ_BY_WHOEVER_COMES if flow.name == HOW else READ_BY
            assert said in " ".join(said_before(flow, step.id)), f"{flow.name}: {step.id}"


def test_the_facilitator_is_not_named_where_it_may_be_kept_from_them() -> None:
    assert "facilitator" not in " ".join(texts(library()[HOW]))


def test_what_happens_next_is_said_right_before_a_question_about_danger() -> None:
    asked = [
        (flow, step)
        for flow, step in QUESTIONS
        if step.sensitive
        and not step.contact
        and any(rule.level != "routine" for rule in step.flags)
    ]
    assert {flow.name for flow, _ in asked} == {
        "access-needs",
        "after-session",
        "aftercare-follow-up",
        "end-of-project",
        "monthly-outcomes",
        "staff-session-feedback",
        "weekly-wellbeing",
    }
    for flow, step in asked:
        said = said_before(flow, step.id)[-1]
        assert "I will let a person know straight away" in said, f"{flow.name}: {step.id}"
        assert "I will tell you who" in said


def test_the_limit_of_confidence_is_said_where_somebody_is_asked_if_they_are_safe() -> None:
    for flow, step in QUESTIONS:
        if step.id == "safety.safe":
            said = said_before(flow, step.id)[-1]
            assert "there is one limit to what we keep to ourselves" in said
            assert "If somebody may come to harm, we have to act." in said


@pytest.mark.parametrize("name", [name for name in FLOWS if name != HOW])
def test_it_ends_by_saying_who_reads_it_and_how_to_go_on(name: str) -> None:
    *_, thanks = [
        step.text
        for step in library()[name].steps
        if isinstance(step, End) and step.id not in ("goodbye", "another_time", "somebody_else")
    ]
    assert READ_BY in thanks
    promised = ("write to me", "write “help”", "you can ask {{ facilitator }}", "Ask {{ fac")
    assert any(words in thanks or words.capitalize() in thanks for words in promised)


@pytest.mark.parametrize("name", FLOWS)
def test_nothing_is_promised_that_no_software_can_keep(name: str) -> None:
    for text in texts(library()[name]):
        assert not re.search(
            r"\b(always be there|right away|immediately|nobody will ever|guarantee|promise|"
            r"anonymous|confidential|secure)\b",
            text,
            re.I,
        )


def test_the_welcome_tells_the_limits_before_it_asks_for_consent() -> None:
    told = " ".join(said_before(library()["welcome"], "consent"))
    for said in (
        "computer program",
        "read by {{ facilitator }}",
        "worried about somebody's safety",
        "We have to act on it",
        "We will talk to you first, unless that would put somebody in more danger",
        "somebody other than {{ facilitator }}",
        "write “help”",
    ):
        assert said in told
    asked = library()["welcome"].route.asked("consent")
    assert (asked.required, asked.keeps) == (True, "consent.check_ins")


def test_about_you_says_why_it_asks_who_sees_it_and_that_small_groups_are_not_shown() -> None:
    told = " ".join(said_before(library()["about-you"], "ethnic_group"))
    for said in (
        "heard less often",
        "You do not have to answer",
        "read by {{ facilitator }} and the people who run the project",
        "never show a group of fewer than five",
    ):
        assert said in told


@pytest.mark.parametrize("name", FLOWS)
def test_it_reads_plainly_aloud(name: str) -> None:
    for text in own_texts(library()[name]):
        assert "!" not in text
        assert not re.search(r"\b(please note|concern|appropriate|regarding|utilise)\b", text, re.I)
        for sentence in re.split(r"[.?:]\s", text):
            assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("name", FLOWS)
def test_a_reader_of_eleven_understands_it(name: str) -> None:
    for text in own_texts(library()[name]):
        if len(text.split()) > 6:  # of a shorter one the formula says little
            assert (reading_age(text) or 0) <= LIMIT, text


@pytest.mark.parametrize("name", FLOWS)
def test_no_sentence_begins_with_a_fact(name: str) -> None:
    """Facts may be words such as "the team", which would stand there without a capital."""
    for text in texts(library()[name]):
        assert not re.search(r"(^|[.?]\s+|\n)\{\{", text)


def _may_be_counted(step: QuestionStep, text: str) -> bool:
    """Whether a number may be what a label spans as well as the place of an option."""
    return len(step.shown) > 1 and bool(spanning(step.shown, text, CONTEXT.vocabulary))


@ASKED
def test_every_button_can_be_typed(flow: Flow, step: QuestionStep) -> None:
    session = Session(flow.name, flow.version, step.id, 1, "asking", {})
    for place, option in enumerate(step.shown, start=1):
        number = str(place) if isinstance(step, Choice | Many) else option.key
        for text in (option.label, option.label.upper() + ".", number):
            meant = engine.understand(flow, session, text, CONTEXT)
            if isinstance(meant, UnclearMeant) and _may_be_counted(step, text):
                assert option in meant.candidates  # "3" may be an age, or the third of the ages
                continue
            assert isinstance(meant, AnswerMeant), text
            assert meant.label == option.label
        if not isinstance(step, Many):
            pressed = step.pressed(option.key)
            assert pressed is not None
            assert pressed.label == option.label


@ASKED
def test_every_question_but_consent_can_be_left_out(flow: Flow, step: QuestionStep) -> None:
    assert step.required == bool(step.keeps and step.keeps.startswith("consent."))
    if isinstance(step, Text):
        assert not step.required


def test_what_another_hand_may_read_first_says_nothing_of_an_earlier_contact() -> None:
    flow = library()["aftercare-follow-up"]
    opening = [*said_before(flow, "good_time"), flow.route.asked("good_time").text]
    told = re.compile(r"safe|worr|upset|help|harm|touch|contact|said|danger|abuse|flag", re.I)
    assert not told.search(" ".join(opening))
