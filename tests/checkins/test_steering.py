"""How somebody steers a check-in: ticks, changes, other channels, and what they rather not say."""

from __future__ import annotations

from bot.checkins.chatlog import chat_lines
from bot.checkins.inbound import Inbound
from bot.outcomes.exporting import answers as exported
from tests.checkins.scene import Scene

ME = "501"
TRIP = """
flow: trip
title: A trip
steps:
  - id: went
    choice: Did you go?
    options: {"yes": "Yes", "no": "No"}
  - id: saw
    when: "went == 'yes'"
    many: What did you see?
    options: {sea: The sea, hills: Hills, town: A town, nothing: Nothing of these}
    exclusive: nothing
    most: 2
  - id: long
    number: How many hours did it take?
    from: 0
    to: 24
  - id: day
    date: Which day was it?
    latest: today
  - id: check
    review: Is this right?
  - id: goodbye
    end: Thank you.
"""
FEELING = """
flow: feeling
title: Feeling
steps:
  - id: heard
    rating: Did you feel heard?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
    rather_not: true
  - id: liked
    rating: Did you like it?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
  - id: goodbye
    end: Thank you.
"""
WORDS = """
flow: words
title: Words
steps:
  - id: how
    text: How was it?
  - id: more
    text: What else?
  - id: goodbye
    end: Thank you.
"""


def on_the_trip(scene: Scene) -> int:
    person = scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(TRIP)
    return person.id


def at_the_ticks(scene: Scene) -> int:
    person = on_the_trip(scene)
    scene.presses(ME, "Yes")
    return person


def test_a_tick_changes_the_message_that_it_was_made_on(scene: Scene) -> None:
    at_the_ticks(scene)
    before = len(scene.screens(ME))
    scene.presses(ME, "The sea")
    scene.presses(ME, "A town")
    assert len(scene.screens(ME)) == before
    changed = scene.screens(ME, act="edit")[-1]
    assert changed.ticked == ("sea", "town")
    assert changed.choices
    edits = [row for row in scene.rows("outbox") if row["act"] == "edit"]
    assert edits[-1]["target_remote_id"] == "77"


def test_of_ticks_that_come_quickly_only_the_last_change_goes_out(scene: Scene) -> None:
    at_the_ticks(scene)
    scene.all_sent()
    presses = [scene.button(ME, label).press for label in ("The sea", "A town", "The sea", "Hills")]
    for number, press in enumerate(presses):
        given = Inbound("participant", f"q{number}", ME, "press", press=press, message_id="77")
        scene.database.transact_now(
            lambda c, given=given: scene.services.receiver.receive(c, given, scene.now)  # type: ignore[misc]
        )
    waiting = [row for row in scene.rows("outbox") if row["status"] == "pending"]
    assert [row["act"] for row in waiting] == ["edit"]
    assert scene.screens(ME, act="edit")[-1].ticked == ("hills", "town")


def test_a_tick_can_be_taken_away_and_done_gives_one_answer(scene: Scene) -> None:
    at_the_ticks(scene)
    for label in ("The sea", "A town", "The sea", "Hills"):
        scene.presses(ME, label)
    scene.presses(ME, "Done")
    assert ("saw", "hills,town", "answered") in scene.answers()
    assert "You said: Hills, A town" in scene.screens(ME, act="edit")[-1].text


def test_done_pressed_twice_is_one_answer_and_one_reply(scene: Scene) -> None:
    at_the_ticks(scene)
    scene.presses(ME, "The sea")
    scene.presses(ME, "Done")
    before = len(scene.screens(ME))
    scene.presses(ME, "Done")
    assert len(scene.screens(ME)) == before


def test_on_the_web_ticks_make_no_new_messages(scene: Scene) -> None:
    person = at_the_ticks(scene)
    before = len(scene.rows("outbox"))
    for number, label in enumerate(("The sea", "Hills")):
        press = scene.button(ME, label).press
        scene.receives(Inbound("web", f"w{number}", str(person), "press", press=press))
    assert len(scene.rows("outbox")) == before
    scene.presses(ME, "Done")
    assert ("saw", "sea,hills", "answered") in scene.answers()


def test_too_many_ticks_are_said_kindly(scene: Scene) -> None:
    at_the_ticks(scene)
    for label in ("The sea", "A town"):
        scene.presses(ME, label)
    assert "more than you can choose" in scene.presses(ME, "Hills").text


