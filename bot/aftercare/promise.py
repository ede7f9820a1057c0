"""What a participant is promised: who will be in touch, by when. Never more than will happen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.aftercare.when import when_words
from bot.texts import Texts


@dataclass(frozen=True, slots=True)
class Promise:
    """`who` is the name of the person who was told, "" when somebody was told whose name we do
    not have. `by` is when they will have been in touch."""

    who: str
    by: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class Nobody:
    """Staff were told, but none of them is on duty before the limit: nothing is promised.

    `until` is when somebody will be, None when that is not known.
    """

    until: datetime | None
    zone: str


@dataclass(frozen=True, slots=True)
class Late:
    """The time by which somebody should have been in touch has passed. `who` was told again."""

    who: str


Promised = Promise | Nobody | Late | None
"""What can be said; None when nobody could be told at all."""


def promise_words(texts: Texts, promise: Promised, now: datetime) -> str:
    """The promise in words, or plainly that there is none."""
    match promise:
        case Promise(who, by, zone):
            return texts.say(
                "I have told %(who)s, and asked them to get in touch with you by %(when)s. If they "
                "do not answer me, I will tell somebody else.",
                who=who or texts.say("a person in the team"),
                when=when_words(texts, by, now, zone),
            )
        case Late(who):
            return texts.say(
                "I am sorry. Somebody should have been in touch with you by now. I have told "
                "%(who)s again. Please do not wait for us: the people below can help you now.",
                who=who or texts.say("the team"),
            )
        case Nobody():
            return nobody_words(texts, promise, now)
        case None:
            return texts.say(
                "I cannot reach anybody from the team right now. What you wrote is kept, and I "
                "will keep trying. Please do not wait for us: the people below can help you now."
            )


def nobody_words(texts: Texts, nobody: Nobody, now: datetime) -> str:
    """That nobody is there, and until when."""
    if nobody.until is None:
        return texts.say(
            "Nobody from the team is working now, and I cannot say when somebody will be. I "
            "have sent them a message all the same. Please do not wait for us: the people below "
            "can help you now."
        )
    return texts.say(
        "Nobody from the team is working until %(when)s. I have sent them a message all the same. "
        "Please do not wait for us: the people below can help you now.",
        when=when_words(texts, nobody.until, now, nobody.zone),
    )


def withdrawn_words(texts: Texts, nobody: Nobody, now: datetime) -> str:
    """That what was promised cannot be kept, before its time has come. Neutral: it is unasked."""
    if nobody.until is None:
        return texts.say(
            "I am sorry. I told you that somebody would get in touch with you, and now nobody from "
            "the team can. I keep trying. Please do not wait for us. To see whom you can call "
            "now, write: help."
        )
    return texts.say(
        "I am sorry. I told you that somebody would get in touch with you, and now nobody from the "
        "team can until %(when)s. I keep trying. Please do not wait for us. To see whom you can "
        "call now, write: help.",
        when=when_words(texts, nobody.until, now, nobody.zone),
    )


def another_words(texts: Texts, before: str, promise: Promise, now: datetime) -> str:
    """That somebody else will be in touch than the one whom the person was told of. Neutral."""
    return texts.say(
        "%(before)s cannot get in touch with you now. I have told %(who)s instead, and asked them "
        "to get in touch with you by %(when)s.",
        before=before or texts.say("The person I told you of"),
        who=promise.who or texts.say("somebody else"),
        when=when_words(texts, promise.by, now, promise.zone),
    )


def broken_words(texts: Texts) -> str:
    """That a promise was not kept. Neutral, for it goes out unasked."""
    return texts.say(
        "I am sorry. I told you that somebody would get in touch with you by now, and nobody has "
        "told me that they have seen your message. I keep trying. Please do not wait for us. "
        "To see whom you can call now, write: help."
    )


def broken_by_words(texts: Texts, who: str) -> str:
    """That the one who has seen it was not in touch in time. Neutral, for it goes out unasked."""
    return texts.say(
        "I am sorry. %(who)s should have been in touch with you by now, and has not told me that "
        "they were. I have told the team. Please do not wait for us. To see whom you can call "
        "now, write: help.",
        who=who or texts.say("Somebody in the team"),
    )


def left_out_words(texts: Texts) -> str:
    """That a question is not asked now, since nobody could answer what is said to it."""
    return texts.say(
        "I will leave a question out now, because nobody from the team could answer you in time. "
        "You can still write to me. To see whom you can call, write: help."
    )
