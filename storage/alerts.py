"""Queries about alerts in the outbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    case,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.outbox import NO_LONGER_SO, OPEN
from storage.rows import AnyRow

OUTBOX: Final = SQLModel.metadata.tables["outbox"]
CHANNEL: Final = SQLModel.metadata.tables["channel"]
FLAG: Final = SQLModel.metadata.tables["flag"]
_GIVEN_UP: Final = ("failed", "stale")
_NEEDED: Final = OUTBOX.c.problem.is_distinct_from(NO_LONGER_SO)


def newest_alerts(connection: Connection, flag_id: int) -> list[AnyRow]:
    """The last alert of a flag in each channel that took one: channel_id, person_id, remote_id.

    Not in channels that are no longer theirs: those who left hear nothing more.
    """
    newest = (
        select(func.max(OUTBOX.c.id))
        .where(
            OUTBOX.c.flag_id == flag_id,
            OUTBOX.c.kind == "alert",
            OUTBOX.c.status == "sent",
            OUTBOX.c.remote_id.is_not(None),
            OUTBOX.c.remote_id != "",
        )
        .group_by(OUTBOX.c.channel_id)
    )
    return list(
        connection.execute(
            select(OUTBOX.c.channel_id, OUTBOX.c.person_id, OUTBOX.c.remote_id)
            .join(CHANNEL, CHANNEL.c.id == OUTBOX.c.channel_id)
            .where(OUTBOX.c.id.in_(newest), CHANNEL.c.person_id == OUTBOX.c.person_id)
            .order_by(OUTBOX.c.id)
        )
    )


def withdraw_held(connection: Connection, flag_id: int, now: datetime) -> int:
    """Takes back the alerts of a flag that wait for the morning; how many there were."""
    return connection.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.flag_id == flag_id,
            OUTBOX.c.kind == "alert",
            OUTBOX.c.status == "pending",
            OUTBOX.c.tries == 0,
            OUTBOX.c.due_at > now,
        )
        .values(status="stale", problem=NO_LONGER_SO)
    ).rowcount


def withdraw_waiting(connection: Connection, flag_id: int) -> None:
    """Takes back the alerts of a flag that have not gone out: what they ask for has been done.

    One that is on its way just now is not tried again when it does not arrive.
    """
    connection.execute(
        update(OUTBOX)
        .where(
            OUTBOX.c.flag_id == flag_id,
            OUTBOX.c.kind == "alert",
            OUTBOX.c.act == "send",
            OUTBOX.c.status.in_(("pending", "sending")),
        )
        .values(
            status=case((OUTBOX.c.status == "pending", "stale"), else_=OUTBOX.c.status),
            problem=NO_LONGER_SO,
        )
    )


@dataclass(frozen=True, slots=True)
class Trouble:
    """When an alert that waits is taken for one that does not get out, as things are at `now`.

    It was tried, and the channel did not take it (`not_sent`) or did not answer
    (`uncertain`; twice, for once is what a crash leaves behind). Or it has waited for as long as
    `patience`, and was tried, or is for one of the `bots` that are down.
    """

    not_sent: str
    uncertain: str
    patience: timedelta
    now: datetime
    bots: frozenset[str] = frozenset()

    def clause(self) -> ColumnElement[bool]:
        """The same, for a row of the outbox."""
        late = OUTBOX.c.due_at <= self.now - self.patience
        long = OUTBOX.c.created_at <= self.now - self.patience
        down = OUTBOX.c.bot.in_(sorted(self.bots))
        return and_(
            OUTBOX.c.status.in_(("pending", "sending")),
            or_(self._refused(), and_(OUTBOX.c.tries > 0, long), and_(late, down)),
        )

    def _refused(self) -> ColumnElement[bool]:
        return or_(
            and_(OUTBOX.c.tries > 0, OUTBOX.c.problem == self.not_sent),
            and_(OUTBOX.c.tries > 1, OUTBOX.c.problem == self.uncertain),
        )

    def with_bots(self, connection: Connection, bots: Iterable[str]) -> Trouble:
        """The same, knowing which of these bots do not get their alerts out now."""
        found = connection.execute(
            select(OUTBOX.c.bot)
            .where(
                OUTBOX.c.bot.in_(sorted(bots)),
                OUTBOX.c.status == "pending",
                OPEN,
                OUTBOX.c.lane == 0,
                self._refused(),
            )
            .distinct()
        ).scalars()
        return replace(self, bots=frozenset(found))


def flags_with_trouble(connection: Connection, trouble: Trouble) -> list[int]:
    """Open flags (their ids) that wait for an answer to an alert that does not get out."""
    waits = exists().where(
        OUTBOX.c.flag_id == FLAG.c.id,
        OUTBOX.c.kind == "alert",
        OUTBOX.c.act == "send",
        trouble.clause(),
    )
    return list(
        connection.execute(
            select(FLAG.c.id)
            .where(
                # Written out, not bound, so that the index over live flags can serve it.
                FLAG.c.status != literal_column("'closed'"),
                FLAG.c.status == "open",
                FLAG.c.rung >= 0,
                FLAG.c.round == 0,
                FLAG.c.next_at > trouble.now,
                waits,
            )
            .order_by(FLAG.c.id)
        ).scalars()
    )


@dataclass(frozen=True, slots=True)
class Alerted:
    """Somebody's newest alert about a flag: its id, and whether it may have reached them."""

    outbox_id: int
    reached: bool


