"""What a flow may know: the day, earlier answers, the project's lists, and what people prefer."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from storage.preferences import preferences_of
from storage.project_lists import lists_of, set_list
from tests.checkins.scene import Scene

ME = "501"
MONTHLY = """
flow: monthly
title: Monthly
steps:
  - id: before
    when: "earlier('monthly', 'better') < 5"
    say: Last time it was not so good.
  - id: better
    rating: How is it?
    scale: {from: 0, to: 10, low: Bad, high: Good}
  - id: goodbye
    end: Thank you.
"""
DONE = """
flow: done
title: What we did
steps:
  - id: did
    repeat:
      over: actions
      most: 3
      steps:
        - id: right
          yes_no: "Is it true: {{ item }}?"
  - id: goodbye
    end: Thank you.
"""
DAY = """
flow: day
title: A day
steps:
  - id: when
    date: When was it?
  - id: goodbye
    end: Thank you.
"""
NUMBERS = """
flow: numbers
title: Numbers
steps:
  - id: hours
    number: How many hours?
    from: 0
    to: 24
  - id: work
    set: {busy: "hours > 2"}
  - id: said
    say: "Were you busy: {{ busy }}."
  - id: easy
    yes_no: Would you like easy read?
    keeps: easy_read
  - id: needs
    many: What helps?
    options: {aloud: Reading aloud, slow: More time, quiet: A quiet room}
    keeps: access_needs
  - id: short
    when: "easy_read == 'yes' and 'slow' in access_needs"
    say: Short words, and time.
  - id: goodbye
    end: Thank you.
"""
WORDS = """
flow: words
title: Words
steps:
  - id: said
    text: How was it?
  - id: goodbye_words
    text: Anything else?
  - id: goodbye
    end: Thank you.
"""


def taking_part(scene: Scene) -> int:
    return scene.participant(scene.staff("Sam", chat="900"), chat=ME).id


def kept(scene: Scene, person: int) -> dict[str, object]:
    return dict(scene.database.read_now(lambda c: preferences_of(c, person)))


def test_yesterday_is_the_day_before_the_persons_own(scene: Scene) -> None:
    taking_part(scene)
    scene.asks(DAY)
    scene.writes(ME, "yesterday")
    assert ("when", "2026-11-23", "answered") in scene.answers()


def test_the_day_is_that_of_the_persons_zone_just_after_midnight(scene: Scene) -> None:
    taking_part(scene)
    scene.later(days=200, hours=11, minutes=30)  # 23:30 in UTC is 0:30 in a British summer
    scene.asks(DAY)
    scene.writes(ME, "today")
    assert ("when", "2027-06-13", "answered") in scene.answers()


def test_a_flow_knows_what_was_answered_last_time(scene: Scene) -> None:
    taking_part(scene)
    scene.asks(MONTHLY)
    assert "not so good" not in scene.last(ME).text
    scene.writes(ME, "3")
    scene.asks(MONTHLY)
    assert "Last time it was not so good." in scene.last(ME).text
    scene.writes(ME, "8")
    scene.asks(MONTHLY)
    assert "not so good" not in scene.last(ME).text


def test_a_flag_before_the_first_question_is_raised(scene: Scene) -> None:
    taking_part(scene)
    flag = """  - id: low_before
    when: "earlier('monthly', 'better') < 5"
    flag: {level: routine, topic: low, reason: was low last time}
