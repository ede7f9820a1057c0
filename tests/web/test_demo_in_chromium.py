"""The demo in a real browser: a check-in on one side raises an alert on the other."""

from __future__ import annotations

import asyncio

import pytest
from playwright.async_api import Browser, FrameLocator, Page, expect

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


async def choices_in_sight(chat: FrameLocator) -> None:
    """Waits until all choices and their button stand between the top and the box to type in."""

    async def hidden() -> list[str]:
        found: list[str] = await chat.locator("body").evaluate(
            """body => {
                const top = body.querySelector(".top").getBoundingClientRect().bottom;
                const end = body.querySelector(".composer").getBoundingClientRect().top;
                return [...body.querySelectorAll(".ends, .asked, .tile, .choices .button")]
                    .filter(one => {
                        const box = one.getBoundingClientRect();
                        return box.top < top || box.bottom > end;
                    })
                    .map(one => one.textContent.trim());
            }"""
        )
        return found

    for _ in range(50):
        if not await hidden():
            return
        await asyncio.sleep(0.1)
    assert await hidden() == []


@pytest.mark.parametrize("width", list(WIDTHS))
async def test_in_the_demo_all_choices_of_a_question_can_be_seen_at_once(
    demo: House, browser: Browser, width: str
) -> None:
    async with surf(browser, WIDTHS[width]) as page:
        await page.goto(f"{demo.address}/demo")
        chat = page.frame_locator(".phone iframe")
        for step in ("heard", "safe_to_speak"):
            await asked(chat, step)
            await expect(chat.locator(".ends")).to_be_visible()
            await choices_in_sight(chat)
            await choose(chat, "10")
        await asked(chat, "influence")
        await chat.get_by_role("button", name="Go back").click()
        await expect(chat.get_by_role("radio", name="10", exact=True)).to_be_checked()
        await expect(chat.get_by_text("You said: 10")).to_be_visible()
        await choices_in_sight(chat)
        await chat.get_by_role("button", name="I want to talk to someone").click()
        await expect(chat.get_by_role("radio", name="Someone other than Sam")).to_be_visible()
        await choices_in_sight(chat)


@pytest.mark.long
@pytest.mark.parametrize("width", list(WIDTHS))
async def test_a_question_is_in_sight_however_many_choices_it_has(
    demo: House, browser: Browser, width: str
) -> None:
    async with surf(browser, WIDTHS[width]) as page:
        await page.goto(f"{demo.address}/demo")
        await page.get_by_label("Which check-in").select_option("choose-measures")
        await page.get_by_role("button", name="Start a check-in").click()
        chat = page.frame_locator(".phone iframe")
        question = chat.locator("#log p", has_text="What would you most like to get better?")
        await expect(question).to_be_in_viewport(ratio=1)
        await expect(chat.get_by_role("button", name="More below")).to_be_visible()
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(wider) <= 0


@pytest.mark.long
async def test_numbers_to_call_are_never_scrolled_past_for_the_choices_after_them(
    demo: House, browser: Browser
) -> None:
    async with surf(browser, WIDTHS["phone"]) as page:
        await page.goto(f"{demo.address}/demo")
        chat = page.frame_locator(".phone iframe")
        await asked(chat, "heard")
        await write(chat, "I am going to kill myself tonight")
        await expect(chat.locator(".line.urgent .bubble p").first).to_be_in_viewport(ratio=1)


@pytest.mark.long
async def test_stop_is_never_the_widest_of_the_controls(demo: House, browser: Browser) -> None:
    async with surf(browser, WIDTHS["phone"]) as page:
        await page.goto(f"{demo.address}/demo")
        await page.goto(f"{demo.address}/chat")
        await asked(page, "heard")
        await choose(page, "7")
        await asked(page, "safe_to_speak")
        for size in (320, 360, 390, 1280):
            await page.set_viewport_size({"width": size, "height": 844})
            widths = await page.evaluate(
                "Object.fromEntries([...document.querySelectorAll('.control')]"
                ".map(one => [one.textContent, one.offsetWidth]))"
            )
            assert widths["Stop"] <= min(widths.values())


@pytest.mark.parametrize("width", list(WIDTHS))
async def test_axe_finds_nothing_wrong_with_the_demo(
    demo: House, browser: Browser, axe: str, width: str
) -> None:
    async with surf(browser, WIDTHS[width]) as page:
        for side in ("chat", "inbox"):
            await page.goto(f"{demo.address}/demo?show={side}")
            await expect(page.locator("iframe").first).to_be_attached()
            assert await violations(page, axe) == []


@pytest.mark.long
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


@pytest.mark.long
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
