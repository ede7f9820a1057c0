"""Signals beyond text: ratings that fall or stay low, follow-ups that nobody answers, and people
who stop right after a private question."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection

from bot.aftercare.ratings import Series, fell, is_low
from bot.aftercare.signals import look_for_answers
from flows.measures import measures
from flows.measures.measure import Change
from storage.signals import keep_signal_setting
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.checkins.scene import Scene

FEELING = """
flow: feeling
title: A feeling
steps:
  - {id: hello, say: Hello.}
  - id: happy
    rating: How happy are you?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
    measure: ons4.happy
  - id: satisfied
    rating: How satisfied are you?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
    measure: ons4.satisfied
  - id: private
    choice: Is anything wrong at home?
    sensitive: true
    options: {"no": "No", "yes": "Yes"}
  - {id: more, text: Anything else?}
  - {id: bye, end: Thank you.}
"""


@pytest.fixture
def known(scene: Scene) -> Scene:
    """A named facilitator, a lead, and a participant who is in nothing."""
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    return scene


def answers(scene: Scene, *ratings: str) -> None:
    """One check-in from start to end with these ratings."""
    scene.asks(FEELING) if not scene.rows("flow_version")[1:] else scene.round("feeling")
    for rating in ratings:
        scene.writes(ME, rating)
    scene.presses(ME, "No")
    scene.presses(ME, "Skip")
    scene.later(days=7)


def sets(scene: Scene, **values: str) -> None:
    def work(connection: Connection) -> None:
        for name, value in values.items():
            keep_signal_setting(connection, scene.project, name, value, scene.now)

    scene.database.transact_now(work)


def rules(scene: Scene) -> list[object]:
    return [row["rule"] for row in scene.rows("flag_signal")]


def test_a_rating_that_falls_is_brought_to_the_facilitator_in_plain_words(known: Scene) -> None:
    answers(known, "9", "8")
    answers(known, "4", "8")
    (flag,) = known.rows("flag")
    assert (flag["level"], flag["topic"]) == ("routine", "change")
    (signal,) = known.rows("flag_signal")
    assert signal["reason"] == "rated “Happy yesterday” 4, and 9 the time before"
    known.staff_presses(SAM, "Open")
    assert "rated “Happy yesterday” 4" in known.last(SAM).text


def test_the_participant_is_not_told_of_a_flag_that_they_know_nothing_of(known: Scene) -> None:
    answers(known, "9", "8")
    answers(known, "4", "8")
    before = len(known.screens(ME))
    for _ in range(8):
        known.later(hours=12)
        known.climbs()
    assert len(known.screens(ME)) == before


def test_a_small_fall_is_left_alone(known: Scene) -> None:
    answers(known, "9", "8")
    answers(known, "6", "8")
    assert known.rows("flag") == []


def test_two_low_ratings_running_raise_a_flag_and_the_third_is_no_news(known: Scene) -> None:
    for _ in range(3):
        answers(known, "2", "8")
    assert rules(known) == ["low:ons4.happy"]
    answers(known, "2", "8")
    assert rules(known) == ["low:ons4.happy", "low:ons4.happy"]


def test_one_check_in_alerts_once_however_many_ratings_fell(known: Scene) -> None:
    answers(known, "9", "9")
    alerts = sum(one.kind == "alert" for one in known.screens(SAM))
    answers(known, "1", "1")
    assert rules(known) == ["fall:ons4.happy", "fall:ons4.satisfied"]
    assert sum(one.kind == "alert" for one in known.screens(SAM)) == alerts + 1


def test_a_project_sets_what_each_signal_raises(known: Scene) -> None:
    sets(known, fall="off", low="off", stopped="off")
    answers(known, "9", "9")
    answers(known, "1", "1")
    answers(known, "1", "1")
    assert known.rows("flag") == []
    sets(known, fall="routine", fall_points="2")
    answers(known, "9", "3")
    answers(known, "7", "3")
    assert rules(known) == ["fall:ons4.happy"]


def test_when_a_project_wants_it_soon_the_participant_is_answered_and_the_script_waits(
    known: Scene,
) -> None:
    sets(known, fall="soon")
    answers(known, "9", "8")
    known.round("feeling")
    known.writes(ME, "2")
    assert known.last(ME).text.endswith("How would you like us to get in touch?")
    known.answers_how(ME)
    said = [known.signpost(ME).text, known.last(ME).text]
    assert said[0].startswith("Thank you for your answers. Some things seem harder")
    assert "116 123" in said[0]
    assert "We can leave the questions there" in said[1]
    assert known.rows("flag")[0]["level"] == "soon"


def test_stopping_right_after_a_private_question_raises_a_flag_and_says_nothing_of_it(
    known: Scene,
) -> None:
    known.asks(FEELING)
    known.writes(ME, "8")
    known.writes(ME, "8")
    said = known.writes(ME, "stop").text
    assert said.startswith("I have stopped.")
    assert "not forgotten" not in said
    assert rules(known) == ["stopped:private"]
    (flag,) = known.rows("flag")
    assert flag["level"] == "routine"
    for _ in range(8):
        known.later(hours=12)
        known.climbs()
    assert known.last(ME).text == said


def test_stopping_at_an_ordinary_question_is_only_that(known: Scene) -> None:
    known.asks(FEELING)
    known.writes(ME, "8")
    known.writes(ME, "stop")
    assert known.rows("flag") == []


WHO_5 = (
    """
