"""A screen's buttons as a keyboard under the message, laid out for the width of a phone."""

from __future__ import annotations

from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery.screen import Button, Screen

PRESS_BYTES: Final = 64
"""What Telegram carries with a button."""

_CONTROL_ROW: Final = 3
_CONTROL_CHARACTERS: Final = 24


class UnfitButtonError(ValueError):
    """A button that Telegram would refuse, with what is wrong with it."""


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The keyboard of `screen`; None when it has no buttons. Raises UnfitButtonError."""
    laid_out = rows(screen)
    if not laid_out:
        return None
    return InlineKeyboardMarkup([[_key(button) for button in row] for row in laid_out])


def rows(screen: Screen) -> list[list[Button]]:
    """Each choice in a row of its own, hard to hit by mistake; below them the controls."""
    laid_out = [[choice] for choice in screen.choices]
    below: list[list[Button]] = []
    for control in screen.controls:
        row = below[-1] if below else []
        taken = sum(len(one.label) for one in row)
        if row and len(row) < _CONTROL_ROW and taken + len(control.label) <= _CONTROL_CHARACTERS:
            row.append(control)
        else:
            below.append([control])
    return laid_out + below


def _key(button: Button) -> InlineKeyboardButton:
    size = len(button.press.encode())
    if not 1 <= size <= PRESS_BYTES:
        raise UnfitButtonError(f"A button carries {size} bytes; Telegram takes 1 to {PRESS_BYTES}.")
    if not button.label.strip():
        raise UnfitButtonError("A button has no words on it.")
    return InlineKeyboardButton(text=button.label, callback_data=button.press)
