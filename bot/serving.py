"""Runs an installation until it is told to stop: `wesaid run`, `serve` and `work`."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable

import structlog
from aiohttp import web

from bot.app import Installation
from bot.clock import SystemClock
from bot.opening import CannotStart, open_store
from bot.settings import Settings

log = structlog.get_logger()


async def run(settings: Settings, *, web: bool, work: bool) -> None:
    """Runs until Ctrl-C or SIGTERM. Raises CannotStart with what is missing."""
    if work and not settings.telegram:
        raise CannotStart(
            "The two bots' tokens are missing: make two bots with @BotFather on Telegram (write "
            "/newbot) and set WESAID_PARTICIPANT_TOKEN and WESAID_STAFF_TOKEN to their tokens."
        )
    database = open_store(settings)
    try:
        installation = Installation(settings, database, SystemClock(), web=web, work=work)
        await serve_until_stopped(installation, installation.web_app() if web else None)
    finally:
        database.close()


async def serve_until_stopped(
    installation: Installation,
    app: web.Application | None,
    *,
    host: str | None = None,
    ready: Callable[[int], None] | None = None,
) -> None:
    """Starts the installation and its pages, waits for a signal, and stops within ten seconds.

    `ready` is told the port as soon as pages are served.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    await installation.start()
    runner = None
    try:
        if app is not None:
            runner = await _serve(app, host or installation.settings.host, installation, ready)
        log.info("ready", database=installation.database.dialect)
        await stopping.wait()
    finally:
        if runner is not None:
            await runner.cleanup()
        await installation.stop()
        log.info("stopped")


async def _serve(
    app: web.Application,
    host: str,
    installation: Installation,
    ready: Callable[[int], None] | None,
) -> web.AppRunner:
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
    port = runner.addresses[0][1]
    log.info("serving", port=port)
    if ready is not None:
        ready(port)
    return runner
