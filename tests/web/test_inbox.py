"""The facilitator's inbox: what is in it, for whom, and who takes it on."""

from __future__ import annotations

import re

from tests.web.desk import Desk
from tests.web.plain_browser import PlainBrowser
from tests.web.store import flag_events, flags_raised

ACKNOWLEDGE = "Acknowledge: I will be in touch"


async def test_an_empty_inbox_says_so(desk: Desk) -> None:
    async with desk:
        await desk.sam.open("/inbox")
        assert "All quiet" in desk.sam.words


async def test_the_list_says_what_and_by_when_without_anybodys_words(desk: Desk) -> None:
    async with desk:
        desk.raises("urgent")
        await desk.sam.open("/inbox")
        for words in ("Urgent", "P-", "reason urgent", "Be in touch by", "Nobody has acknowledged"):
            assert words in desk.sam.words
        assert "uncle" not in desk.sam.html
        assert "1 flag is waiting" in desk.sam.words


async def test_the_most_urgent_comes_first_and_then_the_oldest(desk: Desk) -> None:
    async with desk:
        await desk.sam.open("/inbox")
        for level in ("routine", "soon", "urgent"):
            desk.raises(level, of=desk.another_participant())
        await desk.sam.open("/inbox")
        shown = [desk.sam.html.index(f"reason {level}") for level in ("urgent", "soon", "routine")]
        assert shown == sorted(shown)


async def test_words_are_shown_only_after_a_press_and_the_reading_is_recorded(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("urgent")
        await desk.sam.open(f"/inbox/flag/{flag}")
        assert "uncle" not in desk.sam.html
        assert ("read", desk.staff("Sam").id) not in flag_events(desk.house.database)
        await desk.sam.press("Open to read")
        assert "<mark>My uncle &lt;b&gt;locks me in</mark>" in desk.sam.html
        assert "opened it to read" in desk.sam.words
        assert ("read", desk.staff("Sam").id) in flag_events(desk.house.database)


async def test_an_opened_flag_shows_the_question_in_its_own_words_and_no_machine_language(
    desk: Desk,
) -> None:
    async with desk:
        await desk.sam.open("/chat")
        for _ in range(5):
            await desk.sam.press("Skip")
        await desk.sam.press("Send my answer", choose="No")
        await desk.sam.open("/inbox")
        flag = re.search(r'href="/inbox/flag/(\d+)"', desk.sam.html)
        assert flag is not None
        await desk.sam.open(f"/inbox/flag/{flag.group(1)}")
        await desk.sam.press("Open to read")
        assert "Question: Do you feel safe right now?" in desk.sam.words
        assert "answer:" not in desk.sam.words
        assert "phrase book" not in desk.sam.words
        assert "They are called Ash." in desk.sam.words


async def test_a_rule_that_found_words_is_named(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("urgent")
        await desk.sam.open(f"/inbox/flag/{flag}")
        await desk.sam.press("Open to read")
        # For whoever wants to know; the reason in plain words stands above it.
        folded = desk.sam.html.split('<details class="rule">')[1].split("</details>")[0]
        assert "match this rule of the phrase book: rule.one." in folded
        assert desk.sam.html.count("rule.one") == 1
        assert "Question:" not in desk.sam.words


async def test_a_reason_that_says_the_same_as_the_topic_is_said_once(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("soon", topic="danger", reason="may not be safe")
        for path in ("/inbox", f"/inbox/flag/{flag}"):
            await desk.sam.open(path)
            assert desk.sam.words.count("may not be safe") == 1


async def test_another_persons_opening_opens_nothing(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("urgent")
        await desk.sam.open(f"/inbox/flag/{flag}")
        await desk.sam.press("Open to read")
        await desk.priya.open(desk.sam.at)
        assert "uncle" not in desk.priya.html
        await desk.priya.open(f"/inbox/flag/{flag}?opened=made-up")
        assert "uncle" not in desk.priya.html


async def test_one_acknowledges_and_the_other_is_told_who(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("urgent")
        await desk.sam.open(f"/inbox/flag/{flag}")
        await desk.priya.open("/inbox")
        late = desk.priya.form_with(ACKNOWLEDGE)
        await desk.sam.press(ACKNOWLEDGE)
        assert "It is yours now" in desk.sam.words
        assert "Acknowledged by Sam" in desk.sam.words
        await desk.priya.send(late.action, late.fields)
        assert "Sam has already acknowledged this." in desk.priya.words
        assert flags_raised(desk.house.database) == [("urgent", "danger", "acknowledged")]


async def test_the_participant_is_told_who_has_seen_it(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("urgent")
        await desk.sam.open(f"/inbox/flag/{flag}")
        await desk.sam.press(ACKNOWLEDGE)
        await desk.sam.open("/chat")
        assert "Sam has seen your message and will be in touch" in desk.sam.words


async def test_after_harm_at_home_nothing_is_written_unasked(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("urgent", topic="domestic")
        await desk.sam.open(f"/inbox/flag/{flag}")
        await desk.sam.press(ACKNOWLEDGE)
        assert "not written to them about it" in desk.sam.words
        await desk.sam.open("/chat")
        assert "has seen your message" not in desk.sam.words


async def test_a_flag_about_the_facilitator_is_not_there_for_them(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("soon", topic="conduct", reason="reason conduct")
        for path in ("/inbox", "/inbox/flags"):
            await desk.sam.open(path)
            assert "reason conduct" not in desk.sam.html
        for path in (f"/inbox/flag/{flag}", f"/inbox/flag/{flag}/state"):
            await desk.sam.open(path)
            assert desk.sam.status == 404
        await desk.priya.open("/inbox")
        assert "reason conduct" in desk.priya.html
        form = desk.priya.form_with(ACKNOWLEDGE)
        await desk.sam.open("/inbox")
        await desk.sam.send(form.action, form.fields)
        assert desk.sam.status == 403
        await desk.priya.press(ACKNOWLEDGE)
        assert "It is yours now" in desk.priya.words


async def test_an_open_page_is_sent_only_what_it_does_not_show_yet(desk: Desk) -> None:
    async with desk:
        await desk.sam.open("/inbox")
        ask = _polled(desk.sam)
        await desk.sam.open(ask)
        assert desk.sam.status == 204
        flag = desk.raises("urgent")
        await desk.sam.open(ask)
        assert desk.sam.status == 200
        assert "reason urgent" in desk.sam.html
        await desk.sam.open(f"/inbox/flag/{flag}")
        ask = _polled(desk.sam)
        await desk.sam.open(ask)
        assert desk.sam.status == 204
        await desk.priya.open(f"/inbox/flag/{flag}")
        await desk.priya.press(ACKNOWLEDGE)
        await desk.sam.open(ask)
        assert "Acknowledged by Priya" in desk.sam.words
        assert ACKNOWLEDGE not in desk.sam.words


async def test_a_flag_that_is_not_there_is_a_kind_page(desk: Desk) -> None:
    async with desk:
        for path in ("/inbox/flag/999", "/inbox/flag/999999999999999999", "/inbox/flag/x"):
            await desk.sam.open(path)
            assert desk.sam.status == 404
            assert "There is nothing here" in desk.sam.words


def _polled(browser: PlainBrowser) -> str:
    """What the page asks for by itself."""
    start = browser.html.index('hx-get="/inbox/') + len('hx-get="')
    return browser.html[start : browser.html.index('"', start)]
