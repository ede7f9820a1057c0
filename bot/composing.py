"""Puts the parts that need no network together: what receives, what the staff desk does."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ruamel.yaml import YAML

from bot.aftercare.deadlines import Limits
from bot.aftercare.desk import Desk
from bot.aftercare.help_numbers import HelpNumbers
from bot.aftercare.triage import Triage
from bot.checkins.aftercare_first import AftercareFirst
from bot.checkins.asked_in import asked_in
from bot.checkins.conversation import Conversations
from bot.checkins.flow_shelf import FlowShelf
from bot.checkins.receiving import Receiver
from bot.settings import Settings
from bot.texts import LOCALES
from flows.library import library
from flows.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Services:
    """Everything that works inside a transaction."""

    conversations: Conversations
    receiver: Receiver
    desk: Desk
    limits: Limits


def compose(settings: Settings) -> Services:
    """The services as the settings want them."""
    limits = limits_of(settings)
    conversations = Conversations(FlowShelf(library()), vocabulary_for, limits)
    aftercare = AftercareFirst(triage_for, numbers_for, limits)
    return Services(
        conversations=conversations,
        receiver=Receiver(conversations, aftercare, vocabulary_for),
        desk=Desk(triage_for("en"), numbers_for("en"), limits, asked_in),
        limits=limits,
    )


def limits_of(settings: Settings) -> Limits:
    """How long people have, as the settings say."""
    return Limits(
        urgent_ack_s=settings.urgent_ack_s,
        soon_ack_s=settings.soon_ack_s,
        routine_ack_s=settings.routine_ack_s,
        urgent_contact_s=settings.urgent_contact_s,
        soon_contact_s=settings.soon_contact_s,
        routine_contact_s=settings.routine_contact_s,
        chat_quiet_s=settings.relay_quiet_s,
    )


@lru_cache(maxsize=8)
def vocabulary_for(locale: str) -> Vocabulary:
    """The words of a language for yes, no, stop and the like."""
    path = LOCALES / _with_file(locale, "words.yaml") / "words.yaml"
    with path.open(encoding="utf-8") as file:
        return Vocabulary.from_mapping(YAML(typ="safe", pure=True).load(file))


@lru_cache(maxsize=8)
def triage_for(locale: str) -> Triage:
    """The phrase rules of a language; English ones where there are none yet."""
    return Triage.for_locale(_with_file(locale, "phrases.yaml"))


@lru_cache(maxsize=8)
def numbers_for(locale: str) -> HelpNumbers:
    """The numbers to call, in a language."""
    return HelpNumbers.load(_with_file(locale, "help.yaml"))


def _with_file(locale: str, name: str) -> str:
    """The first of `cy@easyread`, `cy` and `en` that has the file."""
    for candidate in (locale, locale.split("@", maxsplit=1)[0]):
        if (LOCALES / candidate / name).is_file():
            return candidate
    return "en"
