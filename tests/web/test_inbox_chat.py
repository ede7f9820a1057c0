"""A chat with a participant as the inbox shows it, and what an open page lights up with."""

from __future__ import annotations

import re

from sqlalchemy import update

from bot.checkins.inbound import Inbound
from storage.flags import FLAG
from tests.web.desk import Desk
from tests.web.house import clock
from tests.web.plain_browser import PlainBrowser

STUCK = "This flag is stuck. The coordinators were told."
IN_CHAT = "is in a chat with them now"


async def talking(desk: Desk) -> int:
    """A flag about which Sam writes with the participant, without having opened it to read."""
    flag = desk.raises("soon")
    await desk.sam.open(f"/inbox/flag/{flag}")
    await desk.sam.press("Send the message", words="Shall I call you at four?")
    return flag


def writes(desk: Desk, words: str) -> None:
    person = desk.participants()[0]
    inbound = Inbound("web", f"wrote {words}", str(person.id), "text", text=words)
    receiver = desk.house.installation.services.receiver
    desk.house.store(lambda connection: receiver.receive(connection, inbound, clock.now()))


def polled(browser: PlainBrowser, what: str) -> str:
    """What the page asks for by itself, of which the address ends so."""
    found = re.search(rf'hx-get="(/inbox/[^"?]*{what}\?[^"]*)"', browser.html)
    assert found is not None
    return found[1].replace("&amp;", "&")


async def test_a_reply_is_shown_without_a_press_to_whoever_is_in_the_chat(desk: Desk) -> None:
    async with desk:
        flag = await talking(desk)
        assert "Shall I call you at four?" in desk.sam.words
        writes(desk, "four is good")
        await desk.sam.open(f"/inbox/flag/{flag}")
        assert "four is good" in desk.sam.words
        # What was said before the chat stays behind the press that is recorded.
        assert "locks me in" not in desk.sam.words
        await desk.priya.open(f"/inbox/flag/{flag}")
        assert "four is good" not in desk.priya.words


async def test_what_came_of_sending_stands_beside_the_messages(desk: Desk) -> None:
    async with desk:
        await talking(desk)
        page = desk.sam.html
        assert page.count("Sent to P-") == 1
        assert page.index('id="chat-title"') < page.index("Sent to P-")


async def test_each_message_of_a_chat_stands_on_an_opened_page_once(desk: Desk) -> None:
    async with desk:
        flag = await talking(desk)
        writes(desk, "four is good")
        await desk.opens(flag)
        assert desk.sam.words.count("four is good") == 1
        assert desk.sam.words.count("Shall I call you at four?") == 1
        assert "wrote this afterwards" not in desk.sam.words


async def test_an_open_page_is_sent_the_reply_when_there_is_one(desk: Desk) -> None:
    async with desk:
        await talking(desk)
        ask = polled(desk.sam, "lines")
        await desk.sam.open(ask)
        assert desk.sam.status == 204
        writes(desk, "four is good")
        await desk.sam.open(ask)
        assert desk.sam.status == 200
        assert "four is good" in desk.sam.words
        await desk.priya.open(ask)
        assert "four is good" not in desk.priya.words


async def test_who_is_in_a_chat_is_said_where_the_flag_waits_for_somebody(desk: Desk) -> None:
    async with desk:
        flag = await talking(desk)
        desk.raises("urgent")
        await desk.priya.open("/inbox")
        assert "Nobody has acknowledged this yet" in desk.priya.words
        assert f"Sam {IN_CHAT}" in desk.priya.words
        await desk.sam.open(f"/inbox/flag/{flag}")
        assert "You are in a chat with them now" in desk.sam.words


async def test_a_flag_that_becomes_stuck_lights_up_in_open_pages(desk: Desk) -> None:
    async with desk:
        flag = desk.raises("urgent")
        asks = []
        for page, what in (("/inbox", "flags"), (f"/inbox/flag/{flag}", "state")):
            await desk.sam.open(page)
            assert STUCK not in desk.sam.words
            asks.append(polled(desk.sam, what))
        stuck = update(FLAG).where(FLAG.c.id == flag).values(stuck_at=clock.now())
        desk.house.store(lambda connection: connection.execute(stuck))
        for ask in asks:
            await desk.sam.open(ask)
            assert desk.sam.status == 200
            assert STUCK in desk.sam.words
