"""Houses to call at, and browsers to call with."""

from __future__ import annotations

from collections.abc import AsyncIterator
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


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with async_playwright() as playwright:
        running = await playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_SWITCHES)
        yield running
        await running.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The accessibility checker that is run inside a page."""
    return (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text("utf-8")
