"""The bot's own sentences to participants: short, plain and kind. Read them aloud."""

from __future__ import annotations

from datetime import datetime

from bot.aftercare.when import when_words
from bot.checkins.screen import Facts, rendered
from bot.people.enrolment import JoinProblem
from bot.texts import Texts
from flows.events import Unclear


def unclear_text(texts: Texts, unclear: Unclear, facts: Facts, kind: str) -> str:
    """Why words were not taken as an answer, before the question of this kind is shown again."""
    labels = [rendered(texts, option.label, facts) for option in unclear.candidates]
    if unclear.problem == "two_meanings" and labels:
        return texts.say(
            "I am not sure which one you mean: %(choices)s. Please choose one.",
            choices=texts.say(" or ").join(labels),
        )
    unknown = texts.say(
        "I have kept what you wrote, but I could not tell which answer you mean. "
        "You can press a button, or write its words."
    )
    if kind == "rating":
        unknown = texts.say(
            "I have kept what you wrote, but I could not tell which number you mean. "
            "Please choose one, or write: skip."
        )
    return {
        "out_of_range": texts.say("That number is not on the scale. Please choose one of these."),
        "too_long": texts.say("That is too long for me. Please send it in shorter parts."),
        "empty": texts.say("There was nothing in that message. Please try again."),
    }.get(unclear.problem, unknown)


def kept_text(texts: Texts, facilitator: str) -> str:
    """For words that answer nothing: they are kept, and who reads them."""
    return texts.say(
        "Thank you. I have kept what you wrote, and %(who)s will read it, but not right away. "
        "If you would like to talk to someone, write: talk.",
        who=facilitator or texts.say("a person in the team"),
    )


def paused_text(texts: Texts, resume_at: datetime | None, now: datetime, zone: str) -> str:
    """That the check-in waits, and until when."""
    text = texts.say("That is fine. Your answers are kept.")
    if resume_at is None:
        return text
    when = when_words(texts, resume_at, now, zone)
    later = texts.say(
        "I will ask again at %(when)s. To go on before that, write: carry on.", when=when
    )
    return f"{text} {later}"


def enough_text(texts: Texts) -> str:
    """After "enough for today"."""
    return texts.say(
        "That is fine. Your answers are kept, and I will not ask more today. "
        "You can write to me at any time. To go on, write: carry on."
    )


def stopped_text(texts: Texts, seen: str) -> str:
    """After stop. An open flag goes on, and its promise stands: `seen` says so."""
    parts = [texts.say("I have stopped. I will not send you any more check-ins.")]
    if seen:
        parts.append(texts.say("What you told me before is not forgotten.") + " " + seen)
    parts.append(texts.say("If you ever want to come back, write: start"))
    return "\n\n".join(parts)


def join_problem_text(texts: Texts, problem: JoinProblem) -> str:
    """What is wrong with a code, and what to do."""
    return {
        "unknown": texts.say(
            "I do not know this code. Please check each letter, or ask the person who invited "
            "you for a new one."
        ),
        "used": texts.say(
            "This code was used before, and each code works only once. Please ask the person "
            "who invited you for a new one."
        ),
        "expired": texts.say(
            "This code is too old now. Please ask the person who invited you for a new one."
        ),
        "wrong_bot": texts.say(
            "This code is for a member of staff. Please use it in the chat for staff."
        ),
    }[problem]


def unreadable_text(texts: Texts, *, told: bool) -> str:
    """For something that went wrong here; `told`: somebody could be told of it."""
    if told:
        return texts.say(
            "I am sorry. Something went wrong, and I could not read your last message. "
            "I have kept it and told a person. Please send it again if you can."
        )
    return texts.say(
        "I am sorry. Something went wrong, and I could not read your last message. "
        "I have kept it, but I cannot reach anybody from the team right now. "
        "Please send it again if you can."
    )


def media_text(texts: Texts, media: str, *, told: bool) -> str:
    """For what cannot be read here; `told`: somebody could be told that it came."""
    if media == "sticker":
        return texts.say("Thank you. I can only read words, so please type your answer.")
    if told:
        return texts.say(
            "Thank you. I can only read words: I cannot look at pictures or listen to voice notes. "
            "I have told a person that you sent one. If you can, please also write it in words."
        )
    return texts.say(
        "Thank you. I can only read words: I cannot look at pictures or listen to voice notes. "
        "I cannot reach anybody from the team right now. If you can, please write it in words."
    )
