"""What is said to words that are no answer yet, and how answers are named in a review."""

from __future__ import annotations

import pytest

from flows import engine
from flows.events import Unclear
from flows.meaning import LineMeant, UnclearMeant
from flows.session import Session
from tests.flows.talking import CONTEXT, Talk, flow_of, only

TRIP = flow_of("""
- id: way
  choice: How did you get here?
  options: {walk: I walked, bus: By bus}
- id: late
  yes_no: Were you late?
- id: check
  review: Is this right?
- id: bye
  end: Goodbye.
""")


@pytest.mark.parametrize("text", ["what do you mean", "huh"])
def test_whoever_asks_what_is_meant_by_a_list_is_understood(text: str) -> None:
    assert engine.understand(TRIP, Talk(TRIP).session, text, CONTEXT) == UnclearMeant("puzzled")


@pytest.mark.parametrize("text", ["change the bus", "the bus", "the bus is wrong"])
def test_in_a_review_an_answer_can_be_named(text: str) -> None:
    talk = Talk(TRIP)
    talk.type("bus", "no")
    assert engine.understand(TRIP, talk.session, text, CONTEXT) == LineMeant("way")
    late = engine.understand(TRIP, talk.session, "change late", CONTEXT)
    assert late == LineMeant("late")


@pytest.mark.parametrize("text", ["that's fine", "all good", "that is great"])
def test_a_review_is_right_in_natural_words(text: str) -> None:
    talk = Talk(TRIP)
    talk.type("bus", "no", text)
    assert talk.session.status == "finished"


def test_words_that_are_not_understood_are_counted_at_each_turn() -> None:
    talk = Talk(TRIP)
    counted = [only(talk.type(text), Unclear)[0].times for text in ("purple", "green", "blue")]
    assert counted == [1, 2, 3]
    assert Session.from_json(talk.session.to_json()).missed == 3
    talk.type("bus")
    assert only(talk.type("purple"), Unclear)[0].times == 1


def test_no_thanks_skips_a_photo_and_other_words_say_what_can_be_sent() -> None:
    flow = flow_of("""
- id: one
  photo: Can you show us?
- id: two
  photo: A picture?
  accepts: [photo]
- id: three
  photo: Your voice?
  accepts: [voice]
- id: bye
  end: Goodbye.
""")
    talk = Talk(flow)
    found = []
    for _ in range(3):
        found += [event.problem for event in only(talk.type("here it is"), Unclear)]
        talk.type("no thanks")
    assert found == ["not_sent", "no_photo", "no_voice"]
    assert talk.session.status == "finished"


def test_a_day_or_number_that_does_not_fit_comes_with_the_limits() -> None:
    flow = flow_of("""
- id: day
  date: Which day?
  earliest: -90d
  latest: today
- id: hours
  number: How many?
  from: 0
  to: 24
- id: bye
  end: Goodbye.
""")
    talk = Talk(flow)
    far = only(talk.type("3 March 2020"), Unclear)[0]
    assert (far.problem, far.limits) == ("out_of_range", ("2026-12-30", "2027-03-30"))
    talk.type("skip")
    many = only(talk.type("40"), Unclear)[0]
    assert (many.problem, many.limits) == ("out_of_range", ("0", "24"))


def test_a_question_that_was_passed_by_says_so_when_somebody_goes_back() -> None:
    talk = Talk(TRIP)
    assert talk.asked.question.passed is None
    talk.type("prefer not to say", "back")
    assert talk.asked.question.passed == "rather_not"
    talk.type("skip", "back")
    assert talk.asked.question.passed == "skipped"
