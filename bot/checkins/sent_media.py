"""Photos, voice notes and other files: kept with what came in, and put where they belong."""

from __future__ import annotations

from typing import Final

from bot.aftercare.flags import Signal
from bot.aftercare.wording import media_words
from bot.checkins.aftercare_first import AftercareFirst
from bot.checkins.inbound import Inbound
from bot.checkins.moment import Moment
from bot.checkins.notices import media_kept_text, media_text, too_big_text
from flows.inputs import Media
from storage import media, updates

LARGEST_BYTES: Final = 20 * 1024 * 1024
"""More is not kept; Telegram lets bots fetch no more than this."""

_BY_TYPE: Final[dict[str, Media]] = {"image": "photo", "audio": "voice"}


def kind_of(inbound: Inbound) -> Media | None:
    """Whether it is a photo or a voice note, also where it was sent as a file."""
    if inbound.media in ("photo", "voice"):
        return "photo" if inbound.media == "photo" else "voice"
    return _BY_TYPE.get(inbound.file_type.partition("/")[0])


def keep_file(moment: Moment) -> int | None:
    """Keeps the file of an update and returns its id; None when there is none, or none to keep."""
    inbound = moment.inbound
    person_id = moment.contact.person_id
    if person_id is None or not (inbound.file or inbound.content) or is_too_big(inbound):
        return None
    if not moment.words:
        # So that it stands in its place in the conversation, and on the reading list.
        sent = f"({media_words(moment.texts, inbound.media)})"
        updates.keep_text(moment.connection, moment.inbound_id, sent)
    return media.add_media(
        moment.connection,
        inbound_id=moment.inbound_id,
        person_id=person_id,
        bot=inbound.bot,
        kind=inbound.media,
        mime_type=inbound.file_type,
        size=inbound.file_size,
        reference=inbound.file,
        content=inbound.content,
        now=moment.now,
    )


def keep_with_album(moment: Moment) -> None:
    """One more file of an album goes where the first one went: one album is one message."""
    media_id = keep_file(moment)
    if media_id is None:
        return
    first = media.first_of_album(
        moment.connection, moment.contact.channel_id, moment.inbound.album, moment.inbound_id
    )
    if first is not None:
        media.place_media(
            moment.connection,
            media_id,
            session_id=first.session_id,
            turn=first.turn,
            flag_id=first.flag_id,
        )


def mark_for_opening(
    aftercare: AftercareFirst, moment: Moment, session_id: int | None, media_id: int | None
) -> str:
    """A person is told of something that no question asked for; returns what to say to it."""
    kind, texts = moment.inbound.media, moment.texts
    if kind == "sticker":
        return media_text(texts, kind, told=True)
    words = media_words(texts, kind)
    if media_id is not None:
        reason = texts.say("sent a %(media)s, to be opened", media=words)
    else:
        reason = texts.say("sent a %(media)s that I cannot open", media=words)
    signal = Signal("routine", "unread", f"media:{kind}", reason)
    raised = aftercare.raise_signal(moment, signal, session_id)
    told = raised is not None and raised.promise is not None
    flag_id = raised.flag_id if raised else None
    if media_id is None:
        if is_too_big(moment.inbound):
            return too_big_text(texts, kind, told=told)
        return media_text(texts, kind, told=told)
    media.place_media(
        moment.connection, media_id, session_id=session_id, turn=None, flag_id=flag_id
    )
    if not moment.words:
        updates.mark_reading(moment.connection, moment.inbound_id, session_id, flag_id)
    return media_kept_text(texts, kind, moment.contact.reader, told=told)


def is_too_big(inbound: Inbound) -> bool:
    """Whether it is more than can be kept."""
    return max(inbound.file_size, len(inbound.content)) > LARGEST_BYTES
