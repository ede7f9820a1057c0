"""Why a form was not sent, in words that stand above the question."""

from __future__ import annotations

from typing import Final

from bot.texts import Texts
from bot.web.chat.posted import LONGEST_TEXT, media_kind
from bot.web.uploads import Upload

MOST_MEGABYTES: Final = 10
"""The size of a photo or voice note; the page says so before one is chosen."""


def problem_with(text: str, upload: Upload | None, texts: Texts) -> str:
    """What is wrong with what came, or "". Nothing of it is kept then, and the words stay."""
    if len(text) > LONGEST_TEXT:
        return texts.say(
            "That is too long to send at once. It is still in the box: "
            "please send it in shorter parts."
        )
    if upload is None:
        return ""
    if upload.too_large:
        return texts.say(
            "That file is larger than %(size)s MB, so it was not sent. "
            "Please choose a smaller one, or tell us in words.",
            size=MOST_MEGABYTES,
        )
    if not media_kind(upload.content_type):
        return texts.say("That is no photo and no voice note, so it was not sent.")
    return ""


def nothing_sent(texts: Texts) -> str:
    return texts.say("There was nothing to send. Please choose an answer, or type one.")


def do_not_go_together(texts: Texts) -> str:
    """For ticks that cannot all stand, such as one of several and "none of these"."""
    return texts.say(
        "You cannot tick all of these together. Please look at what you ticked, and send it again."
    )
