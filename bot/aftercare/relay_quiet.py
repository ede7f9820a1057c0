"""Chats over time: nobody answers, nobody writes any more, the flag goes to somebody else."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from sqlalchemy import Connection

from bot.aftercare import relay as chats
from bot.aftercare.acting import may_see
from bot.aftercare.alerts import STAFF_LOCALE, who_words
from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import Signal, raise_flag
from bot.aftercare.hiding import is_out_of_sight
from bot.aftercare.relay_safety import caution
from bot.aftercare.relay_staff import end_button, tell_staff
from bot.aftercare.relay_words import no_answer_yet_words
from bot.delivery.screen import Screen
from bot.texts import texts_for
from storage import contacts, flags, people, relay
from storage.rows import AnyRow


def tend_chats(
    connection: Connection,
    limits: Limits,
    now: datetime,
    limit: int = 50,
    apart: AsOne = AS_ONE,
) -> int:
    """Sees to every chat whose time has come, and returns how many there were."""
    owners: dict[int, int | None] = {}

    def out_of_step(most: int) -> list[AnyRow]:
        found = relay.relays_out_of_step(connection, most)
        owners.update({chat.id: owner_id for chat, owner_id in found})
        return [chat for chat, _ in found]

    strayed = apart.due(out_of_step, limit, now)
    for chat in strayed:
        follow = partial(_follow, connection, chat, owners[chat.id], now)
        apart.do(connection, chat.id, follow, now)
    due = apart.due(lambda most: relay.due_relays(connection, now, most), limit, now)
    for chat in due:
        apart.do(connection, chat.id, partial(_see_to, connection, limits, chat, now), now)
    return len(strayed) + len(due)


def _see_to(connection: Connection, limits: Limits, chat: AnyRow, now: datetime) -> None:
    if chat.quiet_at <= now:
        _end_quietly(connection, limits, chat, now)
    else:
        _remind(connection, chat, now)


def _follow(connection: Connection, chat: AnyRow, owner_id: int | None, now: datetime) -> None:
    """The chat goes where the flag went; with a flag that was closed it ends."""
    flag = flags.flag_to_change(connection, chat.flag_id)
    owner = people.find_person(connection, owner_id) if owner_id else None
    if flag is not None and owner is not None and may_see(connection, flag, owner):
        chats.hand_over_chat(connection, flag.id, owner.id, now)
    else:
        chats.end(connection, chat, "closed", now)


def _remind(connection: Connection, chat: AnyRow, now: datetime) -> None:
    """Both hear of it: who waits, and who is waited for."""
    was = {"remind_at": chat.remind_at}
    if not relay.change_relay(connection, chat.id, was=was, remind_at=None):
        return
    contact = contacts.contact_of(connection, chat.channel_id)
    staff = people.find_person(connection, chat.staff_id)
    flag = flags.find_flag(connection, chat.flag_id)
    assert flag is not None
    assert staff is not None
    texts = texts_for(STAFF_LOCALE)
    text = texts.say(
        "%(who)s is waiting for your answer in the chat.", who=who_words(texts, contact)
    )
    screen = Screen(text=text, controls=(end_button(texts, chat.id),))
    tell_staff(connection, chat, contact, screen, now)
    reached = chats.where_to_write(connection, flag)
    if reached is None or is_out_of_sight(connection, reached):
        return
    if not caution(connection, reached, flag, now, talking=True):
        words = no_answer_yet_words(texts_for(reached.locale), staff.name)
        chats.tell_participant(connection, reached, Screen(text=words), now)


def _end_quietly(connection: Connection, limits: Limits, chat: AnyRow, now: datetime) -> None:
    """Nobody has written for a while. Words without an answer are a new signal on the flag.

    The flag is locked before the chat, as it is by whatever else changes both.
    """
    flag = flags.flag_to_change(connection, chat.flag_id)
    assert flag is not None
    if not chats.end(connection, chat, chats.QUIET, now):
        return
    if chat.waiting_since is None:
        return
    contact = contacts.contact_of(connection, chat.channel_id)
    reason = texts_for(STAFF_LOCALE).say("wrote in the chat and has had no answer")
    signal = Signal(flag.level, "contact", "chat", reason)
    raise_flag(connection, limits, contact, signal, None, now)
