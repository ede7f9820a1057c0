"""The words of a message: a screen's text, and what the buttons under it cannot say themselves."""

from __future__ import annotations

from typing import Final

from bot.delivery.screen import Screen
from bot.texts import Texts, texts_for

LARGEST_FILE: Final = 20
"""Megabytes of a photo or voice note that Telegram lets a bot fetch."""


def wording(screen: Screen, texts: Texts) -> str:
    """The whole text of the message for `screen`, plain, without markup.

    In the screen's own language; `texts` is for a screen that names none.
    """
    if screen.locale and screen.locale != texts.locale:
        texts = texts_for(screen.locale)
    paragraphs = (
        screen.text.strip(),
        *_answers(screen),
        _ends_of_scale(screen, texts),
        _how_to_answer(screen, texts),
    )
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _answers(screen: Screen) -> list[str]:
    """The answers of a review; numbered, so that a button can name one."""
    return [
        f"{number}. {line.asked}\n{line.said}"
        for number, line in enumerate(screen.answers, start=1)
    ]


def _ends_of_scale(screen: Screen, texts: Texts) -> str:
    if screen.layout != "scale" or not screen.choices:
        return ""
    least, most = screen.choices[0].label, screen.choices[-1].label
    ends = []
    if screen.low:
        ends.append(texts.say("%(number)s means: %(meaning)s.", number=least, meaning=screen.low))
    if screen.high:
        ends.append(texts.say("%(number)s means: %(meaning)s.", number=most, meaning=screen.high))
    return "\n".join(ends)


def _how_to_answer(screen: Screen, texts: Texts) -> str:
    """Only where nothing on the screen shows how: it is typed or sent, or takes more presses."""
    if screen.kind != "question":
        return ""
    if screen.layout == "ticks":
        return texts.say("Press all that fit, then press Done.")
    if screen.accepts:
        return _what_to_send(screen, texts)
    return _what_to_type(screen, texts) if screen.typed else ""


def _what_to_type(screen: Screen, texts: Texts) -> str:
    if screen.choices:
        return texts.say("You can also type your answer.")
    if screen.asks == "date":
        return texts.say("Type the date in a message, such as 30 March 2027.")
    if screen.asks == "number" and screen.unit:
        return texts.say("Type a number in a message (%(unit)s).", unit=screen.unit)
    if screen.asks == "number":
        return texts.say("Type a number in a message.")
    return texts.say("Type your answer in a message.")


def _what_to_send(screen: Screen, texts: Texts) -> str:
    if screen.accepts == ("photo",):
        return texts.say("Send a photo of up to %(size)s MB.", size=LARGEST_FILE)
    if screen.accepts == ("voice",):
        return texts.say("Send a voice note of up to %(size)s MB.", size=LARGEST_FILE)
    return texts.say("Send a photo or a voice note of up to %(size)s MB.", size=LARGEST_FILE)
