"""Keyboards: words on every button, laid out for a phone."""

from __future__ import annotations

import pytest

from bot.delivery.screen import AnswerLine, Button, Screen
from bot.participant.keyboards import UnfitButtonError, keyboard, rows

CONTROLS = tuple(
    Button(label, f"5:1:~{key}")
    for label, key in (
        ("Skip", "skip"),
        ("Back", "back"),
        ("Later", "pause"),
        ("Stop", "stop"),
        ("I want to talk to someone", "talk"),
    )
)


def buttons(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(label, f"5:1:{index}") for index, label in enumerate(labels))


def scale(least: int, most: int) -> Screen:
    labels = [str(number) for number in range(least, most + 1)]
    return Screen(text="How?", choices=buttons(*labels), layout="scale")


def labels(screen: Screen) -> list[str]:
    return [" | ".join(button.label for button in row) for row in rows(screen)]


@pytest.mark.parametrize(
    ("least", "most", "expected"),
    [
        (0, 10, ["0 | 1 | 2 | 3", "4 | 5 | 6 | 7", "8 | 9 | 10"]),
        (1, 10, ["1 | 2 | 3 | 4", "5 | 6 | 7", "8 | 9 | 10"]),
        (1, 7, ["1 | 2 | 3 | 4", "5 | 6 | 7"]),
        (0, 5, ["0 | 1 | 2", "3 | 4 | 5"]),
        (1, 5, ["1 | 2 | 3 | 4 | 5"]),
        (1, 2, ["1 | 2"]),
    ],
)
def test_numbers_are_in_few_even_rows_with_room_for_a_thumb(
    least: int, most: int, expected: list[str]
) -> None:
    assert labels(scale(least, most)) == expected


def test_a_scale_of_words_is_a_list() -> None:
    screen = Screen(text="How?", choices=buttons("Never", "Sometimes", "Always"), layout="scale")
    assert labels(screen) == ["Never", "Sometimes", "Always"]


def test_choices_are_one_below_the_other() -> None:
    assert labels(Screen(text="?", choices=buttons("No", "A little", "Yes"))) == [
        "No",
        "A little",
        "Yes",
    ]


def test_only_a_pair_of_short_choices_shares_a_row() -> None:
    assert labels(Screen(text="?", choices=buttons("Yes", "No"))) == ["Yes | No"]
    assert labels(Screen(text="?", choices=buttons("Yes, please do", "No"))) == [
        "Yes, please do",
        "No",
    ]


def test_controls_come_last_in_rows_of_their_own() -> None:
    screen = Screen(text="?", choices=buttons("Yes", "No"), controls=CONTROLS)
    assert labels(screen) == [
        "Yes | No",
        "Skip | Back | Later | Stop",
        "I want to talk to someone",
    ]


def test_longer_words_for_the_controls_get_more_rows() -> None:
    controls = buttons("Hepgor y cwestiwn", "Yn ôl", "Yn hwyrach", "Stopio", "Siarad â rhywun")
    assert labels(Screen(text="?", controls=controls)) == [
        "Hepgor y cwestiwn | Yn ôl",
        "Yn hwyrach | Stopio",
        "Siarad â rhywun",
    ]


def test_no_button_is_lost_or_moved_ahead_of_another() -> None:
    screen = Screen(text="?", choices=buttons(*"abcdefg"), controls=CONTROLS)
    assert [button for row in rows(screen) for button in row] == [*screen.choices, *CONTROLS]


def test_without_buttons_there_is_no_keyboard() -> None:
    assert keyboard(Screen(text="Thank you.")) is None


def test_each_key_has_its_label_and_its_data() -> None:
    markup = keyboard(Screen(text="?", choices=(Button("Ydw", "5:1:yes"), Button("لا", "5:1:no"))))
    assert markup is not None
    [row] = markup.inline_keyboard
    assert [(key.text, key.callback_data) for key in row] == [
        ("Ydw", "5:1:yes"),
        ("لا", "5:1:no"),
    ]


@pytest.mark.parametrize("press", ["", "a" * 65, "é" * 33])
def test_data_that_telegram_does_not_carry_is_refused_with_its_size(press: str) -> None:
    with pytest.raises(UnfitButtonError, match=f"carries {len(press.encode())} bytes"):
        keyboard(Screen(text="?", choices=(Button("Yes", press),)))


def test_sixty_four_bytes_are_carried() -> None:
    assert keyboard(Screen(text="?", choices=(Button("Yes", "é" * 32),))) is not None


@pytest.mark.parametrize("label", ["", "  "])
def test_a_button_without_words_is_refused(label: str) -> None:
    with pytest.raises(UnfitButtonError, match="no words"):
        keyboard(Screen(text="?", choices=(Button(label, "5:1:yes"),)))


def test_a_tick_is_said_in_words_on_the_button_and_done_stands_below() -> None:
    options = (Button("Getting there", "5:1:travel"), Button("Hearing", "5:1:hearing"))
    controls = (Button("Done", "5:1:~done"), *CONTROLS)
    screen = Screen(
        text="?", choices=options, controls=controls, layout="ticks", ticked=("travel",)
    )
    assert labels(screen) == [
        "\u2713 Getting there",
        "Hearing",
        "Done",
        "Skip | Back | Later | Stop",
        "I want to talk to someone",
    ]
    assert [row[0].press for row in rows(screen)[:3]] == ["5:1:travel", "5:1:hearing", "5:1:~done"]


def test_two_short_options_that_can_be_ticked_do_not_share_a_row() -> None:
    assert labels(Screen(text="?", choices=buttons("Yes", "No"), layout="ticks")) == ["Yes", "No"]


def test_answers_to_choose_from_have_their_numbers_and_fit_a_phone() -> None:
    asked = "How much did you feel that what you said was really listened to today?"
    answers = (AnswerLine("Name?", "Ash", "5:9:1"), AnswerLine(asked, "7", "5:9:2"))
    choices = (Button("Name?", "5:9:1"), Button(asked, "5:9:2"))
    assert labels(Screen(text="Which?", choices=choices, answers=answers)) == [
        "1. Name?",
        "2. How much did you feel that what you sai\u2026",
    ]