def whom_alerts_reached(
    connection: Connection, flag_id: int, trouble: Trouble
) -> dict[int, Alerted]:
    """Of each person who was alerted about a flag: whether the newest alert may have reached them.

    By any channel; not when it does not get out, or failed, on each of them.
    """
    in_trouble = case((trouble.clause(), True), else_=False).label("in_trouble")
    rows = connection.execute(
        select(OUTBOX.c.id, OUTBOX.c.person_id, OUTBOX.c.channel_id, OUTBOX.c.status, in_trouble)
        .where(OUTBOX.c.flag_id == flag_id, OUTBOX.c.kind == "alert", OUTBOX.c.act == "send")
        .order_by(OUTBOX.c.id)
    )
    newest = {(row.person_id, row.channel_id): row for row in rows}
    found: dict[int, Alerted] = {}
    for (person_id, _), row in newest.items():
        reached = row.status not in _GIVEN_UP and not row.in_trouble
        before = found.get(person_id, Alerted(0, reached=False))
        found[person_id] = Alerted(max(row.id, before.outbox_id), reached or before.reached)
    return found


def is_on_its_way(
    connection: Connection, flag_id: int, person_id: int, since: datetime, besides: int
) -> bool:
    """Whether an alert to somebody, made since then, may arrive by a channel besides this one."""
    return (
        connection.execute(
            select(OUTBOX.c.id)
            .where(
                OUTBOX.c.flag_id == flag_id,
                OUTBOX.c.person_id == person_id,
                OUTBOX.c.kind == "alert",
                OUTBOX.c.created_at >= since,
                OUTBOX.c.channel_id != besides,
                OUTBOX.c.status.not_in(_GIVEN_UP),
            )
            .limit(1)
        ).first()
        is not None
    )


def last_one_arrives(connection: Connection, flag_id: int, person_id: int) -> bool:
    """Whether the newest alert to somebody about a flag did not fail on every channel."""
    newest = (
        select(func.max(OUTBOX.c.created_at))
        .where(
            OUTBOX.c.flag_id == flag_id,
            OUTBOX.c.person_id == person_id,
            OUTBOX.c.kind == "alert",
        )
        .scalar_subquery()
    )
    found = connection.execute(
        select(OUTBOX.c.status).where(
            OUTBOX.c.flag_id == flag_id,
            OUTBOX.c.person_id == person_id,
            OUTBOX.c.kind == "alert",
            OUTBOX.c.created_at == newest,
            _NEEDED,
        )
    ).scalars()
    states = list(found)
    return not states or any(state not in _GIVEN_UP for state in states)
