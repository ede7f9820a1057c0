"""Where a flag of theirs stands, as it is told to a participant, and when it is better not said.

Whoever writes may be somebody else: what was hidden, or is not safe to say, comes back only where
they ask for it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot.aftercare.flags import PRESSING
from bot.aftercare.help_numbers import WhomToCall
from bot.aftercare.hiding import is_out_of_sight
from bot.aftercare.relay_words import still_here_words
from bot.aftercare.safe_to_message import is_unsafe
from bot.aftercare.signposting import numbers_words
from bot.aftercare.told import closed_words, seen_words
from bot.checkins.moment import Moment
from bot.checkins.notices import (
    kept_beside_text,
    kept_text,
    neutral_text,
    show_me_text,
    stopped_text,
)
from bot.checkins.reading_list import flag_here
from bot.delivery.lanes import Lane
from bot.delivery.outbox import withdraw
from flows.vocabulary import LONGEST, Vocabulary
from storage import flags, people, relay
from storage.flag_texts import times_told

LATELY: Final = timedelta(hours=1)
HEARD_ENOUGH: Final = 2
"""After so many replies about a flag within so long, the next only say that words are kept."""

SEEN_YET: Final = "seen_yet"
HELLO: Final = "hello"
"""Under these names words.yaml has the ways to ask whether somebody has read it, and a mere word
that asks for it only where nothing is to be kept out of sight."""


def kept_words(moment: Moment, numbers: WhomToCall) -> str:
    """For words that answer nothing: they are kept, who reads them, and whom to call meanwhile."""
    if seen_by(moment) and not _may_tell(moment):
        return neutral_text(moment.texts, asks=moment.asks_who_has_seen)
    seen = seen_once(moment)
    if not seen and seen_by(moment, PRESSING) and (flag_id := flag_here(moment)) is not None:
        return _kept_beside(moment, flag_id)
    if not seen:
        tells = moment.asks_who_has_seen and _may_tell(moment)
        closed = _closed_lately(moment) if tells else ""
        kept = kept_text(moment.texts, moment.contact.reader)
        return f"{closed}\n\n{kept}" if closed else kept
    parts = [
        moment.texts.say("I have kept what you wrote.") + " " + seen,
        moment.texts.say("If you need help now:"),
        numbers_words(numbers, moment.contact.nation, ""),
    ]
    return "\n\n".join(parts)


def _kept_beside(moment: Moment, flag_id: int) -> str:
    """It stands with this flag; how to hear more of it is not said after every message."""
    lately = times_told(moment.connection, flag_id, moment.now - LATELY)
    moment.about_flag = flag_id
    return kept_beside_text(moment.texts, again=lately >= HEARD_ENOUGH)


def stop(moment: Moment) -> str:
    """Ends everything scheduled, but no flag and no promise; returns what to say."""
    person_id = moment.contact.person_id
    assert person_id is not None
    people.mark_stopped(moment.connection, person_id, moment.now)
    withdraw(moment.connection, "stopped", lanes=[Lane.BULK], person_id=person_id)
    again = moment.contact.stopped_at is not None
    if relay.is_talking(moment.connection, person_id):
        ended = stopped_text(moment.texts, "", again=again)
        return ended + "\n\n" + moment.texts.say("To end the chat as well, write: stop.")
    # They heard of what is open when they stopped.
    seen = "" if again or _is_hushed(moment) else seen_by(moment)
    return stopped_text(moment.texts, seen, again=again)


def seen_by(moment: Moment, levels: tuple[str, ...] = ()) -> str:
    """Who has seen what this person raised last; "" when nothing (of these levels) is open."""
    person_id = moment.contact.person_id
    flag = flags.open_flag_of(moment.connection, person_id) if person_id else None
    if flag is None or (levels and flag.level not in levels):
        return ""
    zone = moment.contact.timezone
    return seen_words(moment.connection, moment.texts, flag, zone, moment.now)


def asks_who_has_seen(moment: Moment, vocabulary: Vocabulary) -> bool:
    """Whether the words ask whether somebody is there."""
    words = vocabulary.normalise(moment.words[:LONGEST])
    if vocabulary.means(words, SEEN_YET):
        return True
    return vocabulary.means(words, HELLO) and not _is_hushed(moment)


def _is_hushed(moment: Moment) -> bool:
    """Whether nothing about a flag is said of our own accord: whoever writes may be another."""
    return is_unsafe(moment.contact) or is_out_of_sight(moment.connection, moment.contact)


def _may_tell(moment: Moment) -> bool:
    """Whether a reply may speak of a flag. What was hidden comes back only where it is asked for
    in words that nobody would say by chance."""
    if is_out_of_sight(moment.connection, moment.contact):
        return False
    return moment.asks_who_has_seen or not is_unsafe(moment.contact)


def seen_once(moment: Moment) -> str:
    """Who has seen what presses: on the first reply after it, and for whoever asks; else "".

    It would alarm before every word that was not understood. The reply bears the flag, so that it
    is known to have said it.
    """
    person_id = moment.contact.person_id
    flag = flags.open_flag_of(moment.connection, person_id) if person_id else None
    if flag is None or flag.level not in PRESSING:
        return ""
    if not _may_tell(moment):
        return show_me_text(moment.texts) if moment.asks_who_has_seen else ""
    if not moment.asks_who_has_seen and times_told(moment.connection, flag.id):
        return ""
    moment.about_flag = flag.id
    return seen_by(moment, PRESSING)


def who_has_seen(moment: Moment) -> str:
    """The answer to "has anyone seen my message?"."""
    if is_out_of_sight(moment.connection, moment.contact):
        return show_me_text(moment.texts)
    return (
        _being_talked_to(moment)
        or seen_by(moment)
        or _closed_lately(moment)
        or moment.texts.say("There is nothing waiting for an answer.")
    )


def _closed_lately(moment: Moment) -> str:
    """What came of a flag that was closed a while ago; "" when none was."""
    person_id = moment.contact.person_id
    if person_id is None:
        return ""
    return closed_words(moment.connection, moment.texts, person_id, moment.now)


def _being_talked_to(moment: Moment) -> str:
    """Whoever is in a chat hears who is there; "" for others."""
    contact = moment.contact
    chat = relay.relay_with(moment.connection, contact.person_id, contact.channel_id)
    if chat is None or chat.ended_at is not None:
        return ""
    staff = people.find_person(moment.connection, chat.staff_id)
    return still_here_words(moment.texts, staff.name if staff else "")
