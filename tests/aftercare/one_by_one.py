"""Lives of which some cannot be handled, and the ticks that take them up."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, update
from structlog.testing import capture_logs

from bot.people.enrolment import enrol
from storage import contacts, projects
from tests.aftercare.life_scene import TABLES, Life

COHORT = TABLES["cohort"]
NO_SUCH_ZONE = "Atlantis/Nowhere"


class LifeClock:
    """Shows the moment of a life."""

    def __init__(self, life: Life) -> None:
        self._life = life

    def now(self) -> datetime:
        return self._life.now


def others(life: Life, count: int) -> int:
    """So many participants in a cohort of their own, each with an urgent flag; the cohort."""
    home = life.channel

    def work(connection: Connection) -> tuple[int, list[int]]:
        cohort = projects.add_cohort(
            connection, life.project, "Others", "Europe/London", "england", life.now
        )
        people = [
            enrol(
                connection,
                role="participant",
                project_id=life.project,
                cohort_id=cohort,
                facilitator_id=life.staff["Sam"].id,
                now=life.now,
            ).id
            for _ in range(count)
        ]
        return cohort, [
            contacts.add_channel(
                connection,
                person_id=person_id,
                bot="participant",
                kind="telegram",
                address=f"participant {person_id}",
                now=life.now,
            )
            for person_id in people
        ]

    cohort, channels = life.does(work)
    for life.channel in channels:
        life.raises("urgent")
    life.channel = home
    return cohort


def lives_in(life: Life, cohort: int, zone: str) -> None:
    life.does(
        lambda connection: connection.execute(
            update(COHORT).where(COHORT.c.id == cohort).values(timezone=zone)
        )
    )


async def tick(life: Life, once: Callable[[], object]) -> list[str]:
    """The tick once; the ids of what could not be handled."""
    with capture_logs() as logs:
        await once()  # type: ignore[misc]
    return [f"{line['what']} {line['id']}" for line in logs if line["event"] == "due.failed"]
