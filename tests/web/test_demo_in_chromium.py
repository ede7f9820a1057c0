"""The demo in a real browser: a check-in on one side raises an alert on the other."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.web.house import House
from tests.web.store import flags_raised
from tests.web.surfing import WIDTHS, asked, choose, surf, violations, write

pytestmark = pytest.mark.browser


async def show(page: Page, side: str, width: str) -> None:
    """On a phone one side is shown at a time."""
    if width == "phone":
        await page.get_by_role("link", name=side).click()


@pytest.mark.parametrize("width", list(WIDTHS))
async def test_an_unsafe_answer_in_the_demo_reaches_the_inbox_and_the_reader_is_told(
    demo: House, browser: Browser, width: str
) -> None:
    async with surf(browser, WIDTHS[width]) as page:
        await page.goto(f"{demo.address}/demo")
        chat = page.frame_locator(".phone iframe")
        inbox = page.frame_locator(".desk iframe")
        for step, answer in (
            ("heard", "7"),
            ("safe_to_speak", "8"),
            ("influence", "5"),
            ("fair", "9"),
            ("upset", "A little"),
            ("safe", "No"),
        ):
            await asked(chat, step)
            await choose(chat, answer)
        await expect(chat.get_by_role("link", name="999").first).to_be_visible()
        await show(page, "Staff inbox", width)
        await expect(inbox.get_by_text("does not feel safe right now")).to_be_visible()
        await expect(inbox.locator(".level", has_text="Urgent")).to_be_visible()
        await inbox.get_by_role("button", name="Acknowledge").click()
        await expect(inbox.get_by_text("Acknowledged by Sam")).to_be_visible()
        await show(page, "Ash's chat", width)
        await expect(chat.get_by_text("Sam has seen your message")).to_be_visible()
        await asked(chat, "talk")
    assert flags_raised(demo.database) == [("urgent", "danger", "acknowledged")]


@pytest.mark.parametrize("width", list(WIDTHS))
async def test_axe_finds_nothing_wrong_with_the_demo(
    demo: House, browser: Browser, axe: str, width: str
) -> None:
    async with surf(browser, WIDTHS[width]) as page:
        for side in ("chat", "inbox"):
            await page.goto(f"{demo.address}/demo?show={side}")
            await expect(page.locator("iframe").first).to_be_attached()
            assert await violations(page, axe) == []


async def test_axe_finds_nothing_wrong_with_the_inbox(
    demo: House, browser: Browser, axe: str
) -> None:
    async with surf(browser) as page:
        await page.goto(f"{demo.address}/demo")
        await page.goto(f"{demo.address}/inbox")
        await expect(page.get_by_text("All quiet")).to_be_visible()
        assert await violations(page, axe) == []
        await page.goto(f"{demo.address}/chat")
        await write(page, "I am going to kill myself tonight")
        await expect(page.locator(".line.urgent")).to_be_visible()
        await page.goto(f"{demo.address}/inbox")
        await expect(page.get_by_role("article")).to_be_visible()
        assert await violations(page, axe) == []
        await page.get_by_role("link", name="Open P-").click()
        assert await violations(page, axe) == []
        await page.get_by_role("button", name="Open to read").click()
        await expect(page.locator("mark")).to_be_visible()
        assert await violations(page, axe) == []
        await page.get_by_role("button", name="Acknowledge").click()
        await expect(page.get_by_text("It is yours now")).to_be_visible()
        assert await violations(page, axe) == []


async def test_the_inbox_keeps_the_keyboards_place_while_it_updates_itself(
    demo: House, browser: Browser
) -> None:
    async with surf(browser) as page, surf(browser) as other:
        await page.goto(f"{demo.address}/demo")
        await other.goto(f"{demo.address}/demo")
        await other.goto(f"{demo.address}/chat")
        await other.get_by_role("button", name="I want to talk to someone").click()
        await choose(other, "Sam")
        await page.goto(f"{demo.address}/inbox")
        link = page.get_by_role("link", name="Open P-")
        await link.focus()
        await write(other, "I am going to kill myself tonight")
        await expect(page.locator(".level", has_text="Urgent")).to_be_visible()
        await expect(link).to_be_focused()
        await expect(page).to_have_title("(1) WeSaid inbox")


async def test_the_demo_works_without_javascript(demo: House, browser: Browser) -> None:
    async with surf(browser, WIDTHS["phone"], java_script_enabled=False) as page:
        await page.goto(f"{demo.address}/demo")
        chat = page.frame_locator(".phone iframe")
        await asked(chat, "heard")
        await chat.get_by_role("button", name="I want to talk to someone").click()
        await choose(chat, "Sam")
        await page.get_by_role("link", name="Staff inbox").click()
        inbox = page.frame_locator(".desk iframe")
        await expect(inbox.get_by_text("asked to talk to someone")).to_be_visible()
        await inbox.get_by_role("button", name="Acknowledge").click()
        await expect(inbox.get_by_text("Acknowledged by Sam")).to_be_visible()
