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


def promise_words(texts: Texts, promise: Promise | None, now: datetime) -> str:
    """The promise in words, or plainly that there is none."""
    if promise is None:
        return texts.say(
            "I cannot reach anybody from the team right now. What you wrote is kept, and I will "
            "keep trying. Please do not wait for us: the people below can help you now."
        )
    return texts.say(
        "I have told %(who)s, and asked them to get in touch with you by %(when)s. If they do not "
        "answer me, I will tell somebody else.",
        who=promise.who or texts.say("a person in the team"),
        when=when_words(texts, promise.by, now, promise.zone),
    )


def broken_words(texts: Texts) -> str:
    """That a promise was not kept. Neutral, for it goes out unasked."""
    return texts.say(
        "I am sorry. I told you that somebody would get in touch with you by now, and nobody has "
        "told me that they have seen your message. I keep trying. Please do not wait for us: "
        "write help to see whom you can call now."
    )
