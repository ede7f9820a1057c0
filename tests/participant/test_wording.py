"""What a message says beside the screen's own text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.delivery.screen import AnswerLine, Button, Screen
from bot.participant.wording import wording
from bot.texts import texts_for

TEXTS = texts_for("en")
NUMBERS = tuple(Button(str(number), f"5:1:{number}") for number in range(11))


def test_the_ends_of_a_scale_are_said_in_words() -> None:
    screen = Screen(
        text="How much did you feel listened to today?",
        choices=NUMBERS,
        layout="scale",
        low="Not at all",
        high="Completely",
        kind="question",
    )
    assert wording(screen, TEXTS) == (
        "How much did you feel listened to today?\n\n0 means: Not at all.\n10 means: Completely."
    )


def test_an_end_without_words_is_left_out() -> None:
    screen = Screen(text="How?", choices=NUMBERS, layout="scale", high="Very")
    assert wording(screen, TEXTS) == "How?\n\n10 means: Very."
    assert wording(Screen(text="How?", choices=NUMBERS, layout="scale"), TEXTS) == "How?"


def test_where_the_answer_is_typed_it_says_so() -> None:
    screen = Screen(text="Anything else?", typed=True, kind="question")
    assert wording(screen, TEXTS) == "Anything else?\n\nType your answer in a message."


def test_a_question_with_both_says_that_typing_works_too() -> None:
    screen = Screen(text="Who?", choices=NUMBERS[:2], typed=True, kind="question")
    assert wording(screen, TEXTS) == "Who?\n\nYou can also type your answer."


def test_anything_else_is_said_as_it_is() -> None:
    signpost = Screen(text="Thank you.\n\nSamaritans: 116 123", typed=True, kind="signpost")
    assert wording(signpost, TEXTS) == "Thank you.\n\nSamaritans: 116 123"


def test_percent_signs_in_an_authors_words_are_harmless() -> None:
    screen = Screen(text="50% ?", choices=NUMBERS, layout="scale", low="0%s", high="100%(x)s")
    assert wording(screen, TEXTS) == "50% ?\n\n0 means: 0%s.\n10 means: 100%(x)s."


def test_it_speaks_the_language_of_the_screen_and_not_its_own() -> None:
    screen = Screen(text="?", typed=True, kind="question", locale="en@easyread")
    assert wording(screen, TEXTS) == "?\n\nType your answer in a message."


@pytest.mark.parametrize(
    ("screen", "said"),
    [
        (Screen(text="?", layout="ticks", choices=NUMBERS), "Press all that fit, then press Done."),
        (Screen(text="?", asks="date", typed=True), "Type the date in a message"),
        (Screen(text="?", asks="number", typed=True), "Type a number in a message."),
        (Screen(text="?", asks="number", typed=True, unit="hours"), "in a message (hours)."),
        (Screen(text="?", accepts=("photo",)), "Send a photo of up to 20 MB."),
        (Screen(text="?", accepts=("voice",)), "Send a voice note of up to 20 MB."),
        (Screen(text="?", accepts=("photo", "voice")), "a photo or a voice note of up to 20 MB."),
    ],
)
def test_each_kind_of_question_says_how_it_is_answered(screen: Screen, said: str) -> None:
    assert said in wording(replace(screen, kind="question"), TEXTS)


def test_a_review_is_one_message_with_every_answer() -> None:
    answers = (
        AnswerLine("Did you feel heard?", "7", "5:9:1"),
        AnswerLine("Do you feel safe?", "You have answered this.", "5:9:2"),
    )
    screen = Screen(text="Is this right?", answers=answers, asks="review", kind="question")
    assert wording(screen, TEXTS) == (
        "Is this right?\n\n"
        "1. Did you feel heard?\n7\n\n"
        "2. Do you feel safe?\nYou have answered this."
    )
