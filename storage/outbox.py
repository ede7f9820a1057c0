"""The outbox: messages to be sent, each written in the transaction that caused it.

`pending -> sending (until lease_until) -> sent`, or back to pending for another try, or `failed`
(it can never go out), or `stale` (it may have gone out, and must not go out twice).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - the tables must be known before they are looked up
from storage.prepared import Prepared

_TABLES = SQLModel.metadata.tables
OUTBOX: Final = _TABLES["outbox"]
CHANNEL: Final = _TABLES["channel"]
SESSION: Final = _TABLES["session"]

SCREEN: Final = "outbox.screen"

HOLDS_UP_TRIES: Final = 5
"""A message that failed more often than this no longer holds up those behind it in its chat."""

UNCERTAIN: Final = "uncertain"
NO_LONGER_SO: Final = "no longer so"
"""The problem of a message that was taken back; one that is on its way is not tried again."""
REPLIES: Final = 1
"""The lane of what somebody who is there waits for."""
ANSWER_S: Final = 2.0
"""How long after a crash the answer to a question that may have gone out is waited for."""
ANSWER_AGAIN_S: Final = 10.0
"""How long after crashes during two tries of it: it very likely came."""

OPEN: Final = OUTBOX.c.status.in_([literal_column("'pending'"), literal_column("'sending'")])
"""Said in a query beside the status that it wants, so that the indexes over open messages serve it.
"""

_GIVEN = (
    "person_id",
    "lane",
    "act",
    "kind",
    "repeatable",
    "dedupe",
    "screen_sealed",
    "target_remote_id",
    "session_id",
    "turn",
    "flag_id",
    "invitation_id",
    "created_at",
    "due_at",
)
_ROW: Final = select(
    CHANNEL.c.id,
    CHANNEL.c.bot,
    literal_column("'pending'"),
    literal_column("0"),
    *(bindparam(name, type_=OUTBOX.c[name].type) for name in _GIVEN),
).where(CHANNEL.c.id == bindparam("channel_id"))
_COLUMNS: Final = ["channel_id", "bot", "status", "tries", *_GIVEN]

_HAS_DEDUPE: Final = text("dedupe IS NOT NULL")

# One statement reads the channel's bot and writes the message.
_ADD: Final = {
    "sqlite": Prepared(
        sqlite.insert(OUTBOX)
        .from_select(_COLUMNS, _ROW, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["dedupe"], index_where=_HAS_DEDUPE)
        .returning(OUTBOX.c.id)
    ),
    "postgresql": Prepared(
        postgresql.insert(OUTBOX)
        .from_select(_COLUMNS, _ROW, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["dedupe"], index_where=_HAS_DEDUPE)
        .returning(OUTBOX.c.id)
    ),
}
_CHANNEL_IS_KNOWN: Final = select(CHANNEL.c.id).where(CHANNEL.c.id == bindparam("channel_id"))


_ADD_TO_BOT: Final = Prepared(insert(OUTBOX))


def add_message(connection: Connection, message: Mapping[str, Any]) -> int | None:
    """Adds a pending message (columns of `outbox`) to a channel's bot; its id.

    None when a message with this `dedupe` is there already. Raises LookupError when there is no
    such channel. With `bot`, which is the channel's then, the channel is not looked up.
    """
    if message["bot"] and message["dedupe"] is None:
        given = {name: value for name, value in message.items() if value is not None}
        return _ADD_TO_BOT.add(connection, {**given, "status": "pending", "tries": 0})
    message = {name: value for name, value in message.items() if name != "bot"}
    added = _ADD[connection.dialect.name].one_or_none(connection, message)
    if added is not None:
        return int(added.id)
    if connection.execute(_CHANNEL_IS_KNOWN, {"channel_id": message["channel_id"]}).first():
        return None
    raise LookupError("a message needs a channel that is known")


_earlier = OUTBOX.alias("earlier")


def _holds_up() -> ColumnElement[bool]:
    """An earlier message of the same chat and lane has to go first.

    One that is on its way or due does, and one that waits for its next try, unless it failed so
    often that waiting for it would keep the person from being reached at all. One that was
    planned for later does not.
    """
    waits_for_next_try = and_(_earlier.c.tries > 0, _earlier.c.tries <= HOLDS_UP_TRIES)
    return exists().where(
        _earlier.c.channel_id == OUTBOX.c.channel_id,
        _earlier.c.lane == OUTBOX.c.lane,
        _earlier.c.id < OUTBOX.c.id,
        # Written out, not bound, so that an index over open messages only can serve it.
        _earlier.c.status.in_([literal_column("'pending'"), literal_column("'sending'")]),
        or_(
            _earlier.c.status == "sending",
            _earlier.c.due_at <= bindparam("now"),
            waits_for_next_try,
        ),
    )


_CLAIMED: tuple[ColumnElement[Any], ...] = (
    *(
        OUTBOX.c[name]
        for name in (
            "id",
            "bot",
            "channel_id",
            "person_id",
            "lane",
            "act",
            "kind",
            "repeatable",
            "screen_sealed",
            "target_remote_id",
            "session_id",
            "turn",
            "flag_id",
            "invitation_id",
            "tries",
            "created_at",
        )
    ),
    CHANNEL.c.address_sealed,
    CHANNEL.c.lost_at,
)
_DUE: Final = (
    select(*_CLAIMED)
    .join(CHANNEL, CHANNEL.c.id == OUTBOX.c.channel_id)
    .where(
        OUTBOX.c.bot == bindparam("bot"),
        OUTBOX.c.status == "pending",
        OPEN,
        OUTBOX.c.lane == bindparam("lane"),
        OUTBOX.c.due_at <= bindparam("now"),
        ~_holds_up(),
    )
    .order_by(OUTBOX.c.due_at, OUTBOX.c.id)
    .limit(bindparam("most"))
    .with_for_update(of=OUTBOX, skip_locked=True)  # SQLite has one writer and leaves this out
)
_TAKE: Final = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        status="sending",
        tries=OUTBOX.c.tries + 1,
        lease_until=bindparam("until"),
        handed_at=None,
    )
)


def claim_messages(
    connection: Connection, bot: str, lane: int, *, limit: int, now: datetime, until: datetime
) -> Sequence[Row[Any]]:
    """Takes due messages of one lane, which are `sending` until then; at most one of each chat.

    `tries` in the rows is what it was before; it is one higher in the table.
    """
    rows: Sequence[Row[Any]] = connection.execute(
        _DUE, {"bot": bot, "lane": lane, "now": now, "most": limit}
    ).all()
    if rows:
        connection.execute(_TAKE, {"ids": [row.id for row in rows], "until": until})
    return rows


_NOW: Final = bindparam("now", type_=OUTBOX.c.due_at.type)
_LATER: Final = bindparam("later", type_=OUTBOX.c.due_at.type)
_MUCH_LATER: Final = bindparam("much_later", type_=OUTBOX.c.due_at.type)
_GOES_AGAIN: Final = and_(
    OUTBOX.c.hidden_at.is_(None),
    OUTBOX.c.problem.is_distinct_from(NO_LONGER_SO),
    or_(OUTBOX.c.repeatable, OUTBOX.c.handed_at.is_(None)),
)
_MAY_BE_ANSWERED: Final = and_(_GOES_AGAIN, OUTBOX.c.turn.is_not(None), OUTBOX.c.lane == REPLIES)
_LAPSED: Final = (
    update(OUTBOX)
    .where(OUTBOX.c.bot == bindparam("of_bot"), OUTBOX.c.status == "sending", OPEN)
    .values(
        status=case((_GOES_AGAIN, "pending"), else_="stale"),
        due_at=case(
            (and_(_MAY_BE_ANSWERED, OUTBOX.c.tries > 1), _MUCH_LATER),
            (_MAY_BE_ANSWERED, _LATER),
            (_GOES_AGAIN, _NOW),
            else_=OUTBOX.c.due_at,
        ),
        problem=UNCERTAIN,
        lease_until=None,
    )
)
_LAPSED_BY_NOW: Final = _LAPSED.where(OUTBOX.c.lease_until <= _NOW)


def release_lapsed(connection: Connection, bot: str, now: datetime, *, orphaned: bool) -> int:
    """Ends `sending` where nobody is sending any more; how many there were.

    Whether these went out is uncertain: the repeatable ones go again, and the others only when
    they were not yet handed to the channel. A question goes again a little later, and after a
    second crash later still, for its answer may be on the way, and shows that it arrived.
    `orphaned` says that whoever claimed them is certainly gone, whatever their leases say.
    """
    statement = _LAPSED if orphaned else _LAPSED_BY_NOW
    given = {
        "of_bot": bot,
        "now": now,
        "later": now + timedelta(seconds=ANSWER_S),
        "much_later": now + timedelta(seconds=ANSWER_AGAIN_S),
    }
    return connection.execute(statement, given).rowcount


_ANSWERED: Final = (
    update(OUTBOX)
    .where(
        OUTBOX.c.bot == bindparam("of_bot"),
        OUTBOX.c.status == "pending",
        OPEN,
        OUTBOX.c.problem == UNCERTAIN,
        OUTBOX.c.lane == REPLIES,
        exists().where(SESSION.c.id == OUTBOX.c.session_id, SESSION.c.turn > OUTBOX.c.turn),
    )
    .values(status="stale", problem="answered")
)


def drop_answered(connection: Connection, bot: str) -> int:
    """Questions that may have gone out, and evidently did, do not go again; how many there were."""
    return connection.execute(_ANSWERED, {"of_bot": bot}).rowcount


_NEXT_DUE: Final = select(func.min(OUTBOX.c.due_at)).where(
    OUTBOX.c.bot == bindparam("bot"),
    OUTBOX.c.status == "pending",
    OPEN,
    OUTBOX.c.due_at > bindparam("now"),
)


def next_due(connection: Connection, bot: str, now: datetime) -> datetime | None:
    """When the next of the bot's messages that wait for their time is due."""
    return connection.execute(_NEXT_DUE, {"bot": bot, "now": now}).scalar()
