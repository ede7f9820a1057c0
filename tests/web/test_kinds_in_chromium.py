"""Questions that are ticked, filled in, sent or looked over, in a real Chromium."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from storage.people import Someone
from tests.web.house import House
from tests.web.kinds import KINDS
from tests.web.store import answers_of
from tests.web.surfing import at_both_widths, surf, violations

pytestmark = pytest.mark.browser

SMALL = (320, 640)
PHOTO: FilePayload = {"name": "kite.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff kite"}


async def open_kinds(house: House, page: Page) -> Someone:
    person, code = house.invite()
    assert person.project_id is not None
    house.add_flow(person.project_id, KINDS)
    await page.goto(f"{house.address}/c/{code}")
    await page.get_by_role("button", name="Open my chat").click()
    await expect(page.get_by_role("log")).to_be_visible()
    await house.begin_check_in(person, "kinds")
    await page.goto(f"{house.address}/chat")
    return person


async def tick(page: Page, *labels: str) -> None:
    for label in labels:
        await page.get_by_role("checkbox", name=label, exact=True).check()


async def send(page: Page, button: str = "Send my answer") -> None:
    await page.get_by_role("button", name=button, exact=True).click()


@at_both_widths
async def test_every_kind_is_answered_and_axe_finds_nothing_wrong(
    one_house: House, browser: Browser, axe: str, size: tuple[int, int]
) -> None:
    async with surf(browser, size) as page:
        person = await open_kinds(one_house, page)
        await tick(page, "Getting there", "Things at home")
        assert await violations(page, axe) == []
        await send(page, "Send my answers")
        await page.get_by_label("Choose the date").fill("2026-03-30")
        assert await violations(page, axe) == []
        await send(page)
        await page.get_by_label("Your number").fill("45")
        assert await violations(page, axe) == []
        await send(page)
        await page.get_by_role("radio", name="Good", exact=True).check()
        await send(page)
        await page.get_by_role("button", name="I prefer not to say").click()
        await page.get_by_label("Choose a photo or a voice note").set_input_files([PHOTO])
        assert await violations(page, axe) == []
        await send(page, "Send it")
        await expect(page.get_by_role("button", name="That is right")).to_be_visible()
        assert await violations(page, axe) == []
        await expect(page.get_by_role("definition").first).to_have_text(
            "Getting there, Things at home"
        )
        await send(page, "That is right")
        await expect(page.locator(".line").last).to_contain_text("Thank you.")
    given = dict(answers_of(one_house.database, person.id))
    assert (given["hard"], given["first_day"]) == ("travel,home", "2026-03-30")
    assert (given["hours"], given["felt"], given["wellbeing"]) == ("45", "4", None)
    assert given["made"]


@pytest.mark.long
async def test_ticks_that_do_not_go_together_stay_until_they_are_put_right(
    one_house: House, browser: Browser
) -> None:
    async with surf(browser) as page:
        person = await open_kinds(one_house, page)
        await tick(page, "Getting there", "None of these")
        await send(page, "Send my answers")
        await expect(page.get_by_role("alert").first).to_contain_text("tick all of these together")
        none = page.get_by_role("checkbox", name="None of these")
        await expect(none).to_be_checked()
        await expect(page.get_by_role("checkbox", name="Getting there")).to_be_checked()
        await none.uncheck()
        await send(page, "Send my answers")
        await expect(page.get_by_label("Choose the date")).to_be_visible()
    assert answers_of(one_house.database, person.id) == [("hard", "travel")]


@pytest.mark.long
async def test_ticking_by_keyboard_alone(one_house: House, browser: Browser) -> None:
    async with surf(browser) as page:
        person = await open_kinds(one_house, page)
        keys = page.keyboard
        await page.get_by_role("checkbox", name="Getting there").focus()
        await keys.press("Space")
        await keys.press("Tab")
        await keys.press("Tab")
        await keys.press("Space")
        await keys.press("Tab")
        await keys.press("Tab")
        await expect(page.get_by_role("button", name="Send my answers")).to_be_focused()
        await keys.press("Enter")
        await expect(page.get_by_label("Choose the date")).to_be_visible()
    assert answers_of(one_house.database, person.id) == [("hard", "travel,home")]


@pytest.mark.long
async def test_what_is_ticked_is_not_lost_when_a_message_comes(
    one_house: House, browser: Browser
) -> None:
    async with surf(browser) as page:
        await open_kinds(one_house, page)
        await tick(page, "Things at home")
        other = await page.context.new_page()
        await other.goto(f"{one_house.address}/chat")
        await other.get_by_role("textbox").fill("/help")
        await other.get_by_role("button", name="Send", exact=True).click()
        await expect(page.locator(".line.urgent")).to_be_visible()
        await expect(page.get_by_role("checkbox", name="Things at home")).to_be_checked()


@pytest.mark.long
async def test_words_sent_with_a_photo_that_was_chosen_go_with_it(
    one_house: House, browser: Browser
) -> None:
    async with surf(browser) as page:
        person = await open_kinds(one_house, page)
        for _ in range(5):
            seen = await page.locator("#question").get_attribute("data-seen")
            await page.get_by_role("button", name="Skip").click()
            await expect(page.locator("#question")).not_to_have_attribute("data-seen", seen or "")
        await page.get_by_label("Choose a photo or a voice note").set_input_files([PHOTO])
        await page.get_by_role("textbox").fill("My kite")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_role("button", name="That is right")).to_be_visible()
        await expect(page.get_by_role("textbox")).to_have_value("")
    assert dict(answers_of(one_house.database, person.id))["made"]


async def test_on_a_small_screen_ticks_and_answers_fit_and_can_be_pressed(
    one_house: House, browser: Browser
) -> None:
    async with surf(browser, SMALL) as page:
        await open_kinds(one_house, page)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        small = (
            "[...document.querySelectorAll('#question button, .tile, #question input[type=date],"
            " #question input[type=file]')].filter(e => e.offsetHeight < 44 || e.offsetWidth < 44)"
            ".map(e => e.outerHTML)"
        )
        await tick(page, "Getting there")
        assert (await page.evaluate(wider) <= 0, await page.evaluate(small)) == (True, [])
        await send(page, "Send my answers")
        for label in ("Choose the date", "Your number"):
            await expect(page.get_by_label(label)).to_be_visible()
            assert (await page.evaluate(wider) <= 0, await page.evaluate(small)) == (True, [])
            await page.get_by_role("button", name="Skip").click()
            await expect(page.get_by_label(label)).to_have_count(0)
        await page.get_by_role("textbox").fill("/change")
        await page.get_by_role("button", name="Send", exact=True).click()
        await expect(page.get_by_role("button", name="Leave them as they are")).to_be_visible()
        assert (await page.evaluate(wider) <= 0, await page.evaluate(small)) == (True, [])
