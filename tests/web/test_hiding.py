""" "Hide this" in the web chat: with forms alone, and in a real browser."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.web.house import House
from tests.web.plain_browser import PlainBrowser
from tests.web.store import flags_raised, words_of
from tests.web.surfing import asked, surf, violations, write
from tests.web.test_chat_in_chromium import open_chat
from tests.web.test_saying import WORDS, let_in

SAID = "My husband hits me every night"
HELPLINE = "0808 2000 247"


async def test_a_form_takes_it_off_the_page_and_the_record_stays(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in(house, plain)
    await plain.press(WORDS, text=SAID)
    assert HELPLINE in plain.words
    await plain.press("Hide this")
    assert HELPLINE not in plain.words
    assert SAID not in plain.words
    assert "That is done." in plain.words
    assert "Hide this" not in plain.buttons
    assert flags_raised(house.database)[0][1] == "domestic"
    await plain.press(WORDS, text="carry on")
    assert "How much did you feel listened to today?" in plain.words
    assert words_of(house.database, person.id)[-1] == "carry on"


async def test_typed_words_do_the_same(house: House, plain: PlainBrowser) -> None:
    await let_in(house, plain)
    await plain.press(WORDS, text=SAID)
    await plain.press(WORDS, text="hide this please")
    assert HELPLINE not in plain.words
    assert "hide this" not in plain.words.lower()


@pytest.mark.browser
async def test_a_press_takes_it_off_every_open_page_at_once(
    one_house: House, browser: Browser, axe: str
) -> None:
    async with surf(browser) as page:
        await open_chat(one_house, page)
        other = await page.context.new_page()
        await other.goto(f"{one_house.address}/chat")
        await write(page, SAID)
        await expect(page.get_by_role("log")).to_contain_text(HELPLINE)
        await expect(other.get_by_role("log")).to_contain_text(HELPLINE)
        assert await violations(page, axe) == []
        await page.get_by_role("log").get_by_role("button", name="Hide this").click()
        for opened in (page, other):
            await expect(opened.get_by_role("log")).not_to_contain_text(HELPLINE)
            await expect(opened.get_by_role("log")).not_to_contain_text("husband")
            await expect(opened.get_by_role("log")).to_contain_text("That is done.")
        await page.reload()
        await expect(page.get_by_role("log")).not_to_contain_text(HELPLINE)
        await write(page, "carry on")
        await asked(page, "heard")


@pytest.mark.browser
async def test_enter_in_the_box_sends_the_words_and_never_hides(
    one_house: House, browser: Browser
) -> None:
    async with surf(browser, java_script_enabled=False) as page:
        await open_chat(one_house, page)
        await write(page, "I want to die")
        await expect(page.get_by_role("button", name="Hide this").first).to_be_visible()
        await page.get_by_role("radio").first.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("log")).to_contain_text("116 123")
