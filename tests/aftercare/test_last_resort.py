"""Whatever fails while a message is taken in: somebody is told that there was one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, update

from bot.checkins.inbound import Inbound
from bot.watching import Watch
from storage.database import Database
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.aftercare.life_scene import TABLES
from tests.aftercare.test_duty_tick import SceneClock
from tests.checkins.scene import Scene

UNSAFE = Inbound("participant", "5000", ME, "text", text="I am going to kill myself tonight")
COHORT = TABLES["cohort"]


@pytest.fixture
def scene(database: Database) -> Scene:
    """A participant whose cohort is somewhere that nobody knows."""
    scene = Scene(database)
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", chat=PRIYA)
    scene.participant(sam, chat=ME)
    lives_in(scene, "Atlantis/Nowhere")
    return scene


def lives_in(scene: Scene, zone: str) -> None:
    def work(connection: Connection) -> None:
        connection.execute(update(COHORT).values(timezone=zone))

    scene.database.transact_now(work)


def sets_aside(scene: Scene) -> None:
    """As the intake does with what could not be handled."""
    with pytest.raises(Exception, match="Atlantis"):
        scene.receives(UNSAFE)

    def work(connection: Connection) -> None:
        scene.services.receiver.set_aside(
            connection, "participant", UNSAFE.update_id, ME, UNSAFE.text, scene.now
        )

    scene.database.transact_now(work)


def test_a_message_that_cannot_even_raise_a_flag_is_kept_with_one(scene: Scene) -> None:
    sets_aside(scene)
    (flag,) = scene.rows("flag")
    assert (flag["status"], flag["level"], flag["topic"]) == ("open", "soon", "unread")
    assert flag["next_at"] == scene.now
    assert [one["status"] for one in scene.rows("inbound_update")][-1:] == ["set_aside"]


async def test_the_coordinators_hear_of_it_all_the_same(scene: Scene) -> None:
    sets_aside(scene)
    scene.later(minutes=3)
    watch = Watch(scene.database, SceneClock(scene), None, lambda: None)
    assert not await watch.look(scene.now)
    assert "This flag is stuck" in scene.last(PRIYA).text


def test_once_what_was_wrong_is_mended_the_flag_is_like_any_other(scene: Scene) -> None:
    sets_aside(scene)
    lives_in(scene, "Europe/London")
    scene.now += timedelta(seconds=1)
    scene.climbs()
    assert scene.last(SAM).text.startswith("Soon: ")
