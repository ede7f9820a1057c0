"""The conversation as the chat page shows it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.checkins.chatlog import Line
from bot.delivery.screen import AnswerLine, Button, Screen
from bot.texts import texts_for
from bot.web.chat.conversation import SHOWN, conversation, day_words
from bot.web.chat.given import Given
from bot.web.chat.panel import panel, paragraphs
from flows.events import Answer

NOW = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")
TEXTS = texts_for("en")
CHOICES = (Button("Yes", "1:2:yes"), Button("No", "1:2:no"))


def line(
    number: int, screen: Screen | None = None, *, at: datetime = NOW, current: bool = False
) -> Line:
    text = screen.text if screen else f"message {number}"
    return Line(f"w{number}", "wesaid", text, at, screen, current)


def test_what_is_asked_is_told_from_what_was_said_with_it() -> None:
    said = "Thank you.\n\nDo you feel safe?\nRight now?\n\nSamaritans: 116 123"
    assert panel(Screen(said, CHOICES)).legend == "Do you feel safe? Right now?"
    assert panel(Screen("Welcome back.\n\nPlease choose.", CHOICES)).legend == "Please choose."
    assert panel(Screen("", CHOICES)).legend == ""


def test_a_question_with_more_said_after_it_is_said_again_above_its_choices() -> None:
    said = "Yes, you can. Who should I tell? I will wait.\n\nSamaritans: 116 123"
    shown = panel(Screen(said, CHOICES))
    assert (shown.legend, shown.asked_before) == ("Who should I tell?", True)
    assert not panel(Screen("Hello.\n\nWho should I tell?", CHOICES)).asked_before


@pytest.mark.parametrize(
    ("screen", "value", "given", "chosen"),
    [
        (Screen("How was it?", CHOICES), "no", "No", "1:2:no"),
        (Screen("How much?", (Button("7", "1:2:7"),), layout="scale"), 7, "7", "1:2:7"),
        (Screen("Anything else?", typed=True), "More tea", "More tea", ""),
        (Screen("Are you safe?", CHOICES, sensitive=True), "no", "", ""),
    ],
)
def test_what_was_answered_before_is_shown_unless_it_is_private(
    screen: Screen, value: str | int, given: str, chosen: str
) -> None:
    before = Answer("step", 1, "choice", value, "label", "answered")
    shown = panel(screen, Given("1:2", before, frozenset()))
    assert (shown.given, shown.chosen) == (given, frozenset({chosen} - {""}))
    assert (panel(screen).given, panel(screen).chosen) == ("", frozenset())


def test_what_is_ticked_is_what_stands_now_and_not_what_was_sent_with_the_question() -> None:
    asked = Screen("What?", CHOICES, layout="ticks", ticked=("yes",), kind="question")
    assert panel(asked).chosen == {"1:2:yes"}
    assert panel(asked, Given("1:2", None, frozenset({"no"}))).chosen == {"1:2:no"}
    assert panel(asked, Given("1:3", None, frozenset({"no"}))).chosen == {"1:2:yes"}


def test_a_date_and_a_number_stand_in_their_boxes_again() -> None:
    for asks, value in (("date", "2026-03-30"), ("number", 45)):
        before = Answer("step", 1, asks, value, str(value), "answered")
        shown = panel(Screen("?", asks=asks, typed=True), Given("", before, frozenset()))
        assert (shown.value, shown.given) == (str(value), "")


def test_a_photo_that_was_sent_is_not_shown_by_its_reference() -> None:
    before = Answer("step", 1, "photo", "web:1f2e", "photo", "answered")
    assert panel(Screen("?", accepts=("photo",)), Given("", before, frozenset())).given == ""


def test_a_review_that_is_over_still_says_what_was_answered() -> None:
    answers = (AnswerLine("Heard?", "7", "1:2:1"),)
    review = Screen("Is it right?", controls=CHOICES[:1], answers=answers, kind="question")
    lines = [line(1, review), line(2)]
    past = conversation(lines, TEXTS, LONDON, NOW, everything=False).bubbles[0]
    assert past.paragraphs == (("Is it right?",), ("Heard?", "7"))
    now = conversation([line(1, review, current=True)], TEXTS, LONDON, NOW, everything=False)
    assert now.bubbles[0].paragraphs == (("Is it right?",),)
    assert now.panel.answers == answers


def test_a_date_that_was_chosen_is_shown_as_people_write_it() -> None:
    chosen = Line("y1", "you", "2026-03-30", NOW, None, False)
    [bubble] = conversation([chosen], TEXTS, LONDON, NOW, everything=False).bubbles
    assert bubble.paragraphs == (("30 March 2026",),)


def test_the_words_of_a_member_of_staff_stand_under_their_name_and_the_scripts_under_its_own() -> (
    None
):
    script, staff = Screen("Sam is here now."), Screen("Sam: Hello.\n\nSam: I am", speaker="Sam")
    lines = [line(1, script), line(2, staff), Line("y3", "you", "Sam: me", NOW, None, False)]
    bubbles = conversation(lines, TEXTS, LONDON, NOW, everything=False).bubbles
    assert [one.name for one in bubbles] == ["WeSaid", "Sam, a person", "You"]
    assert [one.person for one in bubbles] == [False, True, False]
    assert bubbles[1].paragraphs == (("Hello.",), ("Sam: I am",))
    assert bubbles[2].paragraphs == (("Sam: me",),)


def test_talking_to_someone_is_not_among_the_controls_because_it_is_always_there() -> None:
    controls = (Button("Skip", "1:2:~skip"), Button("Talk", "1:2:~talk"))
    shown = panel(Screen("How was it?", CHOICES, controls))
    assert [button.label for button in shown.controls] == ["Skip"]
    assert shown.seen == "1:2"


def test_the_question_that_stands_is_the_one_with_buttons() -> None:
    old, new = Screen("Old?", CHOICES, kind="question"), Screen("New?", CHOICES, kind="question")
    lines = [line(1, old), line(2, new, current=True), line(3)]
    shown = conversation(lines, TEXTS, LONDON, NOW, everything=False)
    assert shown.panel.legend == "New?"


def test_outside_a_check_in_only_the_very_last_question_waits() -> None:
    asked = Screen("Whom should I tell?", CHOICES, kind="question")
    last = conversation([line(1), line(2, asked)], TEXTS, LONDON, NOW, everything=False)
    assert last.panel.choices == CHOICES
    over = conversation([line(1, asked), line(2)], TEXTS, LONDON, NOW, everything=False)
    assert over.panel.choices == ()
    none = conversation([], TEXTS, LONDON, NOW, everything=False)
    assert (none.bubbles, none.panel.choices) == ((), ())


def test_a_long_conversation_shows_its_end_until_somebody_asks_for_all() -> None:
    lines = [line(number) for number in range(SHOWN + 5)]
    short = conversation(lines, TEXTS, LONDON, NOW, everything=False)
    assert (len(short.bubbles), short.earlier) == (SHOWN, True)
    assert short.bubbles[-1].id == f"w{SHOWN + 4}"
    full = conversation(lines, TEXTS, LONDON, NOW, everything=True)
    assert (len(full.bubbles), full.earlier) == (SHOWN + 5, False)


def test_days_and_hours_are_those_of_the_participants_own_zone() -> None:
    lines = [line(1, at=NOW - timedelta(hours=2)), line(2), line(3)]
    shown = conversation(lines, TEXTS, LONDON, NOW, everything=False).bubbles
    assert [(bubble.day, bubble.clock) for bubble in shown] == [
        ("Yesterday", "22:30"),
        ("Today", "00:30"),
        ("", "00:30"),
    ]


def test_a_divider_stays_the_same_when_the_oldest_message_falls_off() -> None:
    lines = [line(number) for number in range(SHOWN + 1)]
    before = conversation(lines[:-1], TEXTS, LONDON, NOW, everything=False).bubbles
    after = conversation(lines, TEXTS, LONDON, NOW, everything=False).bubbles
    assert (before[0].id, after[0].id) == ("w0", "w1")
    assert before[0].day == after[0].day == "Today"
    assert before[0].on == after[0].on


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 7, 2), "Today"),
        (date(2026, 7, 1), "Yesterday"),
        (date(2026, 6, 30), "Tuesday 30 June"),
    ],
)
def test_a_day_is_said_in_words(day: date, words: str) -> None:
    assert day_words(day, date(2026, 7, 2), TEXTS) == words


def test_a_text_keeps_its_paragraphs_and_lines() -> None:
    assert paragraphs("One.\r\n\r\nTwo,\nthree.\n") == (("One.",), ("Two,", "three."))