"""
    scene.asks(MONTHLY)
    scene.writes(ME, "3")
    assert not scene.rows("flag")
    scene.asks(MONTHLY.replace("steps:\n", f"steps:\n{flag}"))
    assert [row["reason"] for row in scene.rows("flag_signal")] == ["was low last time"]


def test_a_check_in_that_was_not_finished_does_not_count_as_last_time(scene: Scene) -> None:
    taking_part(scene)
    scene.asks(MONTHLY)
    scene.writes(ME, "3")
    scene.asks(MONTHLY)
    scene.writes(ME, "stop")
    scene.sends(ME, "join")
    scene.asks(MONTHLY)
    assert "Last time it was not so good." in scene.last(ME).text


def test_a_flow_asks_about_each_thing_on_the_projects_list(scene: Scene) -> None:
    taking_part(scene)

    def work(connection: Connection) -> None:
        set_list(connection, scene.project, "actions", ["A new ramp", " ", "Tea"], scene.now)

    scene.database.transact_now(work)
    scene.asks(DONE)
    assert "Is it true: A new ramp?" in scene.last(ME).text
    scene.presses(ME, "Yes")
    assert "Is it true: Tea?" in scene.last(ME).text
    scene.presses(ME, "No")
    assert scene.last(ME).text == "Thank you."


def test_who_is_in_a_check_in_goes_on_with_the_list_that_it_began_with(scene: Scene) -> None:
    taking_part(scene)

    def put(*texts: str) -> None:
        def work(connection: Connection) -> None:
            set_list(connection, scene.project, "actions", texts, scene.now)

        scene.database.transact_now(work)

    put("A new ramp", "Tea")
    scene.asks(DONE)
    scene.later(minutes=1)
    put("Nothing of that")
    scene.presses(ME, "Yes")
    assert "Is it true: Tea?" in scene.last(ME).text
    scene.presses(ME, "No")
    scene.later(minutes=1)
    scene.round("done")
    assert "Is it true: Nothing of that?" in scene.last(ME).text


def test_a_list_that_nobody_has_set_is_empty(scene: Scene) -> None:
    taking_part(scene)
    scene.asks(DONE)
    assert scene.last(ME).text == "Thank you."


def test_setting_a_list_puts_it_in_place_of_the_one_before_and_seals_it(scene: Scene) -> None:
    for texts in (["one marmalade", "two"], ["three marmalade"]):
        scene.database.transact_now(
            lambda c, texts=texts: set_list(c, scene.project, "proposals", texts, scene.now)  # type: ignore[misc]
        )
    found = scene.database.read_now(lambda c: lists_of(c, scene.project, ["proposals", "actions"]))
    assert found == {"proposals": ("three marmalade",), "actions": ()}
    sealed = bytes(scene.rows("project_list_item")[0]["text_sealed"])  # type: ignore[call-overload]
    assert b"marmalade" not in sealed


def test_what_is_told_once_is_known_from_then_on(scene: Scene) -> None:
    person = taking_part(scene)
    scene.asks(NUMBERS)
    assert "Were you busy: yes." in scene.writes(ME, "3").text
    scene.presses(ME, "Yes")
    scene.presses(ME, "More time")
    scene.presses(ME, "Reading aloud")
    scene.presses(ME, "Done")
    assert kept(scene, person) == {"easy_read": "yes", "access_needs": ("aloud", "slow")}
    scene.asks(NUMBERS)
    scene.writes(ME, "4")
    scene.presses(ME, "Skip")
    scene.presses(ME, "Skip")
    assert "Short words, and time." in scene.last(ME).text
    assert kept(scene, person)["easy_read"] == "yes"


def test_a_preference_that_is_taken_back_is_forgotten(scene: Scene) -> None:
    person = taking_part(scene)
    scene.asks(NUMBERS)
    scene.writes(ME, "3")
    scene.presses(ME, "Yes")
    scene.presses(ME, "Go back")
    scene.presses(ME, "Skip")
    assert "easy_read" not in kept(scene, person)


def test_how_and_whether_it_is_safe_to_write_is_kept(scene: Scene) -> None:
    person = taking_part(scene)
    scene.round("access-needs")
    while "hear from us" not in scene.last(ME).text:
        scene.presses(ME, "Skip")
    scene.presses(ME, "A text message")
    scene.presses(ME, "In the early evening")
    scene.presses(ME, "Yes, at any time")
    assert kept(scene, person) == {"way": "text", "times": "evening", "safe_here": "yes"}


def test_agreeing_to_the_ground_rules_is_a_consent(scene: Scene) -> None:
    taking_part(scene)
    scene.round("ground-rules")
    while not any(label.startswith("Yes") for label in labels(scene)):
        scene.presses(ME, "Skip")
    scene.presses(ME, "Yes")
    given = {row["use"]: row["given"] for row in scene.rows("consent")}
    assert given == {"check_ins": True, "ground_rules": True}


@pytest.mark.parametrize("words", ["{{ 7 * 7 }}", "{% for x in y %}", "%(who)s {0}"])
def test_somebodys_own_words_are_shown_as_they_are(scene: Scene, words: str) -> None:
    taking_part(scene)
    scene.asks(WORDS)
    scene.writes(ME, words)
    scene.writes(ME, "change an answer")
    assert words in [line.said for line in scene.last(ME).answers]


def labels(scene: Scene) -> list[str]:
    return [button.label for button in scene.last(ME).choices]
