"""Telling the coordinators something about how aftercare itself stands."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.team import Team
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from storage.people import Someone


def coordinators(team: Team) -> list[Someone]:
    """The coordinators who can be reached; when there are none, the leads, or else everybody."""
    reached = [one for one in team.staff if one.id in team.channels]
    for group in (
        [one for one in reached if one.role == "coordinator"],
        [one for one in reached if one.lead],
    ):
        if group:
            return group
    return reached


def tell_coordinators(
    connection: Connection, team: Team, screen: Screen, dedupe: str, now: datetime
) -> int:
    """Queues a notice to each of them, once for each `dedupe`; how many were queued.

    It waits for every alert of a flag, which goes by a faster lane.
    """
    told = 0
    for one in coordinators(team):
        for channel_id in team.channels[one.id]:
            queued = queue(
                connection,
                Message(
                    channel_id=channel_id,
                    person_id=one.id,
                    screen=screen,
                    lane=Lane.REPLY,
                    kind="notice",
                    dedupe=f"{dedupe}:{channel_id}",
                ),
                now,
            )
            told += queued is not None
    return told
