"""Pages in a real Chromium, at the width of a phone or of a desk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final, TypeAlias

import pytest
from playwright.async_api import Browser, FrameLocator, Locator, Page, expect

from flows.library import library
from flows.steps.choice import Choice
from flows.steps.rating import Rating

PHONE: Final = (390, 844)
DESK: Final = (1280, 800)
WIDTHS: Final = {"phone": PHONE, "desk": DESK}
at_both_widths: Final = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])

Place: TypeAlias = Page | FrameLocator
"""A page, or a frame in one."""


@asynccontextmanager
async def surf(
    browser: Browser, size: tuple[int, int] = PHONE, **options: Any
) -> AsyncIterator[Page]:
    """A new page that must not complain: no error in a script, nothing that the policy refused."""
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce", **options
    )
    page = await context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    try:
        yield page
        assert complaints == [], complaints
    finally:
        await context.close()


async def choose(place: Place, label: str) -> None:
    """Presses a tile and sends it."""
    await place.get_by_role("radio", name=label, exact=True).check()
    await place.get_by_role("button", name="Send my answer").click()


async def write(place: Place, text: str) -> None:
    """Types into the box and sends it."""
    await place.get_by_role("textbox").fill(text)
    await place.get_by_role("button", name="Send", exact=True).click()


def question(place: Place, step: str) -> Locator:
    """The form of one question of the check-in after a session."""
    asks = next(one for one in library()["after-session"].steps if one.id == step)
    assert isinstance(asks, Rating | Choice)
    return place.get_by_role("group", name=asks.text)


async def asked(place: Place, step: str) -> None:
    """Waits until a question is there to be answered."""
    await expect(question(place, step)).to_be_visible()


async def violations(page: Page, axe: str) -> list[str]:
    """What axe finds wrong with the page that is open."""
    await page.evaluate(axe)
    found: dict[str, Any] = await page.evaluate(
        "axe.run(document, {resultTypes: ['violations'], iframes: false})"
    )
    return [
        f"{one['id']}: {one['help']} {[node['html'] for node in one['nodes']]}"
        for one in found["violations"]
    ]
