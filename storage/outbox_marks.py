"""Marking messages of the outbox: what became of each that was claimed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    update,
)

from storage.outbox import CHANNEL, NO_LONGER_SO, OPEN, OUTBOX
from storage.prepared import Prepared

_SENT: Final = (
    update(OUTBOX)
    .where(OUTBOX.c.id == bindparam("of_id"), OUTBOX.c.status != "sent")
    .values(
        status="sent",
        sent_at=bindparam("now"),
        remote_id=bindparam("remote"),
        problem=None,
        lease_until=None,
    )
)


def mark_sent(connection: Connection, outbox_id: int, remote_id: str, now: datetime) -> None:
    """It went out. That holds even when its lease lapsed meanwhile and it was to go again."""
    connection.execute(_SENT, {"of_id": outbox_id, "now": now, "remote": remote_id or None})


_HANDED: Final = (
    update(OUTBOX).where(OUTBOX.c.id == bindparam("of_id")).values(handed_at=bindparam("now"))
)


def mark_handed(connection: Connection, outbox_id: int, now: datetime) -> None:
    """It is about to be handed to the channel; from now on it may have gone out."""
    connection.execute(_HANDED, {"of_id": outbox_id, "now": now})


_ENDED: Final = (
    update(OUTBOX)
    .where(
        OUTBOX.c.id == bindparam("of_id"),
        OUTBOX.c.status == "sending",
        OUTBOX.c.tries == bindparam("of_try"),
    )
    .values(status=bindparam("outcome"), problem=bindparam("trouble"), lease_until=None)
)
_STANDS: Final = and_(OUTBOX.c.hidden_at.is_(None), OUTBOX.c.problem.is_distinct_from(NO_LONGER_SO))
_AGAIN: Final = _ENDED.values(
    # What the person has hidden meanwhile, or was taken back, is not tried again.
    status=case((_STANDS, bindparam("outcome")), else_="stale"),
    problem=case((_STANDS, bindparam("trouble")), else_=OUTBOX.c.problem),
    due_at=bindparam("at"),
)


def mark_retry(
    connection: Connection, outbox_id: int, tries: int, at: datetime, problem: str
) -> bool:
    """It did not go out this time and is tried again at `at`.

    False when this try (the message's `tries` when it was claimed) is no longer the current one.
    """
    return bool(
        connection.execute(
            _AGAIN,
            {
                "of_id": outbox_id,
                "of_try": tries,
                "outcome": "pending",
                "trouble": problem,
                "at": at,
            },
        ).rowcount
    )


def mark_failed(
    connection: Connection, outbox_id: int, tries: int, problem: str, *, uncertain: bool = False
) -> bool:
    """It will not be tried again: `failed`, or `stale` when it may have gone out.

    False when this try is no longer the current one.
    """
    return bool(
        connection.execute(
            _ENDED,
            {
                "of_id": outbox_id,
                "of_try": tries,
                "outcome": "stale" if uncertain else "failed",
                "trouble": problem,
            },
        ).rowcount
    )


def mark_channel_lost(
    connection: Connection, channel_id: int, now: datetime, why: str = "refused"
) -> bool:
    """The person cannot be reached there any more; False when that was known before."""
    return bool(
        connection.execute(
            update(CHANNEL)
            .where(CHANNEL.c.id == channel_id, CHANNEL.c.lost_at.is_(None))
            .values(lost_at=now, lost_why=why)
        ).rowcount
    )


def bring_forward(connection: Connection, bot: str, problems: Sequence[str], now: datetime) -> int:
    """Messages that wait for another try after one of these problems are due at once."""
    return connection.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.bot == bot,
            OUTBOX.c.status == "pending",
            OPEN,
            OUTBOX.c.due_at > now,
            OUTBOX.c.tries > 0,
            OUTBOX.c.problem.in_(problems),
        )
        .values(due_at=now)
    ).rowcount


_SUPERSEDED: Final = Prepared(
    update(OUTBOX)
    .where(
        OUTBOX.c.channel_id == bindparam("of_channel"),
        OUTBOX.c.act == literal_column("'edit'"),
        OUTBOX.c.target_remote_id == bindparam("of_message"),
        OUTBOX.c.status == literal_column("'pending'"),
        OPEN,
    )
    .values(status="stale", problem="superseded")
)


def supersede_edits(connection: Connection, channel_id: int, message: str) -> int:
    """Changes of this message of a chat that wait become `stale`, for a newer one has them all.

    How many there were. One that is on its way goes out first.
    """
    return _SUPERSEDED.change(connection, {"of_channel": channel_id, "of_message": message})


_other = OUTBOX.alias("other")
_SAME: Final = (
    _other.c.channel_id == OUTBOX.c.channel_id,
    _other.c.flag_id == OUTBOX.c.flag_id,
    _other.c.kind == OUTBOX.c.kind,
    _other.c.act == "send",
    _other.c.status.in_([literal_column("'pending'"), literal_column("'sending'")]),
    _other.c.status == "pending",
)


def drop_repeated(connection: Connection, bot: str, kinds: Sequence[str]) -> int:
    """Of messages of a kind about one flag that wait for the same chat, only the newest is sent.

    It counts as waiting for as long as the oldest of them, and as tried as often as any. How many
    became `stale`.
    """
    waiting = (
        OUTBOX.c.bot == bot,
        OUTBOX.c.kind.in_(kinds),
        OUTBOX.c.act == "send",
        OUTBOX.c.status == "pending",
        OPEN,
    )
    older = exists().where(*_SAME, _other.c.id < OUTBOX.c.id)
    newer = exists().where(*_SAME, _other.c.id > OUTBOX.c.id)
    oldest = select(func.min(_other.c.created_at)).where(*_SAME).scalar_subquery()
    tried = select(func.max(_other.c.tries)).where(*_SAME).scalar_subquery()
    connection.execute(
        update(OUTBOX).where(*waiting, older, ~newer).values(created_at=oldest, tries=tried)
    )
    return connection.execute(
        update(OUTBOX).where(*waiting, newer).values(status="stale", problem="superseded")
    ).rowcount


def withdraw_messages(
    connection: Connection,
    reason: str,
    *,
    lanes: Sequence[int],
    person_id: int | None = None,
    flag_id: int | None = None,
    invitation_id: int | None = None,
) -> int:
    """Messages that wait and are no longer wanted become `stale`; how many there were.

    Those of one person, one flag or one invitation. One that is on its way cannot be held back.
    """
    chosen = [
        column == value
        for column, value in (
            (OUTBOX.c.person_id, person_id),
            (OUTBOX.c.flag_id, flag_id),
            (OUTBOX.c.invitation_id, invitation_id),
        )
        if value is not None
    ]
    if not chosen:
        raise ValueError("whose messages? Name a person, a flag or an invitation")
    return connection.execute(
        update(OUTBOX)
        .where(OUTBOX.c.status == "pending", OUTBOX.c.lane.in_(lanes), *chosen)
        .values(status="stale", problem=reason)
    ).rowcount
