"""The demo's page that shows what would happen to a text, and why."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.web.house import House
from tests.web.plain_browser import PlainBrowser

PAGE = "/demo/triage"


@pytest.fixture
async def lead(demo: House) -> AsyncIterator[PlainBrowser]:
    async with PlainBrowser(demo.address) as browser:
        await browser.open("/demo")
        await browser.open(PAGE)
        yield browser


async def write(browser: PlainBrowser, words: str) -> None:
    form = browser.form_with("See what would happen")
    await browser.send(form.action, {**form.fields, "words": words})


async def test_an_urgent_text_shows_the_rule_the_answer_and_who_is_told(
    lead: PlainBrowser,
) -> None:
    await write(lead, "I am going to kill myself tonight")
    assert "Urgent" in lead.words
    assert "suicide.intent" in lead.words
    assert "<mark>" in lead.html
    assert "116 123" in lead.words
    assert "Sam" in lead.words


async def test_a_text_about_the_facilitator_is_not_told_to_the_facilitator(
    lead: PlainBrowser,
) -> None:
    await write(lead, "Sam the facilitator touched me and said to keep it secret")
    told = lead.html.split('id="told"')[1].split("</section>")[0]
    assert "Priya" in told
    assert "<strong>Sam" not in told


async def test_a_denied_text_says_why_it_counts_for_nothing(lead: PlainBrowser) -> None:
    await write(lead, "I have never self harmed")
    assert "Nothing" in lead.words
    assert "denied" in lead.words
    assert "Nobody at once" in lead.words


async def test_nothing_that_is_written_here_is_kept(lead: PlainBrowser) -> None:
    await write(lead, "I want to die")
    assert "Soon" in lead.words
    await lead.open("/inbox")
    assert "All quiet" in lead.words
    await lead.open("/chat")
    assert "I want to die" not in lead.words


async def test_a_form_without_our_key_is_refused(lead: PlainBrowser) -> None:
    await lead.send(PAGE, {"words": "hello", "key": "made.up"})
    assert lead.status == 403
