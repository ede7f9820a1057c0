"""The words of a message: a screen's text, and what the buttons under it cannot say themselves."""

from __future__ import annotations

from bot.delivery.screen import Screen
from bot.texts import Texts


def wording(screen: Screen, texts: Texts) -> str:
    """The whole text of the message for `screen`, plain, without markup."""
    paragraphs = (screen.text.strip(), _ends_of_scale(screen, texts), _how_to_answer(screen, texts))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


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
    """Only where the answer is typed: then nothing on the screen shows where it goes."""
    if screen.kind != "question" or not screen.typed:
        return ""
    if screen.choices:
        return texts.say("You can also type your answer.")
    return texts.say("Type your answer in a message.")
