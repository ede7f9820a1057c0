"""Numbers, dates, worded ratings, photos and voice notes, contact; "prefer not to say"."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.events import Answered, Kept, Unclear
from flows.inputs import Sent
from flows.problems import FlowError
from tests.flows.talking import CONTEXT, Talk, flow_of, kinds, only

END = "\n- id: bye\n  end: Goodbye."
HOURS = "- id: hours\n  number: How many hours?\n  from: 0\n  to: 2000\n  unit: hours" + END
DAY = "- id: day\n  date: When was it?\n  latest: today" + END
WORDED = (
    "- id: calm\n  rating: How calm?\n  scale: {words: [Not at all, A little, Rather, Very]}" + END
)
PICTURE = "- id: picture\n  photo: Would you like to show us?" + END
REACH = "- id: reach\n  contact: How shall we be in touch?" + END
SAFE = "- id: safe\n  yes_no: Are you safe?\n  sensitive: true" + END


@pytest.mark.parametrize(
    ("text", "value"),
    [("7", 7), ("about 7", 7), ("1,000", 1000), ("seven", 7), ("\N{ARABIC-INDIC DIGIT SEVEN}", 7)],
)
def test_a_number_is_understood(text: str, value: int) -> None:
    talk = Talk(flow_of(HOURS))
    assert talk.asked.question.unit == "hours"
    talk.type(text)
    assert talk.values() == {"hours": value}
    assert type(talk.values()["hours"]) is int


@pytest.mark.parametrize(
    ("text", "problem"),
    [("3000", "out_of_range"), ("lots", "not_a_number"), ("7.5", "not_a_number")],
)
def test_words_that_are_no_such_number_say_why(text: str, problem: str) -> None:
    assert [e.problem for e in only(Talk(flow_of(HOURS)).type(text), Unclear)] == [problem]


def test_decimals_are_kept_where_there_can_be_some() -> None:
    talk = Talk(flow_of(HOURS.replace("unit: hours", "decimals: 1")))
    talk.type("7.5")
    assert talk.values() == {"hours": 7.5}
    assert talk.session.answers["hours"].label == "7.5"


def test_a_number_has_cases_around_what_it_is_compared_with() -> None:
    step = flow_of(HOURS).route.asked("hours")
    assert step.cases(frozenset({7})) == (0, 1, 6, 7, 8, 1999, 2000)


@pytest.mark.parametrize(
    ("text", "value"),
    [("3 March 2027", "2027-03-03"), ("yesterday", "2027-03-29"), ("2027-03-30", "2027-03-30")],
)
def test_a_date_is_understood(text: str, value: str) -> None:
    talk = Talk(flow_of(DAY))
    talk.type(text)
    assert talk.values() == {"day": value}


def test_a_day_that_cannot_be_is_no_answer() -> None:
    talk = Talk(flow_of(DAY))
    assert [e.problem for e in only(talk.type("3 March 2030"), Unclear)] == ["out_of_range"]
    assert [e.problem for e in only(talk.type("when it rained"), Unclear)] == ["not_a_date"]
    assert kinds(talk.type("tomorrow")) == ["Paused"], "no answer here, and so a time to come back"


def test_a_date_that_there_is_not_is_said_to_be_none() -> None:
    [unclear] = only(Talk(flow_of(DAY)).type("31 February"), Unclear)
    assert (unclear.problem, unclear.candidates) == ("no_such_date", ())


@pytest.mark.parametrize("text", ["on Friday", "friday", "on the 3rd"])
def test_one_of_two_dates_is_an_answer_and_not_a_time_to_come_back(text: str) -> None:
    talk = Talk(flow_of(DAY.replace("latest: today", "latest: +60d")))
    [unclear] = only(talk.type(text), Unclear)
    assert unclear.problem == "two_dates"
    before, after = (option.key for option in unclear.candidates)
    assert before < "2027-03-30" < after
    talk.press(after)
    assert talk.values() == {"day": after}


def test_of_two_dates_the_one_that_can_be_is_the_answer() -> None:
    talk = Talk(flow_of(DAY))
    talk.type("on Friday")
    assert talk.values() == {"day": "2027-03-26"}


def test_a_word_that_counts_from_today_is_unclear_without_it() -> None:
    talk = Talk(flow_of(DAY), replace(CONTEXT, today=None))
    assert kinds(talk.type("yesterday")) == ["Unclear"]


def test_tomorrow_is_a_date_where_it_can_be_one() -> None:
    talk = Talk(flow_of(DAY.replace("latest", "earliest")))
    talk.type("tomorrow")
    assert talk.values() == {"day": "2027-03-31"}


@pytest.mark.parametrize("limits", ["latest: soon", "earliest: +1d\n  latest: -1d"])
def test_limits_that_cannot_be_are_refused(limits: str) -> None:
    with pytest.raises(FlowError):
        flow_of(DAY.replace("latest: today", limits))


@pytest.mark.parametrize("text", ["3", "Rather", "rather.", "three"])
def test_a_point_that_has_a_word_is_understood_by_it(text: str) -> None:
    talk = Talk(flow_of(WORDED))
    assert [option.label for option in talk.asked.question.options][2] == "Rather"
    talk.type(text)
    answer = talk.session.answers["calm"]
    assert (answer.value, answer.label) == (3, "Rather")


def test_a_photo_is_an_answer_and_words_are_not() -> None:
    talk = Talk(flow_of(PICTURE))
    assert talk.asked.question.accepts == ("photo", "voice")
    assert talk.type("here it is") == (Unclear("picture", 1, "not_sent", ()),)
    answer = only(talk.give(Sent("photo", "file1", "The door")), Answered)[0].answer
    assert (answer.value, answer.label) == ("file1", "The door")


def test_a_voice_note_can_be_refused() -> None:
    talk = Talk(flow_of(PICTURE.replace("show us?", "show us?\n  accepts: [photo]")))
    assert talk.give(Sent("voice", "file1")) == (Kept("voice", "file1", ""),)
    assert talk.asked.step == "picture"


def test_a_photo_that_nothing_asked_for_is_kept_and_its_words_are_read() -> None:
    talk = Talk(flow_of(SAFE))
    assert talk.give(Sent("photo", "file1")) == (Kept("photo", "file1", ""),)
    assert kinds(talk.give(Sent("photo", "file2", "yes"))) == ["Kept", "Answered", "Ended"]
    assert talk.give(Sent("photo", "file3", "no")) == (Kept("photo", "file3", "no"),)


def test_how_to_be_in_touch_is_a_way_and_then_a_time() -> None:
    talk = Talk(flow_of(REACH))
    assert (talk.asked.step, talk.asked.question.kind) == ("reach.way", "choice")
    assert [event.keeps for event in only(talk.press("phone"), Answered)] == ["way"]
    assert talk.asked.step == "reach.when"
    assert [event.keeps for event in only(talk.press("evening"), Answered)] == ["times"]
    assert talk.session.over


@pytest.mark.parametrize("how", ["~skip", "none"])
def test_no_time_is_asked_for_where_there_is_no_way(how: str) -> None:
    talk = Talk(flow_of(REACH))
    talk.press(how)
    assert talk.session.over


@pytest.mark.parametrize("how", ["~rather_not", "prefer not to say"])
def test_to_prefer_not_to_say_is_not_the_same_as_no_answer(how: str) -> None:
    talk = Talk(flow_of(SAFE))
    assert "rather_not" in talk.asked.question.controls
    talk.press(how) if how.startswith("~") else talk.type(how)
    answer = talk.session.answers["safe"]
    assert (answer.value, answer.label, answer.status) == (None, "", "rather_not")


def test_what_is_required_is_not_passed_by_by_preferring_not_to_say() -> None:
    talk = Talk(flow_of(SAFE.replace("sensitive", "required")))
    assert kinds(talk.press("~rather_not")) == ["Unclear"]


@pytest.mark.parametrize("step", [HOURS, DAY, WORDED, PICTURE, REACH, SAFE])
def test_done_means_nothing_where_nothing_is_ticked(step: str) -> None:
    talk = Talk(flow_of(step))
    assert [event.problem for event in only(talk.press("~done"), Unclear)] == ["not_a_choice"]
