"""What came of an act on a flag, in words for the one who pressed."""

from __future__ import annotations

from datetime import datetime

from bot.aftercare.acting import Result
from bot.aftercare.life import TRIES, Act, Problem
from bot.aftercare.when import when_words
from bot.texts import Texts


def result_words(texts: Texts, act: Act, result: Result, zone: str, now: datetime) -> str:
    """That it was done, or why not, and who was first."""
    if result.won:
        return _done(texts, act, result, zone, now)
    return _problem(texts, act, result, zone, now)


def _done(texts: Texts, act: Act, result: Result, zone: str, now: datetime) -> str:
    if act in ("acknowledge", "take_over", "accept"):
        if result.told:
            return texts.say("It is yours now. I have told them that you have seen it.")
        return texts.say(
            "It is yours now. I have not written to them about it: somebody else may read their "
            "phone."
        )
    if act == "snooze" and result.until is not None:
        until = when_words(texts, result.until, now, zone)
        return texts.say("It is put off until %(when)s. Then I bring it back.", when=until)
    if act == "close" and result.problem == "waits":
        return texts.say(
            "It is not closed yet: a second person has to agree. I am asking the others now."
        )
    name = result.who or texts.say("your colleague")
    known: dict[Act, str] = {
        "take_up": texts.say("It is yours again now. The time limit stays as it is."),
        "decline": texts.say("It stays with %(name)s.", name=name),
        "contacted": texts.say("I have written it down. Please close it when nothing is left."),
        "tried": texts.say("I have written down that you tried. The time limit stays as it is."),
        "hand_over": texts.say(
            "I have asked %(name)s. It stays yours until they say yes.", name=name
        ),
        "close": texts.say("It is closed."),
        "agree": texts.say("It is closed."),
        "refuse": texts.say("It stays open."),
        "escalate": texts.say("I have told the next people."),
        "note": texts.say("I have added your note."),
        "reopen": texts.say("It is open again, and I have told the first people."),
    }
    return known[act]


def _problem(texts: Texts, act: Act, result: Result, zone: str, now: datetime) -> str:
    until = when_words(texts, result.until or now, now, zone)
    known: dict[Problem, str] = {
        "not there": texts.say("That flag is not there. /flags shows the open ones."),
        "not yours": _not_yours(texts, result.who),
        "waits": texts.say("Somebody has asked to close this. A second person has to say first."),
        "second person": texts.say(
            "You asked to close this yourself, so somebody else has to agree."
        ),
        "too long": texts.say("It can be put off until %(when)s, and no longer.", when=until),
        "nobody": _nobody(texts, act),
        "note": _write(texts, act),
        "tries": texts.say(
            "Please try to reach them %(number)s times before you close it with no reply.",
            number=TRIES,
        ),
        "unread": texts.say(
            "You have not opened what they wrote, and this is urgent. Please press Open to read "
            "first. Then you can close it as spoken with them."
        ),
    }
    problem = result.problem or "changed"
    return known.get(problem) or _too_late(texts, act, result.who)


def _not_yours(texts: Texts, name: str) -> str:
    if not name:
        return texts.say("This was not for you to answer.")
    return texts.say("%(name)s looks after this. You can take it over.", name=name)


def _nobody(texts: Texts, act: Act) -> str:
    if act == "escalate":
        return texts.say("There is nobody else whom I can reach now.")
    return texts.say("They cannot take it: I cannot reach them, or they must not see it.")


def _write(texts: Texts, act: Act) -> str:
    if act == "close":
        return texts.say(
            "Please write down what was done: a welfare check, a call to 999, or what the council "
            "was told."
        )
    return texts.say("There was nothing in that note.")


def _too_late(texts: Texts, act: Act, name: str) -> str:
    if act == "acknowledge":
        who = name or texts.say("A colleague")
        return texts.say("%(name)s has already acknowledged this.", name=who)
    if name:
        return texts.say("%(name)s was first. This is how it stands now.", name=name)
    return texts.say("Something has changed since you looked. This is how it stands now.")
