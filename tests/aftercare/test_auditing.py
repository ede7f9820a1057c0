"""The auditor at work: a flag that nobody sees to raises an alarm; the heartbeat only when all is
well. The invariant is broken on purpose, behind the back of everything that keeps it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import update

from bot.heartbeat import Heartbeat
from bot.watching import Watch
from storage.flags import FLAG
from storage.outbox import OUTBOX
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.checkins.scene import Scene
from tests.delivery.chats import HandClock

STUCK = "This flag is stuck"


def break_flags(scene: Scene, **values: Any) -> None:
    scene.database.transact_now(lambda c: c.execute(update(FLAG).values(**values)))


def alarms(scene: Scene, chat: str) -> int:
    return sum(STUCK in screen.text for screen in scene.screens(chat))


def watch_of(scene: Scene, heartbeat: Heartbeat | None = None) -> Watch:
    return Watch(scene.database, HandClock(scene.now), heartbeat, lambda: None)


@pytest.fixture
def flagged(staffed: Scene) -> Scene:
    """Somebody said something urgent."""
    staffed.writes(ME, "I am going to kill myself tonight")
    staffed.all_sent()
    return staffed


class Switch:
    """A dead-man's switch: counts the calls to its address."""

    def __init__(self) -> None:
        self.calls = 0
        self.status = 200
        self.url = ""

    async def take(self, _request: web.Request) -> web.Response:
        self.calls += 1
        return web.Response(status=self.status)


