"""Levels, topics and states in the words that staff see."""

from __future__ import annotations

from collections.abc import Iterable

from bot.texts import Texts


def level_words(texts: Texts, level: str) -> str:
    """How soon somebody must be in touch; it says nothing about the person."""
    return {
        "urgent": texts.say("Urgent"),
        "soon": texts.say("Soon"),
        "routine": texts.say("Routine"),
    }[level]


def topic_words(texts: Texts, topic: str) -> str:
    """What a flag is about, in a few words."""
    known = {
        "suicide": texts.say("thoughts of suicide"),
        "self_harm": texts.say("self-harm"),
        "danger": texts.say("may not be safe"),
        "medical": texts.say("may need medical help"),
        "abuse": texts.say("may be harmed by somebody"),
        "domestic": texts.say("may be harmed at home"),
        "neglect": texts.say("may be going without care or basics"),
        "exploitation": texts.say("may be exploited"),
        "child": texts.say("a child may be at risk"),
        "other_person": texts.say("worried about somebody else"),
        "conduct": texts.say("the conduct of staff"),
        "trauma": texts.say("something painful came back"),
        "low": texts.say("feels low"),
        "session": texts.say("how the session was"),
        "change": texts.say("ratings got worse"),
        "silence": texts.say("went quiet"),
        "contact": texts.say("would like to be contacted"),
        "language": texts.say("wrote in a language that I do not know"),
        "unread": texts.say("sent something that I could not read"),
    }
    return known.get(topic, texts.say("something to read"))


def plain_reasons(texts: Texts, found: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The reasons of signals (topic, reason), each said once.

    The words for a whole topic add nothing where something on that topic says more.
    """
    pairs = tuple(dict.fromkeys(found))
    more = {topic for topic, reason in pairs if reason != topic_words(texts, topic)}
    return tuple(
        dict.fromkeys(
            reason
            for topic, reason in pairs
            if topic not in more or reason != topic_words(texts, topic)
        )
    )


def status_words(texts: Texts, status: str, owner: str) -> str:
    """Where a flag stands."""
    name = owner or texts.say("a colleague")
    return {
        "open": texts.say("Nobody has acknowledged this yet"),
        "acknowledged": texts.say("Acknowledged by %(name)s", name=name),
        "snoozed": texts.say("Put off by %(name)s", name=name),
        "handing_over": texts.say("Being handed over by %(name)s", name=name),
        "contacted": texts.say(
            "%(name)s has been in touch", name=owner or texts.say("A colleague")
        ),
        "closed": texts.say("Closed"),
    }[status]


def outcome_words(texts: Texts, outcome: str) -> str:
    """How a flag ended."""
    return {
        "spoke": texts.say("Spoke with them"),
        "no_reply": texts.say("No reply after several tries"),
        "not_needed": texts.say("Not needed"),
        "referred_on": texts.say("Referred on"),
        "safeguarding": texts.say("Safeguarding concern raised with the council"),
        "emergency": texts.say("Emergency services called"),
    }[outcome]


def media_words(texts: Texts, kind: str) -> str:
    """What somebody sent, as one calls it."""
    return {
        "photo": texts.say("photo"),
        "voice": texts.say("voice note"),
        "video": texts.say("video"),
        "video_note": texts.say("video"),
        "animation": texts.say("video"),
        "audio": texts.say("sound file"),
        "document": texts.say("file"),
        "sticker": texts.say("sticker"),
    }.get(kind, texts.say("message of another kind"))
