"""The answer to something urgent: that it was heard, who will be in touch, and whom to call now."""

from __future__ import annotations

from datetime import datetime

from bot.aftercare.chosen_times import Chosen, late_words
from bot.aftercare.help_numbers import EMERGENCY, WhomToCall
from bot.aftercare.hiding import hide_button
from bot.aftercare.promise import Promised, promise_words
from bot.delivery.screen import Screen
from bot.texts import Texts


def numbers_words(numbers: WhomToCall, nation: str, topic: str, *, emergency: bool = True) -> str:
    """The numbers to call, a line each; without the emergency line where that was just said."""
    listed = numbers.for_person(nation, topic)
    return "\n".join(
        f"{one.name}: {one.how}" for one in listed if emergency or one.key != EMERGENCY
    )


def signpost(
    texts: Texts,
    numbers: WhomToCall,
    *,
    level: str,
    topic: str,
    nation: str,
    promise: Promised,
    not_seen_by: str,
    now: datetime,
    not_then: Chosen = "",
    under_18s: bool = False,
) -> Screen:
    """What is said at once after an urgent or soon signal, before anything else.

    `not_seen_by` names the facilitator whom a flag about staff conduct is kept from,
    `not_then` a time that they asked for and cannot have. `under_18s`: people under 18 take part,
    and whoever wrote may be one of them.
    """
    parts = [_heard(texts, level, topic)]
    if under_18s:
        parts.append(_to_a_young_person(texts, level, topic))
    if not_then:
        parts.append(late_words(texts, not_then))
    parts.append(promise_words(texts, promise, now))
    if not_seen_by:
        parts.append(texts.say("%(name)s will not see this.", name=not_seen_by))
    if level == "urgent":
        parts.append(texts.say("If anyone is in danger now, please call 999. You can also call:"))
    else:
        parts.append(texts.say("If you want to talk to somebody now, you can call:"))
    parts.append(numbers_words(numbers, nation, topic, emergency=level != "urgent"))
    return _private(texts, "\n\n".join(parts))


def added(
    texts: Texts, promise: Promised, not_seen_by: str, now: datetime, not_then: Chosen = ""
) -> Screen:
    """What is said when an answer belongs to what somebody was told a moment ago."""
    parts = [texts.say("Thank you. I have added this to what you told me.")]
    if not_then:
        parts.append(late_words(texts, not_then))
    parts.append(promise_words(texts, promise, now))
    if not_seen_by:
        parts.append(texts.say("%(name)s will not see this.", name=not_seen_by))
    return _private(texts, " ".join(parts))


def asked_again(texts: Texts, seen: str, not_seen_by: str) -> Screen:
    """What is said to a wish for somebody who was told of it already; `seen` is where it stands."""
    parts = [texts.say("Thank you. I have added this to what you told me."), seen]
    if not_seen_by:
        parts.append(texts.say("%(name)s will not see this.", name=not_seen_by))
    parts.append(texts.say("To see again whom you can call now, write: help."))
    return _private(texts, " ".join(parts))


def added_too(texts: Texts, not_seen_by: str) -> Screen:
    """What is said to the same wish for the third time within a while."""
    parts = [texts.say("I have added this, too.")]
    if not_seen_by:
        parts.append(texts.say("%(name)s will not see this.", name=not_seen_by))
    return _private(texts, " ".join(parts))


def _private(texts: Texts, text: str) -> Screen:
    return Screen(text=text, controls=(hide_button(texts),), kind="signpost", sensitive=True)


def _heard(texts: Texts, level: str, topic: str) -> str:
    if topic == "contact":
        return texts.say("Thank you for asking. You can talk to a person.")
    if topic == "change":
        return texts.say(
            "Thank you for your answers. Some things seem harder for you than before, so I would "
            "like a person to ask you how you are."
        )
    if level == "urgent":
        return texts.say(
            "Thank you for telling me. This is important, and you should not be alone with it. "
            "I am a computer program, so a person needs to help you."
        )
    return texts.say(
        "Thank you for telling me. I am sorry that this is happening. "
        "I am a computer program, so a person will read it and answer you."
    )


def _to_a_young_person(texts: Texts, level: str, topic: str) -> str:
    if level == "urgent":
        ask = texts.say("Are you under 18? Then ask a grown-up you trust to stay with you now.")
    else:
        ask = texts.say("Are you under 18? You can ask a grown-up you trust to be with you.")
    if topic in ("contact", "change"):
        return ask
    return texts.say("It was right to tell.") + " " + ask


def help_screen(
    texts: Texts, numbers: WhomToCall, nation: str, facilitator: str, *, joined: bool
) -> Screen:
    """What /help says, to somebody who takes part and to somebody unknown."""
    parts = []
    if joined:
        who = facilitator or texts.say("a person in the team")
        parts.append(
            texts.say(
                "This chat asks how things were for you. %(who)s reads what you write, but not "
                "all the time.",
                who=who,
            )
        )
        parts.append(
            texts.say(
                "To talk to a person, write: talk. To wait, write: later. To stop, write: stop. "
                "To carry on, write: carry on."
            )
        )
    else:
        parts.append(
            texts.say(
                "To begin, I need the code from your invitation. Write: /start, a space, and the "
                "code. The team may not see what you write before that."
            )
        )
    parts.append(texts.say("If you need help now:"))
    parts.append(numbers_words(numbers, nation, ""))
    return Screen(text="\n\n".join(parts), controls=(hide_button(texts),), kind="signpost")
