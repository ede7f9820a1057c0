"""The chat in a real browser: live, by keyboard, without JavaScript, on a small screen."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, Route, expect
from sqlalchemy import Connection

from bot.aftercare import relay_desk
from bot.clock import SystemClock
from bot.web.chat.conversation import SHOWN
from storage import flags, people
from storage.people import Someone
from tests.web.house import House
from tests.web.store import answers_of, words_of
from tests.web.surfing import asked, at_both_widths, choose, question, surf, violations, write

pytestmark = pytest.mark.browser

RATINGS = ("heard", "safe_to_speak", "influence", "fair")


async def open_chat(house: House, page: Page) -> Someone:
    """By the link, to the first question of a check-in."""
    person, code = house.invite()
    await page.goto(f"{house.address}/c/{code}")
    await page.get_by_role("button", name="Open my chat").click()
    await expect(page.get_by_role("log")).to_be_visible()
    await house.begin_check_in(person)
    await page.goto(f"{house.address}/chat")
    await asked(page, "heard")
    return person


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    async with surf(browser) as opened:
        yield opened


async def test_a_whole_check_in_without_javascript(one_house: House, browser: Browser) -> None:
    async with surf(browser, java_script_enabled=False) as page:
        person = await open_chat(one_house, page)
        for answer in ("7", "8"):
            await choose(page, answer)
        await page.get_by_role("button", name="Go back").click()
        await choose(page, "6")
        await page.get_by_role("button", name="Skip").click()
        await write(page, "10")
        for answer in ("No", "Yes", "No thank you"):
            await choose(page, answer)
        await write(page, "Two lines,\nand \u0645\u0631\u062d\u0628\u0627.")
        await expect(page.locator(".line").last).to_contain_text("Thank you")
    assert answers_of(one_house.database, person.id) == [
        ("heard", "7"),
        ("safe_to_speak", "6"),
        ("influence", None),
        ("fair", "10"),
        ("upset", "no"),
        ("safe", "yes"),
        ("talk", "no"),
        ("message", "Two lines,\nand \u0645\u0631\u062d\u0628\u0627."),
    ]


@pytest.mark.long
async def test_a_check_in_by_keyboard_alone(one_house: House, page: Page) -> None:
    person = await open_chat(one_house, page)
    keys = page.keyboard
    await page.get_by_role("link", name="Skip to the newest message").focus()
    await keys.press("Enter")
    await keys.press("Tab")
    await expect(page.get_by_role("radio", name="0", exact=True)).to_be_focused()
    for _ in range(3):
        await keys.press("ArrowRight")
    await expect(page.get_by_role("radio", name="3", exact=True)).to_be_checked()
    await keys.press("Enter")
    await asked(page, "safe_to_speak")
    await expect(question(page, "safe_to_speak")).to_be_focused()
    await keys.press("Tab")
    await keys.press("Space")
    await keys.press("Tab")
    await expect(page.get_by_role("button", name="Send my answer")).to_be_focused()
    await keys.press("Enter")
    await asked(page, "influence")
    await page.get_by_role("textbox").focus()
    await keys.type("9")
    await keys.press("Enter")
    await asked(page, "fair")
    await expect(page.get_by_role("textbox")).to_be_focused()
    await expect(page.get_by_role("textbox")).to_have_value("")
    await keys.press("Tab")
    await keys.press("Tab")
    await expect(page.get_by_role("button", name="I want to talk to someone")).to_be_focused()
    await keys.press("Enter")
    await expect(page.get_by_role("radio", name="Someone other than Sam")).to_be_visible()
    assert answers_of(one_house.database, person.id) == [
        ("heard", "3"),
        ("safe_to_speak", "0"),
        ("influence", "9"),
    ]


async def test_a_new_message_comes_by_itself_and_disturbs_nothing(
    one_house: House, page: Page
) -> None:
    person = await open_chat(one_house, page)
    log = page.get_by_role("log")
    await page.evaluate("document.querySelectorAll('.line').forEach(l => { l.kept = true; })")
    await page.get_by_role("textbox").fill("half a thou")
    before = await page.locator(".line").count()
    await one_house.begin_check_in(person)
    await expect(page.locator(".line")).not_to_have_count(before)
    await expect(log).to_have_attribute("aria-live", "polite")
    kept = "[...document.querySelectorAll('.line')].filter(l => l.kept).length"
    assert await page.evaluate(kept) == before
    await expect(page.get_by_role("textbox")).to_be_focused()
    await expect(page.get_by_role("textbox")).to_have_value("half a thou")
    await expect(page.locator(".line").last).to_be_in_viewport()


@pytest.mark.long
async def test_in_a_long_chat_the_page_stays_with_the_newest_message(
    one_house: House, page: Page
) -> None:
    """(seen when the oldest message fell off, and the divider of its day became a new one)"""
    person = await open_chat(one_house, page)
    one_house.fill_chat(person, SHOWN)
    await page.goto(f"{one_house.address}/chat")
    await expect(page.locator(".line")).to_have_count(SHOWN)
    for answer in ("purple", "7"):
        newest = await page.locator(".line").last.get_attribute("id")
        await write(page, answer)
        await expect(page.locator(".line").last).not_to_have_attribute("id", newest or "")
        await expect(page.locator(".line.wesaid").last).to_be_in_viewport()
    assert await page.locator(".day").count() == 1


async def test_two_quick_presses_count_once(one_house: House, page: Page) -> None:
    person = await open_chat(one_house, page)
    await page.get_by_role("radio", name="7", exact=True).check()
    await page.get_by_role("button", name="Send my answer").dblclick()
    await asked(page, "safe_to_speak")
    await page.get_by_role("textbox").fill("5")
    await page.get_by_role("button", name="Send", exact=True).dblclick()
    await asked(page, "influence")
    assert answers_of(one_house.database, person.id) == [("heard", "7"), ("safe_to_speak", "5")]


@pytest.mark.long
async def test_two_open_pages_show_the_same(one_house: House, page: Page) -> None:
    await open_chat(one_house, page)
    other = await page.context.new_page()
    await other.goto(f"{one_house.address}/chat")
    await choose(page, "7")
    await asked(other, "safe_to_speak")
    await expect(other.locator(".line.you").last).to_contain_text("7")


@pytest.mark.long
async def test_a_text_that_is_too_long_stays_in_the_box(one_house: House, page: Page) -> None:
    person = await open_chat(one_house, page)
    long = "word " * 2_001
    await write(page, long)
    await expect(page.get_by_role("alert").first).to_contain_text("too long")
    await expect(page.get_by_role("textbox")).to_have_value(long)
    assert words_of(one_house.database, person.id) == []


async def test_what_did_not_go_through_is_said_and_stays_in_the_box(
    one_house: House, browser: Browser
) -> None:
    context = await browser.new_context(viewport={"width": 390, "height": 844})
    page = await context.new_page()
    person = await open_chat(one_house, page)
    await context.set_offline(True)
    await write(page, "7")
    await expect(page.locator("#trouble")).to_have_text(
        "That did not go through. Please try again."
    )
    await expect(page.get_by_role("textbox")).to_have_value("7")
    await context.set_offline(False)
    await page.get_by_role("button", name="Send", exact=True).click()
    await asked(page, "safe_to_speak")
    await expect(page.locator("#trouble")).to_be_empty()
    assert answers_of(one_house.database, person.id) == [("heard", "7")]
    await context.close()


@pytest.mark.long
async def test_leaving_quickly_leaves_nothing_to_go_back_to(one_house: House, page: Page) -> None:
    async def weather(route: Route) -> None:
        assert "referer" not in route.request.headers
        await route.fulfill(body="<title>Weather</title>", content_type="text/html")

    await page.route("https://www.bbc.co.uk/weather", weather)
    await page.goto("about:blank")
    await page.goto(f"{one_house.address}/healthz")
    _, code = one_house.invite()
    await page.goto(f"{one_house.address}/c/{code}")
    await page.get_by_role("button", name="Open my chat").click()
    await expect(page.get_by_role("log")).to_be_visible()
    pages = await page.evaluate("history.length")
    await page.get_by_role("link", name="Leave quickly").click()
    await expect(page).to_have_title("Weather")
    assert await page.evaluate("history.length") == pages


@pytest.mark.long
async def test_a_page_that_was_signed_out_elsewhere_closes(
    one_house: House, browser: Browser
) -> None:
    # Not `surf`: Chromium notes in its console that the page for strangers is a 401.
    context = await browser.new_context()
    page, other = await context.new_page(), await context.new_page()
    await open_chat(one_house, page)
    await other.goto(f"{one_house.address}/chat")
    await other.get_by_role("button", name="Sign out of this device").click()
    await expect(other.get_by_text("You are signed out")).to_be_visible()
    await expect(page.get_by_text("Please open your own link")).to_be_visible(timeout=8_000)
    await context.close()


@at_both_widths
async def test_axe_finds_nothing_wrong_with_the_chat(
    one_house: House, browser: Browser, axe: str, size: tuple[int, int]
) -> None:
    async with surf(browser, size) as page:
        _, code = one_house.invite()
        await page.goto(f"{one_house.address}/c/{code}")
        assert await violations(page, axe) == []
        await open_chat(one_house, page)
        assert await violations(page, axe) == []
        for step in RATINGS:
            await asked(page, step)
            await page.get_by_role("button", name="Skip").click()
        await asked(page, "upset")
        await page.get_by_role("radio", name="A little").check()
        assert await violations(page, axe) == []
        await write(page, "I am going to kill myself tonight")
        await expect(page.locator(".line.urgent")).to_be_visible()
        assert await violations(page, axe) == []
        await page.get_by_role("button", name="Sign out of this device").click()
        await page.wait_for_url("**/chat/signed-out")
        assert await violations(page, axe) == []


@pytest.mark.long
async def test_axe_finds_nothing_wrong_with_pages_for_strangers(
    one_house: House, browser: Browser, axe: str
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    for path in ("/chat", "/not-there"):
        await page.goto(one_house.address + path)
        assert await violations(page, axe) == []
    await page.goto(f"{one_house.address}/c/AAAAA-22222")
    await expect(page.get_by_text("ask the person who invited you").first).to_be_visible()
    assert await violations(page, axe) == []
    await context.close()


async def test_on_a_small_screen_nothing_is_cut_off_and_all_can_be_pressed(
    one_house: House, browser: Browser
) -> None:
    async with surf(browser, (320, 640)) as page:
        await open_chat(one_house, page)
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(wider) <= 0
        sizes = await page.evaluate(
            "[...document.querySelectorAll('button:not([hidden]), .tile, .leave, textarea')]"
            ".map(e => [e.textContent.trim(), e.offsetWidth, e.offsetHeight])"
        )
        assert len(sizes) > 15
        assert [one for one in sizes if one[1] < 40 or one[2] < 44] == []


@pytest.mark.long
async def test_it_is_always_plain_whether_a_person_or_the_script_speaks(
    one_house: House, page: Page, axe: str
) -> None:
    person = await open_chat(one_house, page)
    await write(page, "I was abused by my uncle")
    await expect(page.locator(".line.urgent")).to_be_visible()

    def says(connection: Connection) -> bool:
        sam = people.staff_of(connection, person.project_id)[0]
        (flag_id,) = [row.id for row in flags.all_flags(connection, person.project_id)]
        limits = one_house.installation.services.limits
        now = SystemClock().now()
        return relay_desk.say(connection, limits, flag_id, sam.id, "Is now good?", now).sent

    assert one_house.store(says)
    await page.goto(f"{one_house.address}/chat")
    script, staff = page.locator(".line").nth(-2), page.locator(".line").last
    await expect(script.locator(".name")).to_have_text("WeSaid")
    await expect(script.locator(".bubble")).to_contain_text("Sam is a person from the team")
    await expect(script.locator(".bubble")).not_to_contain_text("Is now good?")
    await expect(staff.locator(".name")).to_have_text("Sam, a person")
    await expect(staff.locator(".bubble")).to_have_text("Is now good?")
    await expect(staff).to_be_in_viewport()
    await expect(page.locator(".line.person")).to_have_count(1)
    assert await violations(page, axe) == []
