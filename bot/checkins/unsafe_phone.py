"""Words that say that somebody else reads the phone: kept, told to staff, and hardly answered."""

from __future__ import annotations

from typing import Final

from bot.aftercare import relay as chats
from bot.aftercare.alerts import STAFF_LOCALE
from bot.aftercare.flags import PRESSING, Raised, Signal, record_signal
from bot.aftercare.relay import Heard
from bot.aftercare.safe_to_message import heard_unsafe
from bot.aftercare.triage import Finding, UnsafePhone
from bot.aftercare.wording import media_words
from bot.checkins.aftercare_first import CONTACT, AftercareFirst
from bot.checkins.conversation import Conversations, LiveConversation
from bot.checkins.moment import Moment
from bot.checkins.sent_media import keep_file
from bot.delivery.lanes import Lane
from bot.delivery.screen import Screen
from bot.texts import texts_for
from storage import flag_flows, flags, media, relay, updates

HEARD: Final = ("text", "media", "edited", "command")
"""Kinds of updates whose words count."""


def hear_unsafe(
    moment: Moment,
    aftercare: AftercareFirst,
    finding: Finding | None,
    conversations: Conversations,
) -> bool:
    """Takes in words that say that it is not safe to write here; False when they say no such thing.

    They are no answer to any question: the check-in stays where it is, and nothing comes back that
    would show whoever reads it what was said before.
    """
    if moment.inbound.kind not in HEARD:
        return False
    unsafe = aftercare.listen(moment.contact, moment.words)
    if unsafe is None:
        return False
    person_id = moment.contact.person_id
    live = conversations.live(moment.connection, moment.contact)
    if person_id is not None:
        heard_unsafe(moment.connection, person_id, moment.now)
        flag_flows.end_asking(moment.connection, person_id, moment.now)
    flag_id = _tell_staff(moment, aftercare, finding, unsafe, live)
    for inbound_id in moment.inbound_ids or (moment.inbound_id,):
        session_id = live.id if live is not None else None
        updates.mark_reading(moment.connection, inbound_id, session_id, flag_id)
    _pass_on(moment, flag_id)
    if not unsafe.silent:
        _answer(moment, urgent=finding is not None and finding.level == "urgent")
    return True


def _tell_staff(
    moment: Moment,
    aftercare: AftercareFirst,
    finding: Finding | None,
    unsafe: UnsafePhone,
    live: LiveConversation | None,
) -> int | None:
    """The flag that says so; None when there is no project at all.

    Where the words press for another reason, that has alerted everybody already.
    """
    session_id = live.id if live is not None else None
    step = live.session.step if live is not None else None
    signal = Signal(
        level="soon",
        topic=CONTACT,
        rule=unsafe.rule,
        reason=texts_for(STAFF_LOCALE).say("said that it is not safe to write to them here"),
        step=step,
        words=moment.words,
        span=unsafe.span,
    )
    raised: Raised | None = None
    if finding is not None and (finding.level in PRESSING or finding.conduct):
        raised = aftercare.raise_for_finding(moment, finding, session_id, step)
    if raised is None or raised.level not in PRESSING:
        raised = aftercare.raise_signal(moment, signal, session_id)
        return raised.flag_id if raised is not None else None
    record_signal(
        moment.connection, aftercare.limits, moment.contact, signal, session_id, moment.now
    )
    return raised.flag_id


def _pass_on(moment: Moment, flag_id: int | None) -> None:
    """A file is kept with the flag; the person in a chat hears it, unless it is about them."""
    media_id = keep_file(moment) if moment.inbound.media else None
    if media_id is not None:
        media.place_media(moment.connection, media_id, session_id=None, turn=None, flag_id=flag_id)
    contact = moment.contact
    row = relay.relay_with(moment.connection, contact.person_id, contact.channel_id)
    if row is None or row.ended_at is not None:
        return
    if flag_id is not None and row.staff_id in flags.hidden_from(moment.connection, flag_id):
        chats.end(moment.connection, row, "kept", moment.now)
        relay.mark_resumed(moment.connection, row.id, moment.now)
        return
    ids = moment.inbound_ids or (moment.inbound_id,)
    kind = moment.inbound.media
    sent = media_words(texts_for(STAFF_LOCALE), kind) if kind else ""
    heard = Heard(ids, moment.words, sent, media_id, moment.inbound.kind == "edited")
    chats.hear(moment.connection, row, contact, heard, moment.now)


def _answer(moment: Moment, *, urgent: bool) -> None:
    """One sentence that anybody may read."""
    if urgent:
        text = moment.texts.say("If anyone is in danger now, please call 999.")
    else:
        text = moment.texts.say("That is fine, I will only write here when you write first.")
    moment.reply(Screen(text=text), lane=Lane.ALERT)
