"""What becomes of a message after it was tried: the verdict, and writing it down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Final, Literal, TypeAlias

from sqlalchemy import Connection

from bot.backoff import Backoff
from bot.delivery.channel import ChannelLost, NotSent, Refused, SlowDown
from bot.delivery.lanes import Lane
from bot.delivery.outbox import ClaimedMessage
from storage import outbox_marks as marks
from storage.outbox import UNCERTAIN

CHANNEL_LOST: Final = "channel lost"
NOT_SENT: Final = "not sent"
REFUSED: Final = "refused"
DAMAGED: Final = "damaged"
ASKED_TO_WAIT: Final = "asked to wait"
NOT_TRIED: Final = "not tried"
NOT_TOLD: Final = "not told"

RETRIES: Final = {
    Lane.ALERT: Backoff(first=1, most=60),
    Lane.REPLY: Backoff(first=1, most=600),
    Lane.BULK: Backoff(first=2, most=900),
}
GIVES_UP_AFTER: Final = {
    Lane.ALERT: None,
    Lane.REPLY: timedelta(days=2),
    Lane.BULK: timedelta(days=1),
}
"""An alert is tried for as long as it takes; nobody wants last week's reminder."""

OnLost: TypeAlias = Callable[[Connection, ClaimedMessage, datetime], None]
"""Told of a message whose channel is lost, in the transaction that marks it: finds another way."""

OnFailed: TypeAlias = Callable[[Connection, ClaimedMessage, str, datetime], None]
"""Told of a message that will not arrive, or may not have, with the problem in a word or two."""


class NotYet(Exception):  # noqa: N818 - it says what happened; nothing is wrong
    """The message was not tried: it is not its turn for so many seconds."""

    def __init__(self, seconds: float = 0.0) -> None:
        super().__init__(f"not for {seconds} s")
        self.seconds = seconds


class Damaged(Exception):  # noqa: N818 - as above
    """The message does not unseal, so nobody can send it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a message; `at` is when it is tried again, `why` why a channel is lost."""

    status: Literal["sent", "again", "failed", "stale", "lost"]
    problem: str = ""
    remote_id: str = ""
    at: datetime | None = None
    tell: bool = True
    why: str = ""


def judge(
    message: ClaimedMessage, result: str | Exception, now: datetime, random: Random
) -> Verdict:
    """The verdict on a try that gave the channel's id for the message, or an error.

    An error that no channel should raise leaves it uncertain whether the message went out.
    """
    match result:
        case str():
            verdict = Verdict("sent", remote_id=result)
        case ChannelLost():
            verdict = Verdict("lost", CHANNEL_LOST, why=result.why)
        case Refused():
            verdict = Verdict("failed", REFUSED)
        case Damaged():
            verdict = Verdict("failed", DAMAGED)
        case SlowDown():
            verdict = Verdict("again", ASKED_TO_WAIT, at=now + timedelta(seconds=result.seconds))
        case NotYet():
            verdict = Verdict("again", NOT_TRIED, at=now + timedelta(seconds=result.seconds))
        case NotSent():
            verdict = again(message, NOT_SENT, now, random)
        case _ if message.repeatable:
            verdict = again(message, UNCERTAIN, now, random)
        case _:
            verdict = Verdict("stale", UNCERTAIN)
    return verdict


def again(message: ClaimedMessage, problem: str, now: datetime, random: Random) -> Verdict:
    """Another try after a while that grows; or none, when the message is too old to be of use."""
    patience = GIVES_UP_AFTER[message.lane]
    if patience is not None and now - message.created_at > patience:
        return Verdict("failed", problem)
    delay = RETRIES[message.lane].delay(message.tries, random)
    return Verdict("again", problem, at=now + timedelta(seconds=delay))


def without_telling(
    message: ClaimedMessage, verdict: Verdict, now: datetime, random: Random
) -> Verdict:
    """What can be marked when those who should be told of it could not be.

    The message comes up again later, and they are told then; except one that must not go twice.
    """
    if verdict.status in ("failed", "lost") and verdict.problem != NOT_TOLD:
        later = again(message, NOT_TOLD, now, random)
        if later.status == "again":
            return later
    return replace(verdict, tell=False)


@dataclass(frozen=True, slots=True)
class Settler:
    """Writes verdicts down, and tells those who look after what did not arrive."""

    on_lost: OnLost
    on_failed: OnFailed

    def record(
        self, connection: Connection, message: ClaimedMessage, verdict: Verdict, now: datetime
    ) -> None:
        """Marks the message. Doing it twice is harmless; nobody is told twice."""
        match verdict.status:
            case "sent":
                marks.mark_sent(connection, message.outbox_id, verdict.remote_id, now)
            case "again":
                marks.mark_retry(
                    connection,
                    message.outbox_id,
                    message.tries,
                    verdict.at or now,
                    verdict.problem,
                )
            case "lost":
                self._lose(connection, message, verdict, now)
            case "failed" | "stale":
                self._fail(connection, message, verdict, now)

    def _lose(
        self, connection: Connection, message: ClaimedMessage, verdict: Verdict, now: datetime
    ) -> None:
        news = marks.mark_channel_lost(connection, message.channel_id, now, verdict.why)
        ended = marks.mark_failed(connection, message.outbox_id, message.tries, verdict.problem)
        if ended and verdict.tell and (news or message.act == "send"):
            self.on_lost(connection, message, now)

    def _fail(
        self, connection: Connection, message: ClaimedMessage, verdict: Verdict, now: datetime
    ) -> None:
        ended = marks.mark_failed(
            connection,
            message.outbox_id,
            message.tries,
            verdict.problem,
            uncertain=verdict.status == "stale",
        )
        # An edit only changes how an earlier message looks; the message itself has arrived.
        if ended and verdict.tell and message.act == "send":
            self.on_failed(connection, message, verdict.problem, now)