def test_each_way_of_not_understanding_has_its_own_words(scene: Scene) -> None:
    at_the_ticks(scene)
    scene.presses(ME, "Skip")
    assert "I need a number here" in scene.writes(ME, "a long time").text
    assert "too small or too big" in scene.writes(ME, "30").text
    scene.writes(ME, "2")
    assert "I need a day here" in scene.writes(ME, "purple").text
    assert "too early or too late" in scene.writes(ME, "3 March 2031").text


def test_a_changed_answer_that_leads_another_way_says_what_is_gone(scene: Scene) -> None:
    at_the_ticks(scene)
    scene.presses(ME, "The sea")
    scene.presses(ME, "Done")
    scene.writes(ME, "change an answer")
    scene.presses(ME, "Did you go")
    said = scene.presses(ME, "No").text
    assert "I have taken out your answer to this question" in said
    assert "What did you see?" in said
    assert [row[0] for row in scene.answers() if row[0] == "saw"] == []


def test_the_command_shows_the_answers_to_change_one(scene: Scene) -> None:
    at_the_ticks(scene)
    scene.sends(ME, "command", text="change")
    assert "Which answer would you like to change?" in scene.last(ME).text


def test_the_answers_are_shown_before_the_end_in_one_message(scene: Scene) -> None:
    at_the_ticks(scene)
    scene.presses(ME, "Skip")
    scene.writes(ME, "3")
    shown = scene.writes(ME, "yesterday")
    assert [line.said for line in shown.answers] == [
        "Yes",
        "You skipped this.",
        "3",
        "23 November 2026",
    ]
    assert scene.presses(ME, "That is right").text == "Thank you."


def test_rather_not_to_say_is_kept_apart_from_no_answer(scene: Scene) -> None:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(FEELING)
    scene.presses(ME, "I prefer not to say")
    scene.presses(ME, "Skip")
    assert ("heard", None, "rather_not") in scene.answers()
    assert ("liked", None, "skipped") in scene.answers()
    rows = scene.database.read_now(lambda connection: exported(connection, scene.project).rows)
    found = {row.step: (row.value, row.status) for row in rows if row.flow == "feeling"}
    assert found == {"heard": (None, "rather_not"), "liked": (None, "skipped")}


def test_exports_have_numbers_as_numbers_and_ticks_with_the_authors_words(scene: Scene) -> None:
    at_the_ticks(scene)
    for label in ("The sea", "A town", "Done"):
        scene.presses(ME, label)
    scene.writes(ME, "3")
    rows = scene.database.read_now(lambda connection: exported(connection, scene.project).rows)
    found = {row.step: (row.value, row.label) for row in rows if row.flow == "trip"}
    assert found["saw"] == ("sea,town", "The sea, A town")
    assert found["long"][0] == 3


def test_a_check_in_begun_on_telegram_goes_on_in_the_browser_and_back(scene: Scene) -> None:
    person = at_the_ticks(scene)
    scene.presses(ME, "Skip")  # on Telegram: now it asks how many hours
    lines = scene.database.read_now(lambda connection: chat_lines(connection, person))
    shown = [line.screen for line in lines if line.current and line.screen is not None]
    assert [screen.text for screen in shown] == ["How many hours did it take?"]
    seen = shown[0].controls[0].press.rpartition(":")[0]
    scene.receives(Inbound("web", "w1", str(person), "text", text="5", seen=seen))
    assert ("long", "5", "answered") in scene.answers()
    # Telegram has not shown the question of the day: words there are no answer to it.
    said = scene.writes(ME, "yesterday")
    assert "Which day was it?" in said.text
    assert not [row for row in scene.answers() if row[0] == "day"]
    scene.writes(ME, "yesterday")
    assert ("day", "2026-11-23", "answered") in scene.answers()


def test_words_by_another_channel_are_not_added_to_an_answer_that_was_given_here(
    scene: Scene,
) -> None:
    person = scene.participant(scene.staff("Sam", chat="900"), chat=ME).id
    scene.asks(WORDS)
    seen = scene.last(ME).controls[0].press.rpartition(":")[0]
    scene.receives(Inbound("web", "w1", str(person), "text", text="it was good", seen=seen))
    assert "What else?" in scene.writes(ME, "and long").text
    scene.writes(ME, "change an answer")
    assert [line.said for line in scene.last(ME).answers] == ["it was good"]


def test_a_button_works_on_whatever_channel_it_is_pressed(scene: Scene) -> None:
    person = on_the_trip(scene)
    press = scene.button(ME, "No").press
    scene.receives(Inbound("web", "w1", str(person), "press", press=press))
    assert ("went", "no", "answered") in scene.answers()
    old = scene.sends(ME, "press", press=press, message_id="77")
    assert old
    assert ("went", "no", "answered") in scene.answers()
