"""What is said around a chat between a participant and a member of staff.

To participants it is always clear whether a person or the script is speaking. Neutral words: their
phone may be read by somebody else.
"""

from __future__ import annotations

from bot.aftercare.hiding import hide_button
from bot.delivery.screen import Screen
from bot.texts import Texts


def staff_name(texts: Texts, name: str) -> str:
    """How a participant sees a member of staff: by name, never by number or account."""
    return name or texts.say("Somebody from the team")


def said_screen(texts: Texts, name: str, words: str) -> Screen:
    """A member of staff's own words, and nothing beside them that the script says."""
    who = staff_name(texts, name)
    return Screen(
        text=f"{who}: {words}", controls=(hide_button(texts),), sensitive=True, speaker=who
    )


def opening_words(texts: Texts, name: str, *, waits: bool) -> str:
    """Before the first words: this is a person. `waits`: there is a check-in that does."""
    who = staff_name(texts, name)
    text = texts.say(
        "%(name)s is here now. %(name)s is a person from the team, not the program that asks the "
        "questions. What you write here goes to %(name)s, until I tell you that %(name)s has left.",
        name=who,
    )
    if not waits:
        return text
    return text + " " + texts.say("The questions wait until then.")


def passed_on_words(texts: Texts, before: str, name: str) -> str:
    """Somebody else has taken over the chat."""
    who = staff_name(texts, name)
    return texts.say(
        "%(before)s has left the chat. %(name)s is here now, a person from the team too. "
        "What you write goes to %(name)s.",
        before=staff_name(texts, before),
        name=who,
    )


def talking_words(texts: Texts, name: str) -> str:
    """The answer to a button of the check-in while a person is there."""
    return texts.say(
        "You are talking with %(name)s, a person from the team. You can write to %(name)s in a "
        "message. The questions wait until %(name)s has left.",
        name=staff_name(texts, name),
    )


def still_here_words(texts: Texts, name: str) -> str:
    """Somebody is there; a stop ended the check-ins, and not the chat."""
    return texts.say(
        "%(name)s is still here, and what you write goes to %(name)s.",
        name=staff_name(texts, name),
    )


def has_this_words(texts: Texts, name: str) -> str:
    """Something pressing was said again, and the numbers stand above."""
    return texts.say(
        "I have told %(name)s this, too. To see again whom you can call now, write: help.",
        name=staff_name(texts, name),
    )


def no_answer_yet_words(texts: Texts, name: str) -> str:
    """The member of staff has not answered for a while."""
    return texts.say(
        "%(name)s has not answered yet. I have told %(name)s that you are waiting. "
        "If you need help now, write: help.",
        name=staff_name(texts, name),
    )


def left_words(texts: Texts, name: str, *, unanswered: bool) -> str:
    """The chat is over. `unanswered`: the participant wrote last, and nobody ended it."""
    left = texts.say("%(name)s has left the chat.", name=staff_name(texts, name))
    if not unanswered:
        return left
    return (
        left
        + " "
        + texts.say(
            "I am sorry that you had no answer to what you wrote last. It is kept, and I have told "
            "the team. If you need help now, write: help."
        )
    )


def not_passed_on_words(texts: Texts, name: str) -> str:
    """What was written was about the person in the chat, or must not reach them."""
    return texts.say(
        "I have not passed on to %(name)s what you wrote just now. %(name)s has left the chat and "
        "will not see it. It is kept for somebody else to read.",
        name=staff_name(texts, name),
    )


def left_for_another_words(texts: Texts, name: str) -> str:
    """They asked for somebody else, by a button."""
    return texts.say(
        "%(name)s has left the chat, and will not see what you write from now on.",
        name=staff_name(texts, name),
    )
