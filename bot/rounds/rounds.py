"""A round that goes out now: who gets it, who does not and why, and the sending itself.

Invitations are rows that a tick picks up, so that a restart neither loses nor repeats one. At the
moment of sending everything is checked again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.safe_to_message import when_to_write
from bot.checkins.asking_again import NOT_DURING_A_CHAT, reachable
from bot.checkins.conversation import Conversations
from bot.checkins.knowing import said_facts
from bot.checkins.pausing import after_quiet, is_quiet
from bot.checkins.screen import compose
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.texts import texts_for
from storage import relay, rounds
from storage.rows import AnyRow
from storage.sessions import expire_unbegun

CONSENT: Final = "check_ins"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why somebody does not get a round, in the words that commands show."""

    code: str
    words: str


NO_CONSENT: Final = Reason("no_consent", "has not agreed to check-ins")
NOT_JOINED: Final = Reason("not_joined", "has not joined yet")
STOPPED: Final = Reason("stopped", "has stopped")
BUSY: Final = Reason("in_a_check_in", "is in another check-in")
UNREACHABLE: Final = Reason("unreachable", "has no channel that works")
NOT_SAFE: Final = Reason("not_safe", "has said that it is not safe to write to them here")
NOT_APPROVED: Final = Reason("not_approved", "would get a flow that is not approved")
REASONS: Final = {
    reason.code: reason
    for reason in (
        NO_CONSENT,
        NOT_JOINED,
        STOPPED,
        BUSY,
        UNREACHABLE,
        NOT_SAFE,
        NOT_APPROVED,
    )
}


def add_round_now(
    connection: Connection, cohort: AnyRow, flow: str, now: datetime, *, anyway: bool
) -> int:
    """Adds a round that is due at once. `anyway` lets it go out in quiet hours."""
    round_id = rounds.add_round(connection, cohort.id, flow, anyway, now)
    local = now.astimezone(ZoneInfo(cohort.timezone)).strftime("%Y-%m-%dT%H:%M")
    occurrence_id = rounds.add_occurrence(connection, round_id, 1, local, cohort.timezone, now)
    rounds.mark_planned(connection, occurrence_id, now)
    _plan(connection, occurrence_id, cohort.id, cohort.timezone, now, anyway=anyway)
    return round_id


def _plan(
    connection: Connection,
    occurrence_id: int,
    cohort_id: int,
    zone: str,
    now: datetime,
    *,
    anyway: bool,
) -> None:
    due_at = now if anyway else after_quiet(now, zone)
    rows = []
    for candidate in rounds.candidates(connection, use=CONSENT, cohort_id=cohort_id):
        reason = why_not(candidate)
        rows.append(
            {
                "occurrence_id": occurrence_id,
                "person_id": candidate.id,
                "kind": "invite",
                "status": "skipped" if reason else "planned",
                "reason": reason.code if reason else None,
                "due_at": due_at,
            }
        )
    rounds.add_invitations(connection, rows)


def why_not(candidate: AnyRow) -> Reason | None:
    """Why this participant gets no round right now; None when they do."""
    checks = (
        (candidate.joined_at is None, NOT_JOINED),
        (candidate.stopped_at is not None, STOPPED),
        (not candidate.consented, NO_CONSENT),
        (not candidate.reachable, UNREACHABLE),
        (candidate.busy, BUSY),
    )
    return next((reason for holds, reason in checks if holds), None)


def send_due(
    connection: Connection,
    conversations: Conversations,
    now: datetime,
    limit: int = 20,
    apart: AsOne = AS_ONE,
) -> int:
    """Starts the check-ins of invitations whose time has come; returns how many were due."""
    due = apart.due(lambda most: rounds.due_invitations(connection, now, most), limit, now)
    for invitation in due:
        send = partial(_send, connection, conversations, invitation, now)
        apart.do(connection, invitation.id, send, now)
    return len(due)


def _send(
    connection: Connection, conversations: Conversations, invitation: AnyRow, now: datetime
) -> None:
    if not invitation.anyway and is_quiet(now, invitation.timezone):
        due_at = after_quiet(now, invitation.timezone)
        rounds.mark_invitation(connection, invitation.id, "planned", due_at=due_at)
        return
    if relay.is_talking(connection, invitation.person_id):
        due_at = now + NOT_DURING_A_CHAT
        rounds.mark_invitation(connection, invitation.id, "planned", due_at=due_at)
        return
    candidate = rounds.candidates(connection, use=CONSENT, person_id=invitation.person_id)[0]
    reason = why_not(candidate)
    contact = reachable(connection, invitation.person_id)
    if reason is not None or contact is None:
        code = (reason or UNREACHABLE).code
        rounds.mark_invitation(connection, invitation.id, "skipped", reason=code)
        return
    safe_at = when_to_write(contact, now)
    if safe_at is None:
        rounds.mark_invitation(connection, invitation.id, "skipped", reason=NOT_SAFE.code)
        return
    if safe_at > now:
        rounds.mark_invitation(connection, invitation.id, "planned", due_at=safe_at)
        return
    assert contact.project_id is not None
    if conversations.shelf.shelf(connection, contact.project_id, invitation.flow).sent is None:
        rounds.mark_invitation(connection, invitation.id, "skipped", reason=NOT_APPROVED.code)
        return
    texts = texts_for(contact.locale)
    expire_unbegun(connection, invitation.person_id, now)
    begun = conversations.start(
        connection, contact, texts, invitation.flow, now, invitation_id=invitation.id
    )
    screen = compose(
        texts,
        begun.session_id,
        begun.events,
        said_facts(connection, contact, texts, begun.flow, begun.session_id, begun.session),
    )
    assert screen is not None
    queue(
        connection,
        Message(
            channel_id=contact.channel_id,
            person_id=invitation.person_id,
            screen=screen,
            lane=Lane.BULK,
            kind="invite",
            repeatable=False,
            dedupe=f"invite:{invitation.id}",
            session_id=begun.session_id,
            turn=begun.session.turn,
            invitation_id=invitation.id,
        ),
        now,
    )
    rounds.mark_invitation(connection, invitation.id, "sent", sent_at=now)
