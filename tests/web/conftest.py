"""Houses to call at, and browsers to call with."""

from __future__ import annotations

import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from storage.database import Database
from tests.web.desk import Desk
from tests.web.house import House, demo_house, web_house
from tests.web.plain_browser import PlainBrowser

CHROMIUM_SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--hide-scrollbars",
    # It has no mouse of its own, and takes the machine for a phone without this.
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,"
    "primaryPointerType=4,availablePointerTypes=4",
    "--no-first-run",
    "--disable-extensions",
    "--disable-sync",
]


@pytest.fixture
async def house(database: Database) -> AsyncIterator[House]:
    """What `wesaid run` serves, on each of both databases."""
    async with web_house(database) as running:
        yield running


@pytest.fixture
async def one_house(sqlite_database: Database) -> AsyncIterator[House]:
    """What `wesaid run` serves."""
    async with web_house(sqlite_database) as running:
        yield running


@pytest.fixture
async def demo(sqlite_database: Database) -> AsyncIterator[House]:
    """What `wesaid demo` serves."""
    async with demo_house(sqlite_database) as running:
        yield running


@pytest.fixture
async def desk(demo: House) -> Desk:
    """The demo's inbox."""
    return Desk(demo)


@pytest.fixture
async def plain(house: House) -> AsyncIterator[PlainBrowser]:
    async with PlainBrowser(house.address) as browser:
        yield browser


@pytest.fixture(scope="session")
def running_chromium(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real Chromium, started once: starting it costs more than a test."""
    folder = tmp_path_factory.mktemp("chromium")
    switches = [*CHROMIUM_SWITCHES, f"--user-data-dir={folder}", "--remote-debugging-port=0"]
    command = [chromium, "--headless=new", *switches, "about:blank"]
    with (folder / "log").open("wb") as log, subprocess.Popen(command, stderr=log) as process:
        yield f"http://127.0.0.1:{_port_of(process, folder / 'DevToolsActivePort')}"
        process.terminate()


def _port_of(process: subprocess.Popen[bytes], file: Path) -> int:
    """Chromium writes it when it is ready; two lines, of which the first is the port."""
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        if file.exists() and (lines := file.read_text().split()):
            return int(lines[0])
        time.sleep(0.02)
    raise AssertionError("Chromium did not start")


@pytest.fixture
async def browser(running_chromium: str) -> AsyncIterator[Browser]:
    """A real Chromium, in which each test opens windows of its own."""
    async with async_playwright() as playwright:
        yield await playwright.chromium.connect_over_cdp(running_chromium)


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker that is run inside a page."""
    return (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
