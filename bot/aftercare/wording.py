"""Levels, topics and states in the words that staff see."""

from __future__ import annotations

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
        "contact": texts.say("would like to be contacted"),
        "language": texts.say("wrote in a language that I do not know"),
        "unread": texts.say("sent something that I could not read"),
    }
    return known.get(topic, texts.say("something to read"))


def status_words(texts: Texts, status: str, owner: str) -> str:
    """Where a flag stands."""
    if status == "open":
        return texts.say("Nobody has acknowledged this yet")
    if status == "acknowledged":
        return texts.say("Acknowledged by %(name)s", name=owner or texts.say("a colleague"))
    return texts.say("Closed")


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