@asynccontextmanager
async def dead_mans_switch() -> AsyncIterator[Switch]:
    switch = Switch()
    app = web.Application()
    app.router.add_get("/ping/secret", switch.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    switch.url = f"http://127.0.0.1:{runner.addresses[0][1]}/ping/secret"
    yield switch
    await runner.cleanup()


async def test_a_flag_that_nothing_happens_about_alarms_the_coordinators_once_an_hour(
    flagged: Scene,
) -> None:
    watch = watch_of(flagged)
    assert await watch.look(flagged.now)
    break_flags(flagged, next_at=None)
    assert not await watch.look(flagged.now)
    assert not await watch.look(flagged.now)
    assert (alarms(flagged, PRIYA), alarms(flagged, SAM)) == (1, 0)
    alarm = flagged.last(PRIYA)
    assert alarm.text.startswith("Urgent: P-")
    assert "kill myself" not in alarm.text
    labels = [button.label for button in alarm.choices]
    assert labels == ["Acknowledge: I will be in touch", "Open to read"]
    (flag,) = flagged.rows("flag")
    assert flag["stuck_at"] == flagged.now
    for minutes, expected in ((59, 1), (60, 2), (61, 2), (120, 3)):
        await watch.look(flagged.now + timedelta(minutes=minutes))
        assert alarms(flagged, PRIYA) == expected
    kinds = [event["kind"] for event in flagged.rows("flag_event")]
    assert kinds.count("stuck") == 1


async def test_the_alarm_ends_when_something_will_happen_again(flagged: Scene) -> None:
    watch = watch_of(flagged)
    break_flags(flagged, next_at=None)
    await watch.look(flagged.now)
    break_flags(flagged, next_at=flagged.now + timedelta(minutes=5))
    assert not await watch.look(flagged.now)
    assert await watch.look(flagged.now)
    (flag,) = flagged.rows("flag")
    assert flag["stuck_at"] is None
    assert flagged.rows("flag_event")[-1]["kind"] == "not stuck"
    break_flags(flagged, next_at=None)
    await watch.look(flagged.now + timedelta(minutes=1))
    assert alarms(flagged, PRIYA) == 2


async def test_an_alarm_never_goes_to_those_whom_the_flag_is_about(scene: Scene) -> None:
    sam = scene.staff("Sam", "coordinator", chat=SAM)
    scene.staff("Priya", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    scene.writes(ME, "Sam hit me and shouted at me")
    (flag,) = scene.rows("flag")
    assert flag["topic"] == "conduct"
    break_flags(scene, next_at=None)
    await watch_of(scene).look(scene.now)
    assert (alarms(scene, PRIYA), alarms(scene, SAM)) == (1, 0)


async def test_without_a_coordinator_everybody_is_told(scene: Scene) -> None:
    sam = scene.staff("Sam", chat=SAM)
    scene.participant(sam, chat=ME)
    scene.writes(ME, "I am going to kill myself tonight")
    break_flags(scene, next_at=None)
    await watch_of(scene).look(scene.now)
    assert alarms(scene, SAM) == 1


async def test_the_heartbeat_goes_out_only_when_nothing_is_stuck_and_nothing_late(
    flagged: Scene,
) -> None:
    async with dead_mans_switch() as switch:
        heartbeat = Heartbeat(switch.url)
        watch = watch_of(flagged, heartbeat)
        assert await watch.look(flagged.now)
        assert (switch.calls, heartbeat.state) == (1, "answered")

        break_flags(flagged, next_at=None)
        await watch.look(flagged.now)
        assert switch.calls == 1
        break_flags(flagged, next_at=flagged.now + timedelta(minutes=5), stuck_at=None)
        await watch.look(flagged.now)
        assert switch.calls == 2

        flagged.database.transact_now(
            lambda c: c.execute(
                update(OUTBOX)
                .where(OUTBOX.c.kind == "alert")
                .values(status="pending", created_at=flagged.now - timedelta(minutes=5), tries=3)
            )
        )
        assert not await watch.look(flagged.now)
        assert switch.calls == 2


async def test_a_heartbeat_that_nobody_answers_disturbs_nothing_and_is_in_no_log(
    flagged: Scene, capfd: pytest.CaptureFixture[str]
) -> None:
    async with dead_mans_switch() as switch:
        switch.status = 500
        refused, gone = Heartbeat(switch.url), Heartbeat("http://127.0.0.1:1/ping/secret")
        assert await watch_of(flagged, refused).look(flagged.now)
        assert await watch_of(flagged, gone).look(flagged.now)
    assert (refused.state, gone.state) == ("failed: status 500", "failed: ConnectError")
    logged = capfd.readouterr()
    assert "secret" not in logged.out + logged.err


async def test_without_a_database_there_is_no_heartbeat_and_the_process_is_not_ready(
    flagged: Scene,
) -> None:
    async with dead_mans_switch() as switch:
        watch = watch_of(flagged, Heartbeat(switch.url))
        flagged.database.close()
        assert not await watch.look(flagged.now)
        assert switch.calls == 0
        checks = await watch.checks()
        assert not checks["database"].ok


async def test_it_looks_once_a_minute_and_not_before_overdue_steps_had_their_turn(
    flagged: Scene,
) -> None:
    async with dead_mans_switch() as switch:
        clock = HandClock(flagged.now)
        watch = Watch(flagged.database, clock, Heartbeat(switch.url), lambda: None)
        for _ in range(120):
            clock.advance(1)
            await watch.tick()
        assert switch.calls == 2
        clock.advance(3600)  # the machine was asleep: the flag is an hour overdue
        await watch.tick()
        assert alarms(flagged, PRIYA) == 0
        clock.advance(60)
        await watch.tick()
        assert alarms(flagged, PRIYA) == 1
        clock.advance(-7200)  # and somebody set the clock
        await watch.tick()
        clock.advance(60)
        await watch.tick()


async def test_readiness_tells_of_the_alarm_and_does_not_take_the_pages_away(
    flagged: Scene,
) -> None:
    watch = watch_of(flagged)
    well = await watch.checks()
    assert (well["flags"].words, well["alerts"].words) == ("none stuck", "none late")
    break_flags(flagged, next_at=None)
    found = (await watch.checks())["flags"]
    assert (found.ok, found.alarm, found.words) == (True, True, "1 stuck")


async def test_one_flag_that_cannot_be_handled_keeps_no_other_from_its_alarm(
    flagged: Scene,
) -> None:
    (flag,) = flagged.rows("flag")
    flagged.sends("777", "text", text="I am going to kill myself tonight")
    flagged.all_sent()
    break_flags(flagged, next_at=None)
    # A level that nobody knows cannot even be put into words.
    flagged.database.transact_now(
        lambda c: c.execute(update(FLAG).where(FLAG.c.id == flag["id"]).values(level="unheard of"))
    )
    assert not await watch_of(flagged).look(flagged.now)
    assert alarms(flagged, PRIYA) == 1
