"""The tick that looks at rotas and promises."""

from __future__ import annotations

from datetime import datetime

from bot.watching_duty import DutyWatch
from storage.database import Database
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.aftercare.rota_scene import RotaScene
from tests.checkins.scene import Scene


class SceneClock:
    """Shows a scene's moment."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene

    def now(self) -> datetime:
        return self._scene.now


async def test_a_tick_reports_gaps_and_sees_to_promises_and_wakes_the_sender(
    sqlite_database: Database,
) -> None:
    scene = Scene(sqlite_database)
    rota = RotaScene(scene)
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", chat=PRIYA)
    scene.participant(sam, chat=ME)
    woken: list[datetime] = []
    watch = DutyWatch(sqlite_database, SceneClock(scene), lambda: woken.append(scene.now))
    await watch.tick()
    assert woken == []
    rota.always(sam)
    scene.writes(ME, "I am going to kill myself tonight")
    rota.away(sam, "2026-11-27T09:00")
    await watch.tick()  # it has just looked
    assert woken == []
    scene.later(seconds=15)
    await watch.tick()
    assert len(woken) == 2
    assert scene.last(PRIYA).text.startswith("Nobody is on call at these times")
    scene.climbs()
    assert scene.last(PRIYA).text.startswith("Urgent")
