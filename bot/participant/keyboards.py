"""A screen's buttons as a keyboard under the message, laid out for the width of a phone."""

from __future__ import annotations

from typing import Final

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from bot.delivery.screen import TICK, Button, Screen, choice_of

PRESS_BYTES: Final = 64
"""What Telegram carries with a button."""

_ONE_ROW_SCALE: Final = 5
_SCALE_ROW: Final = 4
_SHORT_NUMBER: Final = 3
_SHORT_CHOICE: Final = 12
_CONTROL_ROW: Final = 4
_CONTROL_CHARACTERS: Final = 24


_DONE: Final = "~done"
_LINE_CHARACTERS: Final = 40

_KEY: Final = InlineKeyboardButton(text="", callback_data="")


class UnfitButtonError(ValueError):
    """A button that Telegram would refuse, with what is wrong with it."""


def keyboard(screen: Screen) -> InlineKeyboardMarkup | None:
    """The keyboard of `screen`; None when it has no buttons. Raises UnfitButtonError."""
    laid_out = rows(screen)
    if not laid_out:
        return None
    return InlineKeyboardMarkup.model_construct(
        inline_keyboard=[[_key(button) for button in row] for row in laid_out]
    )


def rows(screen: Screen) -> list[list[Button]]:
    """The buttons row by row: first the choices, then, in rows of their own, the controls.

    An option that is ticked says so in its words. In a list of answers each has its number, which
    stands before it in the message, too.
    """
    choices = list(screen.choices)
    if screen.layout == "ticks":
        return [[_tickable(one, screen.ticked)] for one in choices] + _controls(screen.controls)
    if screen.answers:
        numbered = enumerate(choices, start=1)
        return [[_line(number, one)] for number, one in numbered] + _controls(screen.controls)
    if screen.layout == "scale" and all(len(one.label) <= _SHORT_NUMBER for one in choices):
        return _scale(choices) + _controls(screen.controls)
    return _list(choices) + _controls(screen.controls)


def _scale(choices: list[Button]) -> list[list[Button]]:
    """0 to 10 in rows of 4, 4 and 3: easier to hit than 6 and 5 for a hand that shakes."""
    count = len(choices)
    if count <= _ONE_ROW_SCALE:
        return [choices] if choices else []
    lines = -(-count // _SCALE_ROW)
    longer = count % lines
    laid_out, at = [], 0
    for line in range(lines):
        width = count // lines + (line < longer)
        laid_out.append(choices[at : at + width])
        at += width
    return laid_out


def _list(choices: list[Button]) -> list[list[Button]]:
    """One below the other; only a pair of short ones, such as Yes and No, shares a row."""
    if len(choices) == 2 and all(len(one.label) <= _SHORT_CHOICE for one in choices):
        return [choices]
    return [[one] for one in choices]


def _tickable(choice: Button, ticked: tuple[str, ...]) -> Button:
    if choice_of(choice.press) not in ticked:
        return choice
    return Button(TICK + choice.label, choice.press)


def _line(number: int, choice: Button) -> Button:
    words = " ".join(choice.label.split())
    if len(words) > _LINE_CHARACTERS:
        words = words[: _LINE_CHARACTERS - 1].rstrip() + "\u2026"
    return Button(f"{number}. {words}", choice.press)


def _controls(controls: tuple[Button, ...]) -> list[list[Button]]:
    """Side by side as far as they can be read on a phone, in the order they come.

    "Done" has the first row to itself: it is what most people press next.
    """
    laid_out: list[list[Button]] = []
    if controls and choice_of(controls[0].press) == _DONE:
        return [[controls[0]], *_controls(controls[1:])]
    for control in controls:
        row = laid_out[-1] if laid_out else []
        taken = sum(len(one.label) for one in row)
        if row and len(row) < _CONTROL_ROW and taken + len(control.label) <= _CONTROL_CHARACTERS:
            row.append(control)
        else:
            laid_out.append([control])
    return laid_out


def _key(button: Button) -> InlineKeyboardButton:
    size = len(button.press.encode())
    if not 1 <= size <= PRESS_BYTES:
        raise UnfitButtonError(f"A button carries {size} bytes; Telegram takes 1 to {PRESS_BYTES}.")
    if not button.label.strip():
        raise UnfitButtonError("A button has no words on it.")
    # A copy: to have each of a dozen keys checked again for all that a key can be takes a while.
    return _KEY.model_copy(update={"text": button.label, "callback_data": button.press})
