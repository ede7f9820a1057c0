"""Why words could not be taken as the answer to a question of some kind, and what would do."""

from __future__ import annotations

from typing import Final

from bot.checkins.screen import option_words
from bot.texts import Texts
from flows.events import Problem

SOME_DAY: Final = "2026-03-03"


def _unknown_text(texts: Texts, kind: str) -> str:
    if kind == "rating":
        return texts.say(
            "I have kept what you wrote, but I could not tell which answer on the scale you mean. "
            "Please choose one, or write: skip."
        )
    if kind == "text":
        return texts.say(
            "I am here. When you are ready, please write your answer in your own words, "
            "or write: skip."
        )
    if kind == "date":
        return texts.say(
            "I have kept what you wrote, but I am not sure which day you mean. "
            "Please write it with the day, the month and the year."
        )
    if kind == "number":
        return texts.say(
            "I have kept what you wrote, but I am not sure which number you mean. "
            "Please write one number, or write: skip."
        )
    return texts.say(
        "I have kept what you wrote, but I could not tell which answer you mean. "
        "You can press a button, or write its words."
    )


def problem_texts(texts: Texts, kind: str, limits: tuple[str, str]) -> dict[Problem, str]:
    """A sentence for each problem at a question of a kind; `limits` are as in events.Unclear."""
    unknown = _unknown_text(texts, kind)
    fitting = _fitting_words(texts, kind, limits)
    return {
        "not_a_choice": unknown,
        "two_meanings": unknown,
        "two_dates": _unknown_text(texts, "date"),
        "no_such_date": texts.say(
            "I have kept what you wrote, but I cannot find that day in the calendar. "
            "Please look at it again, and write the day, the month and the year."
        ),
        "out_of_range": _with(_out_of_range_text(texts, kind), fitting),
        "not_a_number": texts.say(
            "I have kept what you wrote, but I need a number here. "
            "Please write one, or write: skip."
        ),
        "not_a_date": texts.say(
            "I have kept what you wrote, but I need a day here, such as %(day)s. "
            "Please write one, or write: skip.",
            day=option_words(texts, limits[1] or limits[0] or SOME_DAY, {}),
        ),
        "not_sent": texts.say(
            "I have kept what you wrote. Here you can send me a photo or a voice note. "
            "If you would rather not, write: skip."
        ),
        "no_photo": texts.say(
            "I have kept what you wrote. Here you can send me a photo. "
            "If you would rather not, write: skip."
        ),
        "no_voice": texts.say(
            "I have kept what you wrote. Here you can send me a voice note. "
            "If you would rather not, write: skip."
        ),
        "begun": texts.say("Please go on. You can write it in your own words, or write: skip."),
        "puzzled": _puzzled_text(texts, kind),
        "too_few": texts.say("That is not enough yet. Please choose some more."),
        "too_many": texts.say("That is more than you can choose here. Please choose fewer."),
        "too_long": texts.say("That is too long for me. Please send it in shorter parts."),
        "empty": texts.say("There was nothing in that message. Please try again."),
    }


def _out_of_range_text(texts: Texts, kind: str) -> str:
    if kind == "number":
        return texts.say(
            "That number is too small or too big for this question. Please look at it again."
        )
    if kind == "date":
        return texts.say(
            "That day is too early or too late for this question. Please look at it again."
        )
    return texts.say("That number is not on the scale. Please choose one of these.")


def _puzzled_text(texts: Texts, kind: str) -> str:
    """The question in other words is not to be had; what is asked for, and who can help, is."""
    if kind == "text":
        how = texts.say("There is no right or wrong answer here. Write whatever comes to mind.")
    elif kind in ("photo", "date", "number"):
        how = texts.say("I will ask it again. If you are not sure, leave it out.")
    else:
        how = texts.say("There is no right or wrong answer. Choose what is nearest for you.")
    leave = texts.say("To leave it out, write: skip. To ask a person, write: talk.")
    return _with(texts.say("I am sorry that was not clear."), how, leave)


def _fitting_words(texts: Texts, kind: str, limits: tuple[str, str]) -> str:
    """Which days or numbers would fit; "" where there is nothing to say."""
    first, last = (option_words(texts, limit, {}) if limit else "" for limit in limits)
    if not first and not last:
        return ""
    if kind == "date" and not last:
        return texts.say("It can be %(first)s or later.", first=first)
    if kind == "date" and not first:
        return texts.say("It can be %(last)s or earlier.", last=last)
    return texts.say("It can be from %(first)s to %(last)s.", first=first, last=last)


def _with(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
