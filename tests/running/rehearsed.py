"""Does once what an installation does, so that processes forked from this one have all that it
loads, reads and compiles when it is first needed: seconds of work for each of them otherwise."""

from __future__ import annotations

import asyncio
import gc
import tempfile
import threading
from contextlib import suppress
from pathlib import Path

from bot.app import Installation
from bot.cli.logs import set_up
from bot.clock import SystemClock
from bot.opening import open_store
from bot.settings import Settings
from storage.migrate import migrate
from tests.checkins.scene import Scene
from tests.conftest import SECRET
from tests.running.child import PARTICIPANT_TOKEN, STAFF_TOKEN

__all__: list[str] = []


def _rehearse(folder: Path) -> None:
    settings = Settings(
        database_url=f"sqlite:///{folder}/wesaid.db",
        secret_key=SECRET,
        participant_token=PARTICIPANT_TOKEN,
        staff_token=STAFF_TOKEN,
        telegram_api="http://127.0.0.1:9",  # nobody listens there
        public_url="",
        heartbeat_url="",
    )
    migrate(settings.database_url)
    database = open_store(settings)
    try:
        scene = Scene(database)
        scene.participant(scene.staff("Sam", chat="1"), chat="2")
        scene.round()
        scene.writes("2", "I want to end my life tonight")
        scene.later(minutes=30)
        scene.climbs()
        asyncio.run(_start(Installation(settings, database, SystemClock(), web=True, work=True)))
    finally:
        database.close()


async def _start(installation: Installation) -> None:
    installation.web_app()
    await installation.start()
    await asyncio.sleep(0.2)
    with suppress(Exception):
        await installation.stop()


set_up("error")  # that there is no Telegram here is no news
with tempfile.TemporaryDirectory() as made:
    _rehearse(Path(made))
assert threading.active_count() == 1, "what is forked has one thread"
gc.freeze()  # what is here stays, and the processes share its memory
