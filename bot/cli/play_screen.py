"""A screen as the terminal shows it, and how each kind of question is answered there."""

from __future__ import annotations

from bot.checkins.screen import STATUS
from bot.cli.saying import say
from bot.delivery.screen import Screen, choice_of
from bot.participant.wording import wording
from bot.texts import Texts


def show_screen(screen: Screen, texts: Texts) -> None:
    """The text, what can be chosen by number, and the words that steer."""
    say(f"\n{wording(screen, texts)}" if screen.answers else f"\n{screen.text}")
    if screen.layout == "scale" and screen.choices:
        first, last = screen.choices[0].label, screen.choices[-1].label
        say(f"  {first} to {last}. {first} is {screen.low}, {last} is {screen.high}.")
    elif not screen.answers:
        for number, choice in enumerate(screen.choices, 1):
            # What is typed to a typed question is its answer, and not the number of a choice.
            place = "-" if screen.typed else str(number)
            say(f"  {_box(screen, choice.press)}{place}  {choice.label}")
    how = how_to_answer(screen)
    if how:
        say(f"  {how}")
    # "Has anyone seen my message?" has no answer here: nobody was told.
    words = [one.label for one in screen.controls if not one.press.endswith(STATUS)]
    if words:
        say("  (" + " \u00b7 ".join(words) + ")")


def _box(screen: Screen, press: str) -> str:
    if screen.layout != "ticks":
        return ""
    return "[x] " if choice_of(press) in screen.ticked else "[ ] "


def how_to_answer(screen: Screen) -> str:
    """For the kinds that a terminal does otherwise than a phone; "" for the others."""
    if screen.layout == "ticks":
        return "A number ticks, or takes the tick away; then write: done. Or all at once: 1, 3"
    if screen.accepts:
        return f"Write {' or '.join(screen.accepts)}, as if you sent one."
    if screen.answers:
        return "Write the number of an answer to change it, or: done"
    if screen.asks == "date":
        return "Write a date: 30 March 2027, yesterday, 2027-03-30"
    if screen.asks == "number":
        return f"Write a number ({screen.unit})." if screen.unit else "Write a number."
    return ""
