"""A chat in the inbox, in a real Chromium: it keeps itself up to date while somebody types."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect
from sqlalchemy import update

from storage.flags import FLAG
from tests.web.desk import Desk
from tests.web.house import clock
from tests.web.surfing import at_both_widths, surf, violations
from tests.web.test_inbox_chat import STUCK, writes

pytestmark = pytest.mark.browser


@at_both_widths
async def test_new_messages_and_alarms_come_into_an_open_page_and_leave_what_is_typed(
    desk: Desk, browser: Browser, axe: str, size: tuple[int, int]
) -> None:
    async with desk, surf(browser, size) as page:
        flag = desk.raises("soon")
        await page.goto(f"{desk.house.address}/demo")
        await page.goto(f"{desk.house.address}/inbox/flag/{flag}")
        await page.get_by_text("Message them", exact=True).click()
        box = page.get_by_label("Your message")
        await box.fill("Shall I call you at four?")
        await page.get_by_role("button", name="Send the message").click()
        # The page is where they write, with what was sent in sight.
        await expect(page.get_by_text("Shall I call you at four?")).to_be_in_viewport()
        await expect(box).to_be_in_viewport()
        await box.fill("I will bring the")
        for number in range(12):
            writes(desk, f"this is line {number} of it")
        newest = page.get_by_text("this is line 11 of it")
        await expect(newest).to_be_in_viewport()
        stuck = update(FLAG).where(FLAG.c.id == flag).values(stuck_at=clock.now())
        desk.house.store(lambda connection: connection.execute(stuck))
        await expect(page.get_by_text(STUCK)).to_be_visible()
        await expect(box).to_have_value("I will bring the")
        await expect(box).to_be_focused()
        assert await violations(page, axe) == []
