"""Messages typed one right behind the other, which are to be understood together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.checkins.inbound import Inbound
from bot.delivery.telegram.raw_updates import RawUpdate, chat_of, text_at
from bot.participant.commands import split_command

_MOST: Final = 20


def bursts(updates: Sequence[RawUpdate]) -> list[list[RawUpdate]]:
    """`updates` in groups that are to be taken together, each in the order they came.

    Plain words in one private chat are one group while nothing else from that chat is between
    them. All else is a group of its own. The parts of an album are not joined: they know their
    album themselves, also when they come by webhook, one by one.
    """
    groups: list[list[RawUpdate]] = []
    open_groups: dict[int | None, list[RawUpdate]] = {}
    for update in updates:
        chat = chat_of(update)
        group = open_groups.get(chat)
        plain = _is_plain_words(update)
        if plain and group is not None and len(group) < _MOST:
            group.append(update)
            continue
        group = [update]
        groups.append(group)
        if plain:
            open_groups[chat] = group
        else:
            open_groups.pop(chat, None)
    return groups


def joined(parts: Sequence[Inbound]) -> list[Inbound]:
    """The first of a burst with the others in its `burst`; as they are when not all are words."""
    if len(parts) < 2 or any(part.kind != "text" for part in parts):
        return list(parts)
    first, *others = parts
    burst = tuple((part.update_id, part.text) for part in others)
    return [replace(first, burst=burst, burst_ids=tuple(part.message_id for part in others))]


def _is_plain_words(update: RawUpdate) -> bool:
    words = text_at(update, "message", "text")
    private = text_at(update, "message", "chat", "type") == "private"
    return bool(words) and private and split_command(words) is None
