"""Runs an installation until it is told to stop: `wesaid run`, `serve` and `work`."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Callable
from typing import Final

import structlog
from aiohttp import web

from bot.app import Installation
from bot.clock import SystemClock
from bot.opening import CannotStart, open_store
from bot.settings import Settings

COLLECTING: Final = (20_000, 20, 20)
"""How many more objects there are before Python looks for garbage (700 unless it is told)."""

log = structlog.get_logger()


async def run(
    settings: Settings, ready: Callable[[int | None], None], *, web: bool, work: bool
) -> None:
    """Runs until Ctrl-C or SIGTERM. Raises CannotStart.

    `ready` is told once everything runs, with the port of the pages if there are any.
    """
    database = open_store(settings)
    try:
        installation = Installation(settings, database, SystemClock(), web=web, work=work)
        settle_memory()
        app = installation.web_app() if web else None
        await serve_until_stopped(installation, app, ready=ready)
    finally:
        database.close()


def settle_memory() -> None:
    """What is loaded by now stays until the end: looking through it for garbage is of no use.

    And a step makes some thousand objects that go by themselves, so looking less often will do.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTING)


async def serve_until_stopped(
    installation: Installation,
    app: web.Application | None,
    *,
    host: str | None = None,
    ready: Callable[[int | None], None],
) -> None:
    """Starts the installation and its pages, waits for a signal, and stops within ten seconds.

    `ready` is told once everything runs, with the port of the pages if there are any.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    runner = None
    try:
        if app is not None:  # before anything begins: a port that is taken ends it here
            runner = await _serve(app, host or installation.settings.host, installation)
        await installation.start()
        ready(runner.addresses[0][1] if runner is not None else None)
        log.info("ready", database=installation.database.dialect)
        await stopping.wait()
    finally:
        if runner is not None:
            await runner.cleanup()
        await installation.stop()
        log.info("stopped")


async def _serve(app: web.Application, host: str, installation: Installation) -> web.AppRunner:
    # No access log: addresses hold codes that let people in.
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, installation.settings.port).start()
    except OSError as error:
        await runner.cleanup()
        raise CannotStart(
            f"Port {installation.settings.port} is taken by another program. "
            "Set PORT to a free one, or stop that program."
        ) from error
    log.info("serving", port=runner.addresses[0][1])
    return runner
