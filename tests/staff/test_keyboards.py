"""Keyboards of the staff bot: choices apart from each other, data that Telegram carries."""

from __future__ import annotations

import pytest

from bot.delivery.screen import Button, Screen
from bot.staff.keyboards import UnfitButtonError, keyboard, rows


def buttons(*labels: str) -> tuple[Button, ...]:
    return tuple(Button(label, f"f:12:3:{index}") for index, label in enumerate(labels))


def labels(screen: Screen) -> list[str]:
    return [" | ".join(button.label for button in row) for row in rows(screen)]


def test_each_choice_has_a_row_of_its_own() -> None:
    alert = Screen(text="Urgent.", choices=buttons("Acknowledge", "Open to read"), kind="alert")
    assert labels(alert) == ["Acknowledge", "Open to read"]


def test_controls_come_last_side_by_side_where_they_can_be_read() -> None:
    screen = Screen(
        text="Urgent.",
        choices=buttons("Acknowledge"),
        controls=buttons("Open to read", "Later", "Hand over to somebody else"),
    )
    assert labels(screen) == ["Acknowledge", "Open to read | Later", "Hand over to somebody else"]


def test_without_buttons_there_is_no_keyboard() -> None:
    assert keyboard(Screen(text="There are no open flags.")) is None


@pytest.mark.parametrize("press", ["", "a" * 65, "é" * 33])
def test_data_that_telegram_does_not_carry_is_refused_with_its_size(press: str) -> None:
    with pytest.raises(UnfitButtonError, match=f"carries {len(press.encode())} bytes"):
        keyboard(Screen(text="?", choices=(Button("Acknowledge", press),)))


def test_a_button_without_words_is_refused() -> None:
    with pytest.raises(UnfitButtonError, match="no words"):
        keyboard(Screen(text="?", choices=(Button(" ", "f:12:3:ack"),)))
