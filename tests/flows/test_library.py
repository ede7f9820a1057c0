"""The check-ins that come with it: what they ask, what raises a flag, what they keep."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows import engine
from flows.events import Asked, Ended, Flagged
from flows.library import library, library_document, library_texts, part_texts
from flows.measures import measures
from flows.steps import Choice, QuestionStep, Rating, Review
from tests.flows.talking import CONTEXT, Talk, only

QUESTIONS = [
    (flow, step)
    for flow in library().values()
    for step in flow.steps
    if isinstance(step, QuestionStep)
]
TEAM = replace(CONTEXT, facts={"name": "Jo", "facilitator": "Sam", "cohort": "the garden"})


def at(flow: str, step: str) -> Talk:
    """A conversation that has come to a step, answers before it as `WAY_TO` has them."""
    talk = Talk(library()[flow], TEAM)
    ways = WAY_TO.get(flow, {})
    while talk.asked.step != step:
        talk.press(ways.get(talk.asked.step, "~skip"))
    return talk


WAY_TO = {
    "welcome": {"consent": "yes"},
    "aftercare-follow-up": {"good_time": "yes", "contacted": "yes"},
    "four-principles": {"unwelcome": "bit"},
    "choose-measures": {"upset": "yes"},
    "we-said-we-did": {"upset": "yes"},
    "staff-session-feedback": {"worried": "unsure"},
    "ground-rules": {"agree": "yes"},
    "access-needs": {"helper": "no"},
}
"""What has to be answered for the steps below to be asked; the rest is skipped."""


def test_every_flow_that_a_project_needs_is_there() -> None:
    assert set(library()) == {
        "about-you",
        "access-needs",
        "after-session",
        "aftercare-follow-up",
        "choose-measures",
        "end-of-project",
        "four-principles",
        "ground-rules",
        "how-to-reach-you",
        "monthly-outcomes",
        "staff-session-feedback",
        "we-said-we-did",
        "weekly-wellbeing",
        "welcome",
    }


def test_each_file_is_named_after_its_flow() -> None:
    assert {source.removesuffix(".yaml") for source in library_texts()} == set(library())


def test_parts_can_be_called_and_are_sent_to_nobody() -> None:
    assert set(part_texts()) == {"are-you-safe.yaml", "get-in-touch.yaml"}
    assert not {source.removesuffix(".yaml") for source in part_texts()} & set(library())
    part = library_document("get-in-touch")
    assert part is not None
    assert part.source == "parts/get-in-touch.yaml"
    assert library_document("not-there") is None


def test_after_a_session_every_item_of_the_session_measure_is_rated() -> None:
    asked = [step.measure for step in library()["after-session"].steps if isinstance(step, Rating)]
    assert asked == [f"session.{item}" for item in measures()["session"].items]


def test_staff_rate_a_session_in_the_same_words_as_everybody_else() -> None:
    def ratings(flow: str) -> list[Rating]:
        return [one for one in library()[flow].steps if isinstance(one, Rating) and one.measure]

    assert ratings("staff-session-feedback") == ratings("after-session")


def test_after_a_session_the_steps_that_exports_and_alerts_know_keep_their_names() -> None:
    steps = library()["after-session"].route.steps
    options = {step.id: list(step.options) for step in steps.values() if isinstance(step, Choice)}
    assert options == {
        "upset": ["no", "bit", "yes"],
        "safe": ["yes", "unsure", "no"],
        "talk": ["no", "week", "today", "now"],
    }
    assert {"heard", "safe_to_speak", "influence", "fair", "message", "thanks"} <= set(steps)


def test_after_a_session_nothing_more_is_asked_than_fits_into_two_minutes() -> None:
    assert len([step for flow, step in QUESTIONS if flow.name == "after-session"]) <= 8


@pytest.mark.parametrize(
    ("flow", "step", "option", "flags"),
    [
        ("after-session", "upset", "yes", ["routine session"]),
        ("after-session", "upset", "bit", []),
        ("after-session", "safe", "no", ["urgent danger"]),
        ("after-session", "safe", "unsure", ["soon danger"]),
        ("after-session", "safe", "yes", []),
        ("after-session", "talk", "no", []),
        ("after-session", "talk", "week", ["soon contact"]),
        ("after-session", "talk", "today", ["soon contact"]),
        ("after-session", "talk", "now", ["urgent contact"]),
        ("weekly-wellbeing", "week", "1", ["routine low"]),
        ("weekly-wellbeing", "week", "2", []),
        ("weekly-wellbeing", "safety.safe", "no", ["urgent danger"]),
        ("weekly-wellbeing", "safety.safe", "unsure", ["soon danger"]),
        ("weekly-wellbeing", "touch.talk", "now", ["urgent contact"]),
        ("monthly-outcomes", "satisfied", "1", ["routine low"]),
        ("monthly-outcomes", "satisfied", "2", []),
        ("monthly-outcomes", "worthwhile", "0", ["routine low"]),
        ("monthly-outcomes", "safety.safe", "no", ["urgent danger"]),
        ("monthly-outcomes", "touch.talk", "week", ["soon contact"]),
        ("four-principles", "unwelcome", "yes", ["routine session"]),
        ("four-principles", "touch.talk", "today", ["soon contact"]),
        ("staff-session-feedback", "upset", "yes", ["routine session"]),
        ("staff-session-feedback", "worried", "yes", ["soon other_person"]),
        ("staff-session-feedback", "worried", "unsure", ["soon other_person"]),
        ("staff-session-feedback", "touch.talk", "now", ["urgent contact"]),
        ("end-of-project", "worse", "yes", ["routine session"]),
        ("end-of-project", "afterwards", "no", ["routine low"]),
        ("end-of-project", "safety.safe", "no", ["urgent danger"]),
        ("access-needs", "helper_wanted", "advocate", ["routine contact"]),
        ("access-needs", "answering", "person", ["routine contact"]),
        ("access-needs", "answering", "here", []),
        ("access-needs", "safe_here", "no", ["soon contact"]),
        ("access-needs", "safe_here", "times", []),
        ("ground-rules", "agree", "no", ["routine contact"]),
        ("ground-rules", "agree", "yes", []),
        ("how-to-reach-you", "way", "someone", []),
        ("how-to-reach-you", "safe_here", "times", []),
        ("how-to-reach-you", "safe_here", "no", ["soon contact"]),
        ("choose-measures", "upset", "yes", ["routine session"]),
        ("we-said-we-did", "upset", "yes", ["routine session"]),
        ("aftercare-follow-up", "good_time", "no", ["routine contact"]),
        ("aftercare-follow-up", "good_time", "~skip", ["routine contact"]),
        ("aftercare-follow-up", "contacted", "no", ["soon contact"]),
        ("aftercare-follow-up", "contacted", "tried", ["routine contact"]),
        ("aftercare-follow-up", "contacted", "yes", []),
        ("aftercare-follow-up", "helped", "1", ["soon conduct"]),
        ("aftercare-follow-up", "helped", "2", []),
        ("aftercare-follow-up", "safety.safe", "no", ["urgent danger"]),
    ],
)
def test_each_answer_raises_its_flag(flow: str, step: str, option: str, flags: list[str]) -> None:
    events = at(flow, step).press(option)
    assert [f"{flag.level} {flag.topic}" for flag in only(events, Flagged)] == flags


def test_somebody_whom_nobody_called_after_they_asked_is_asked_about_it_and_raises_a_flag() -> None:
    earlier = {("weekly-wellbeing", "touch.talk"): "today"}
    talk = Talk(library()["weekly-wellbeing"], replace(TEAM, earlier=earlier))
    while talk.asked.step != "contacted":
        talk.press("~skip")
    flags = only(talk.press("no"), Flagged)
    assert [(flag.level, flag.topic) for flag in flags] == [("soon", "contact")]
    assert talk.asked.step == "touch.talk"


def test_a_flag_is_followed_by_how_to_be_in_touch_before_anything_else() -> None:
    for flow in ("weekly-wellbeing", "monthly-outcomes", "end-of-project"):
        talk = at(flow, "safety.safe")
        talk.press("no")
        asked = []
        for answer in ("today", "phone", "~skip", "any", "times", "weekday mornings"):
            asked.append(talk.asked.step)
            talk.press(answer) if answer != "weekday mornings" else talk.type(answer)
        steps = ("talk", "way", "reach", "time", "safe_here", "safe_when")
        assert asked == [f"touch.{step}" for step in steps]
        assert talk.session.status == "held"


def test_somebody_upset_is_asked_whether_somebody_should_be_in_touch() -> None:
    upset = {
        "after-session": ("upset", "talk"),
        "four-principles": ("unwelcome", "touch.talk"),
        "staff-session-feedback": ("upset", "touch.talk"),
        "choose-measures": ("upset", "touch.talk"),
        "we-said-we-did": ("upset", "touch.talk"),
        "end-of-project": ("worse", "touch.talk"),
    }
    for flow, (step, talk_step) in upset.items():
        talk = at(flow, step)
        talk.press("yes")
        asked = []
        while isinstance(engine.current(talk.flow, talk.session), Asked):
            asked.append(talk.asked.step)
            talk.press("~skip" if "skip" in talk.asked.question.controls else "~done")
        assert talk_step in asked, flow


def test_the_welcome_asks_nothing_else_of_somebody_who_says_no() -> None:
    talk = Talk(library()["welcome"])
    talk.type("no thank you")
    assert (talk.session.status, talk.session.step) == ("finished", "goodbye")


@pytest.mark.parametrize("name", ["welcome", "after-session", "weekly-wellbeing"])
def test_what_is_short_or_comes_often_ends_without_a_review_to_press_away(name: str) -> None:
    """Somebody who puts the phone down before that press would be left in the middle of it."""
    assert not any(isinstance(step, Review) for step in library()[name].steps)


def test_what_flows_keep_for_a_person() -> None:
    kept = {(flow.name, step.id): step.keeps for flow, step in QUESTIONS if step.keeps}
    touch = {one: keeps for one, keeps in kept.items() if one[1].startswith("touch")}
    assert {(one.rpartition(".")[2], keeps) for (_, one), keeps in touch.items()} == {
        ("way", "way"),
        ("safe_here", "safe_here"),
        ("safe_when", "safe_when"),
    }
    assert {one: keeps for one, keeps in kept.items() if one not in touch} == {
        ("welcome", "consent"): "consent.check_ins",
        ("welcome", "call_me"): "name",
        ("welcome", "times"): "times",
        ("access-needs", "best_language"): "language",
        ("access-needs", "easy"): "easy_read",
        ("access-needs", "needs"): "access_needs",
        ("access-needs", "helper"): "supporter",
        ("access-needs", "contact.way"): "way",
        ("how-to-reach-you", "way"): "way",
        ("how-to-reach-you", "safe_here"): "safe_here",
        ("how-to-reach-you", "safe_when"): "safe_when",
        ("access-needs", "contact.when"): "times",
        ("access-needs", "safe_here"): "safe_here",
        ("access-needs", "safe_when"): "safe_when",
        ("ground-rules", "agree"): "consent.ground_rules",
    }


def test_about_you_can_be_refused_question_by_question_and_is_never_echoed() -> None:
    talk = Talk(library()["about-you"], TEAM)
    while talk.session.status != "finished":
        question = talk.asked.question
        assert question.sensitive
        assert "rather_not" in question.controls
        talk.press("~rather_not")
    assert {answer.status for answer in talk.session.answers.values()} == {"rather_not"}


@pytest.mark.parametrize(
    ("nation", "asked"),
    [
        ("england", "ethnic_group"),
        ("wales", "ethnic_group"),
        ("scotland", "ethnic_group_scotland"),
        ("northern_ireland", "ethnic_group_ni"),
        (None, "ethnic_group"),
    ],
)
def test_about_you_has_the_categories_of_each_nation(nation: str | None, asked: str) -> None:
    talk = Talk(library()["about-you"], replace(TEAM, facts={**TEAM.facts, "nation": nation}))
    assert talk.asked.step == asked


def test_each_action_is_asked_about_by_itself() -> None:
    facts = {**TEAM.facts, "actions": ("We painted the room.", "We pay for the bus.")}
    talk = Talk(library()["we-said-we-did"], replace(TEAM, facts=facts))
    asked = []
    while talk.asked.step != "what_next":
        asked.append(talk.asked.step)
        talk.press({"helped": "1"}.get(asked[-1].rpartition(".")[2], "yes"))
        if talk.asked.step.endswith(".what"):
            asked.append(talk.asked.step)
            talk.type("It smells.")
    steps = ("happened", "is_true", "helped", "what")
    assert asked == [f"each.{n}.{step}" for n in (1, 2) for step in steps]


def test_each_outcome_that_was_chosen_is_rated_as_it_is_and_as_it_is_hoped_for() -> None:
    facts = {**TEAM.facts, "measures": ("Getting through to my social worker",)}
    talk = Talk(library()["monthly-outcomes"], replace(TEAM, facts=facts))
    asked = []
    while talk.asked.step != "safety.safe":
        asked.append(library()["monthly-outcomes"].route.asked(talk.asked.step).measure)
        talk.press("5")
    ons4 = [f"ons4.{item}" for item in measures()["ons4"].items]
    assert asked == [*ons4, "chosen.now", "chosen.hoped"]


def test_an_earlier_contact_is_not_asked_about_where_somebody_else_may_see_it() -> None:
    for answer in ("no", "~skip"):
        talk = at("aftercare-follow-up", "good_time")
        talk.press(answer)
        assert (talk.session.status, talk.session.step) == ("finished", "another_time")


def test_who_says_that_the_contact_made_things_worse_is_not_sent_back_to_the_same_person() -> None:
    talk = at("aftercare-follow-up", "helped")
    talk.press("1")
    for answer in ("no", "~carry_on", "yes"):
        talk.press(answer)
    assert (talk.session.status, talk.session.step) == ("finished", "somebody_else")
    ended = only(talk.events, Ended)[0].text
    assert "somebody other than {{ facilitator }}" in ended
    assert "read by {{ facilitator }}" not in ended