flow: five
title: Five
steps:
  - {id: hello, say: Hello.}
"""
    + "".join(
        f"""
  - id: {item}
    rating: {item}?
    scale: {{from: 0, to: 5, low: At no time, high: All of the time}}
    measure: who-5.{item}
"""
        for item in measures()["who-5"].items
    )
    + """
  - {id: bye, end: Thank you.}
"""
)


def test_a_measure_that_is_scored_as_a_whole_is_compared_as_a_whole(known: Scene) -> None:
    known.asks(WHO_5)
    for rating in "33333":
        known.writes(ME, rating)
    known.later(days=7)
    known.round("five")
    for rating in "1333":
        known.writes(ME, rating)
    assert known.rows("flag") == []
    known.writes(ME, "2")
    (signal,) = known.rows("flag_signal")
    assert signal["reason"] == "rated “WHO-5 Well-Being Index” 48, and 60 the time before"


def looks(scene: Scene) -> int:
    return scene.database.transact_now(
        lambda connection: look_for_answers(connection, scene.services.limits, scene.now)
    )


def test_a_follow_up_after_a_flag_that_nobody_answers_raises_one_flag(known: Scene) -> None:
    known.writes(ME, "I feel very low today")
    known.round("aftercare-follow-up")
    known.later(hours=47)
    assert looks(known) == 0
    known.later(hours=1)
    assert looks(known) == 1
    assert rules(known)[-1] == "no_answer"
    known.later(days=9)
    assert looks(known) == 0


def test_a_follow_up_to_somebody_who_never_had_a_flag_is_not_waited_for(known: Scene) -> None:
    known.round("aftercare-follow-up")
    known.later(days=3)
    assert looks(known) == 0


def test_a_follow_up_that_was_begun_raises_none(known: Scene) -> None:
    known.writes(ME, "I feel very low today")
    known.round("aftercare-follow-up")
    known.presses(ME, "Yes")
    known.later(days=3)
    assert looks(known) == 1
    assert "no_answer" not in rules(known)


def series(*scores: float, better: str = "higher is better", real: float | None = None) -> Series:
    return Series("It", scores, 0, 10, better, real)  # type: ignore[arg-type]


def test_what_the_measure_calls_real_goes_before_the_projects_own_setting() -> None:
    assert not fell(series(4, 8, real=5), 2)
    assert fell(series(3, 8, real=5), 9)


def test_where_lower_is_better_a_rise_is_worse_and_high_is_low() -> None:
    assert fell(series(9, 4, better="lower is better"), 4)
    assert not fell(series(4, 9, better="lower is better"), 4)
    assert is_low(series(8, 7, better="lower is better"), 3)
    assert not is_low(series(2, 2, better="lower is better"), 3)


@given(st.lists(st.integers(0, 10), min_size=0, max_size=12), st.integers(1, 10))
def test_a_fall_is_a_fall_on_the_scale_turned_over(scores: list[int], points: int) -> None:
    turned = [10 - score for score in scores]
    assert fell(series(*scores), points) == fell(series(*turned, better="lower is better"), points)
    assert is_low(series(*scores), 3) == is_low(series(*turned, better="lower is better"), 3)


def test_reliable_change_is_stated_by_the_source_or_follows_jacobson_and_truax() -> None:
    assert measures()["who-5"].reliable_change == 10
    assert measures()["ons4"].reliable_change is None
    worked_out = Change(source="a study", standard_deviation=7.5, reliability=0.8)
    assert worked_out.reliable_change == pytest.approx(9.297, abs=0.001)


def test_the_score_of_a_whole_measure_needs_all_of_its_items() -> None:
    who = measures()["who-5"]
    whole = dict.fromkeys(who.items, 3.0)
    assert who.score(whole) == 60
    assert who.ends == (0, 100)
    assert who.score(dict.fromkeys(list(who.items)[:4], 3.0)) is None
