"""Where one flag, colleague or project cannot be told of, all other summaries still go out."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, update

from bot.people.enrolment import enrol
from bot.summarising import Summaries
from storage import hours, projects, rota
from storage.database import Database
from tests.aftercare.life_scene import TABLES, Life
from tests.aftercare.one_by_one import NO_SUCH_ZONE, LifeClock, lives_in, others, tick

PERSON = TABLES["person"]
WEDNESDAY_AT_NINE = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database)


async def test_a_flag_that_cannot_be_told_of_leaves_the_rest_of_a_digest_as_it_is(
    life: Life,
) -> None:
    cohort = others(life, 1)
    everybody_has_joined(life)
    life.raises("soon")
    lives_in(life, cohort, NO_SUCH_ZONE)
    life.now = WEDNESDAY_AT_NINE
    once = Summaries(life.database, LifeClock(life), lambda: None).tick
    assert await tick(life, once) == ["digest with flag 1"]
    for name in ("Priya", "Lee"):
        (text,) = summaries(life, name)
        broken, whole = text.split("\n")[-2:]
        assert broken.startswith("Urgent: P-")
        assert broken.endswith(". I cannot show by when. Please open it.")
        assert whole.startswith("Soon: P-")
        assert "Contact by 5 pm today." in whole


async def test_somebody_whose_digest_cannot_be_made_keeps_nobody_else_from_theirs(
    life: Life,
) -> None:
    """A participant's name cannot be read; their flag is kept from Priya and Sam."""
    everybody_has_joined(life)
    life.raises("soon", "conduct", ("Priya",))
    not_ours = update(PERSON).where(PERSON.c.id == life.person).values(name_sealed=b"\0" * 40)
    others(life, 1)
    life.does(lambda connection: connection.execute(not_ours))
    life.now = WEDNESDAY_AT_NINE
    once = Summaries(life.database, LifeClock(life), lambda: None).tick
    cannot = sorted(life.staff[name].id for name in ("Lee", "Kim"))
    assert await tick(life, once) == [f"digest of staff {one}" for one in cannot]
    assert summaries(life, "Priya")
    assert summaries(life, "Sam")


async def test_a_flag_that_cannot_be_told_of_leaves_the_summary_of_a_shift_as_it_is(
    life: Life,
) -> None:
    cohort = others(life, 1)
    life.raises("soon")
    lives_in(life, cohort, NO_SUCH_ZONE)
    life.does(lambda connection: on_call_at_one(connection, life))
    life.later(hours=1)
    once = Summaries(life.database, LifeClock(life), lambda: None).tick
    assert await tick(life, once) == ["shift with flag 1"]
    (text,) = summaries(life, "Kim")
    assert text.startswith("You are on call now")
    assert "I cannot show by when. Please open it.\nSoon: P-" in text


def on_call_at_one(connection: Connection, life: Life) -> None:
    rota.add_shift(
        connection,
        project_id=life.project,
        person_id=life.staff["Kim"].id,
        place="first",
        weekdays="0123456",
        starts="13:00",
        ends="14:00",
        zone="Europe/London",
        first_day=date(2026, 11, 1),
        on_holidays=True,
        added_at=life.now,
    )


async def test_a_project_whose_hours_cannot_be_told_keeps_no_other_from_its_digests(
    life: Life,
) -> None:
    life.raises("soon")

    def add(connection: Connection) -> None:
        project = projects.add_project(connection, "Another", life.now)
        enrol(connection, role="coordinator", project_id=project, name="Kit", now=life.now)
        hours.set_calendar(connection, project, zone=NO_SUCH_ZONE)

    life.does(add)
    everybody_has_joined(life)
    life.now = WEDNESDAY_AT_NINE
    once = Summaries(life.database, LifeClock(life), lambda: None).tick
    assert await tick(life, once) == ["digest of project 2"]
    assert summaries(life, "Priya")


def everybody_has_joined(life: Life) -> None:
    joined = update(PERSON).where(PERSON.c.role != "participant").values(joined_at=life.now)
    life.does(lambda connection: connection.execute(joined))


def summaries(life: Life, name: str) -> list[str]:
    """The digests and summaries of shifts that somebody was sent."""
    found = [screen.text for screen in life.alerts(name)]
    return [text for text in found if "\nNobody has taken these on yet:\n" in text]
