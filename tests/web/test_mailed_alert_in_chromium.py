"""The page that an alert's e-mail opens, in a real browser on a phone."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from storage.database import Database
from tests.email.house import office, until
from tests.email.mail_host import mail_host
from tests.web.surfing import WIDTHS, surf, violations

pytestmark = pytest.mark.browser

SAM = "sam@example.org"


async def test_axe_finds_nothing_wrong_and_one_press_is_enough(
    sqlite_database: Database, browser: Browser, axe: str
) -> None:
    async with (
        mail_host() as host,
        office(sqlite_database, host) as place,
        surf(browser, WIDTHS["phone"]) as page,
    ):
        sam = place.staff("Sam", email=SAM)
        place.says(place.participant(sam))
        await until(lambda: any("/alert/" in text for text in place.to(SAM)))
        await page.goto(place.house.address + place.link(SAM))
        assert await violations(page, axe) == []
        await page.get_by_role("button", name="Acknowledge").click()
        await expect(page.get_by_role("status")).to_contain_text("It is yours, Sam")
        assert await violations(page, axe) == []
