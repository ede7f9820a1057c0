"""The bot's own sentences to participants: short, plain and kind. Read them aloud."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from bot.aftercare.wording import media_words
from bot.checkins.not_understood import problem_texts
from bot.checkins.pausing import again_words
from bot.checkins.screen import Facts, option_words
from bot.people.enrolment import JoinProblem
from bot.texts import Texts
from flows.events import Unclear

ASKED_THE_SAME: Final = 2
"""Times that words at one question may be answered in the same way."""
NOT_UNDERSTOOD: Final = (
    *("not_a_choice", "not_a_number", "not_a_date", "not_sent", "no_photo", "no_voice"),
    *("begun", "puzzled"),
)
"""What the same sentence would not mend; others say each time what would fit."""


def unclear_text(texts: Texts, unclear: Unclear, facts: Facts, kind: str) -> str:
    """Why words were not taken as an answer, before the question of this kind is shown again."""
    labels = [option_words(texts, option.label, facts) for option in unclear.candidates]
    choices = texts.say(" or ").join(labels)
    if unclear.problem == "two_meanings" and labels:
        return texts.say(
            "I am not sure which one you mean: %(choices)s? Please choose one.", choices=choices
        )
    if unclear.problem == "two_dates" and labels:
        return texts.say(
            "I am not sure which day you mean: %(choices)s? Please choose one.", choices=choices
        )
    if unclear.times > ASKED_THE_SAME and unclear.problem in NOT_UNDERSTOOD:
        return stuck_text(texts)
    return problem_texts(texts, kind, unclear.limits)[unclear.problem]


def stuck_text(texts: Texts) -> str:
    """After a few answers that were not understood: the same again would help nobody."""
    return texts.say(
        "I am sorry, I still do not understand. What you wrote is kept, and a person can read it. "
        "To leave this question out, write: skip. To ask a person, write: talk."
    )


def dropped_text(texts: Texts, questions: list[str]) -> str:
    """Answers that a changed one has taken out, by their questions; "" when there are none."""
    if not questions:
        return ""
    named = "\n".join(f"\u2013 {question}" for question in questions)
    one = texts.say("I have taken out your answer to this question. It does not apply any more.")
    many = texts.say("I have taken out your answers to these. They do not apply any more.")
    return f"{one if len(questions) == 1 else many}\n{named}"


def shortened(text: str, longest: int = 120) -> str:
    """The text, or its beginning where it is long."""
    return text if len(text) <= longest else text[:longest].rsplit(maxsplit=1)[0] + " \u2026"


def kept_text(texts: Texts, facilitator: str) -> str:
    """For words that answer nothing: they are kept, and who reads them."""
    return texts.say(
        "Thank you. I have kept what you wrote, and %(who)s will read it, but not right away. "
        "If you would like to talk to someone, write: talk.",
        who=facilitator or texts.say("a person in the team"),
    )


def kept_beside_text(texts: Texts, *, again: bool) -> str:
    """For more words from somebody who waits for a person, and knows where that stands.

    `again`: they have just read how to hear more.
    """
    if again:
        return texts.say("I have kept this, too.")
    return texts.say(
        "I have kept what you wrote, beside what you told me before. To hear who has seen it, "
        "write: who has seen it? If you need help now, write: help."
    )


def paused_text(texts: Texts, resume_at: datetime | None, now: datetime, zone: str) -> str:
    """That the check-in waits, and until when."""
    text = texts.say("That is fine. Your answers are kept.")
    if resume_at is None:
        return text
    when = again_words(texts, resume_at, now, zone)
    later = texts.say(
        "I will ask again %(when)s. To go on before that, write: carry on.", when=when
    )
    return f"{text} {later}"


def enough_text(texts: Texts) -> str:
    """After "enough for today"."""
    return texts.say(
        "That is fine. Your answers are kept, and I will not ask more today. "
        "You can write to me at any time. To go on, write: carry on."
    )


def neutral_text(texts: Texts, *, asks: bool) -> str:
    """For words from somebody whose phone others may read. `asks`: for what was hidden."""
    if asks:
        return show_me_text(texts)
    return texts.say("I have kept what you wrote. To see what you can write here, write: help.")


def show_me_text(texts: Texts) -> str:
    """How to see what was hidden, without a word on whether there is anything."""
    return texts.say("If there is any news, I can show it here. To see it, write: show me.")


def stopped_text(texts: Texts, seen: str, *, again: bool = False) -> str:
    """After stop. An open flag goes on, and its promise stands: `seen` says so.

    `again`: they had stopped before.
    """
    if again:
        parts = [texts.say("The check-ins are stopped. I do not send you any.")]
    else:
        parts = [
            texts.say(
                "I have stopped. I will not send you any more check-ins. "
                "What you told me so far is kept."
            )
        ]
    if seen:
        parts.append(texts.say("What you told me before is not forgotten.") + " " + seen)
    parts.append(texts.say("If you ever want to come back, write: start"))
    return "\n\n".join(parts)


def back_again_text(texts: Texts) -> str:
    """After somebody who had stopped has come back; `stop` ended what they were in."""
    return texts.say(
        "Welcome back. If you stopped in the middle of a check-in, that one is over. "
        "What you told me then is kept. There is nothing to answer right now. "
        "I will write when there is a new check-in."
    )


def how_to_come_back_text(texts: Texts) -> str:
    """For "carry on" from somebody who has left: nobody is signed up again by a slip."""
    return texts.say(
        "You are not taking part in the check-ins now, so there is nothing to carry on with. "
        "If you want to come back, write: start"
    )


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


def media_kept_text(texts: Texts, kind: str, reader: str, *, told: bool) -> str:
    """For a file that is kept, and that a person can open."""
    if told:
        return texts.say(
            "Thank you. I have kept your %(media)s. I cannot open it myself, but %(who)s can. "
            "That may not be right away. If you need help now, write: help.",
            media=media_words(texts, kind),
            who=reader or texts.say("a person in the team"),
        )
    return texts.say(
        "Thank you. I have kept your %(media)s. I cannot open it myself, and I cannot reach "
        "anybody from the team right now. A person can open it later. "
        "If you need help now, write: help.",
        media=media_words(texts, kind),
    )


def media_lost_text(texts: Texts, kind: str) -> str:
    """For a file that was sent, and could not be had after all."""
    return texts.say(
        "I am sorry. I could not keep the %(media)s that you sent, so nobody can open it. "
        "If you can, please send it again, or write it in words.",
        media=media_words(texts, kind),
    )


def too_big_text(texts: Texts, kind: str, *, told: bool) -> str:
    """For a file that is larger than what can be kept; `told`: somebody could be told of it."""
    text = texts.say(
        "I am sorry. Your %(media)s is too big for me, so I could not keep it. "
        "If you can, please send a shorter one, or write it in words.",
        media=media_words(texts, kind),
    )
    return text + " " + texts.say("I have told a person that you sent one.") if told else text


def media_text(texts: Texts, media: str, *, told: bool) -> str:
    """For what cannot be read here; `told`: somebody could be told that it came."""
    if media == "sticker":
        return texts.say("Thank you. I can only read words, so please type your answer.")
    if told:
        return texts.say(
            "Thank you. I can only read words: I cannot open what you sent, and it is not kept "
            "here. I have told a person that you sent one. "
            "If you can, please also write it in words."
        )
    return texts.say(
        "Thank you. I can only read words: I cannot open what you sent, and it is not kept here. "
        "I cannot reach anybody from the team right now. If you can, please write it in words."
    )
