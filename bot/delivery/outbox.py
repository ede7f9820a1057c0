"""The outbox as the rest of the bot sees it: messages go in with `queue`, and out by claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, NamedTuple

from sqlalchemy import Connection, Row

from bot.delivery.channel import Parcel
from bot.delivery.lanes import Lane
from bot.delivery.screen import Screen
from storage import outbox as rows
from storage.contacts import ADDRESS
from storage.hidden import hidden_ids
from storage.outbox_marks import supersede_edits, withdraw_messages
from storage.sealing import Sealer, SealError, sealer_of

Act = Literal["send", "edit", "delete"]
Obstacle = Literal["", "channel lost", "damaged"]


class Message(NamedTuple):
    """A message to be sent through a channel.

    `kind` says what it is for (question, echo, alert, invite ...), for reading the outbox later.
    `act` edit replaces the message `target_remote_id`; one that `supersedes` takes the place of the
    edits of that message that still wait. `repeatable` False is for reminders and rounds: they do
    not go again when it is uncertain whether they went out. Of two messages with the same `dedupe`
    only the first is kept. It is due at once, or at `due_at`. `bot` is the channel's, where that is
    known: then it need not be looked up.
    """

    channel_id: int
    screen: Screen
    lane: Lane
    kind: str
    person_id: int | None = None
    act: Act = "send"
    target_remote_id: str | None = None
    repeatable: bool = True
    dedupe: str | None = None
    session_id: int | None = None
    turn: int | None = None
    flag_id: int | None = None
    invitation_id: int | None = None
    due_at: datetime | None = None
    bot: str = ""
    supersedes: bool = False


@dataclass(frozen=True, slots=True)
class ClaimedMessage:
    """A message that this process is sending; address and screen are unsealed.

    `tries` counts this try. `obstacle` says why it cannot even be tried: its channel is lost, or
    it does not unseal (then the address and the screen's text are empty).
    """

    outbox_id: int
    bot: str
    channel_id: int
    address: str
    lane: Lane
    act: Act
    kind: str
    screen: Screen
    repeatable: bool
    target_remote_id: str | None
    person_id: int | None
    session_id: int | None
    turn: int | None
    flag_id: int | None
    invitation_id: int | None
    tries: int
    created_at: datetime
    obstacle: Obstacle = ""

    def parcel(self) -> Parcel:
        """What the channel is handed."""
        return Parcel(
            outbox_id=self.outbox_id,
            act=self.act,
            address=self.address,
            remote_id=self.target_remote_id or "",
            screen=self.screen,
        )


def queue(connection: Connection, message: Message, now: datetime) -> int | None:
    """Writes a message to the outbox and returns its id; None when its `dedupe` is there already.

    A message to a lost channel is kept like any other. Before it would be sent, whoever looks
    after lost channels is told of it, so it finds another way or another person; and if the
    person has come back by then, it is simply sent. Raises LookupError for an unknown channel.
    """
    if message.supersedes and message.target_remote_id is not None:
        supersede_edits(connection, message.channel_id, message.target_remote_id)
    return rows.add_message(
        connection,
        {
            "channel_id": message.channel_id,
            "bot": message.bot,
            "person_id": message.person_id,
            "lane": int(message.lane),
            "act": message.act,
            "kind": message.kind,
            "repeatable": message.repeatable,
            "dedupe": message.dedupe,
            "screen_sealed": sealer_of(connection).seal(message.screen.to_json(), rows.SCREEN),
            "target_remote_id": message.target_remote_id,
            "session_id": message.session_id,
            "turn": message.turn,
            "flag_id": message.flag_id,
            "invitation_id": message.invitation_id,
            "created_at": now,
            "due_at": message.due_at or now,
        },
    )


def claim(
    connection: Connection,
    bot: str,
    lane: Lane,
    *,
    limit: int,
    now: datetime,
    lease_seconds: float,
) -> list[ClaimedMessage]:
    """Takes up to `limit` due messages of a lane, oldest first and one of each chat.

    They are this process's own for `lease_seconds`. The next message of a chat can be claimed
    when the one before it was marked.
    """
    until = now + timedelta(seconds=lease_seconds)
    claimed = rows.claim_messages(connection, bot, lane, limit=limit, now=now, until=until)
    sealer = sealer_of(connection)
    return [_with_target(connection, _claimed(sealer, row)) for row in claimed]


def _with_target(connection: Connection, message: ClaimedMessage) -> ClaimedMessage:
    """What is to be deleted is looked up now: some of it may have arrived only meanwhile."""
    if message.act != "delete":
        return message
    ids = hidden_ids(connection, message.channel_id, message.created_at)
    return replace(message, target_remote_id=" ".join(ids))


def withdraw(
    connection: Connection,
    reason: str,
    *,
    lanes: Sequence[Lane] = tuple(Lane),
    person_id: int | None = None,
    flag_id: int | None = None,
    invitation_id: int | None = None,
) -> int:
    """Takes back messages that wait and are no longer wanted; how many there were.

    All of one person (who stopped), one flag (that was acknowledged) or one invitation.
    """
    return withdraw_messages(
        connection,
        reason,
        lanes=[int(lane) for lane in lanes],
        person_id=person_id,
        flag_id=flag_id,
        invitation_id=invitation_id,
    )


def _claimed(sealer: Sealer, row: Row[Any]) -> ClaimedMessage:
    obstacle: Obstacle = "channel lost" if row.lost_at is not None else ""
    try:
        address = sealer.unseal(row.address_sealed, ADDRESS)
        screen = Screen.from_json(sealer.unseal(row.screen_sealed, rows.SCREEN))
    except (SealError, ValueError, TypeError, KeyError):
        # One message that nobody can read must not keep the others from going out.
        address, screen, obstacle = "", Screen(text=""), "damaged"
    return ClaimedMessage(
        outbox_id=row.id,
        bot=row.bot,
        channel_id=row.channel_id,
        address=address,
        lane=Lane(row.lane),
        act=row.act,
        kind=row.kind,
        screen=screen,
        repeatable=row.repeatable,
        target_remote_id=row.target_remote_id,
        person_id=row.person_id,
        session_id=row.session_id,
        turn=row.turn,
        flag_id=row.flag_id,
        invitation_id=row.invitation_id,
        tries=row.tries + 1,
        created_at=row.created_at,
        obstacle=obstacle,
    )
