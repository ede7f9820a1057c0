"""An open chat page is told at once that there is something new."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientResponse, ClientSession

from bot.people.web_sessions import revoke
from storage.database import Database
from storage.people import Someone
from tests.web.house import House, clock, web_house


@asynccontextmanager
async def stream(house: House, token: str) -> AsyncIterator[ClientResponse]:
    async with (
        ClientSession() as session,
        session.get(f"{house.address}/chat/live", cookies={"wesaid_session": token}) as response,
    ):
        yield response


async def next_event(response: ClientResponse, seconds: float = 3) -> str:
    """The name of the next event; "" when the stream has ended."""
    async with asyncio.timeout(seconds):
        while line := (await response.content.readline()).decode():
            if line.startswith("event: "):
                return line.removeprefix("event: ").strip()
    return ""


async def joined(house: House) -> tuple[Someone, str]:
    person, code = house.invite()
    receiver = house.installation.services.receiver
    token = house.store(
        lambda connection: receiver.join_by_link(connection, code, clock.now())
    ).token
    return person, token


async def test_a_page_is_told_of_a_new_message_at_once(house: House) -> None:
    person, token = await joined(house)
    async with stream(house, token) as events:
        assert events.headers["Content-Type"] == "text/event-stream"
        assert events.headers["Cache-Control"] == "no-store"
        assert await next_event(events) == "changed"
        await house.begin_check_in(person)
        assert await next_event(events) == "changed"


async def test_a_page_of_another_process_finds_new_messages_by_itself(database: Database) -> None:
    async with web_house(database) as house, web_house(database, works=False) as other:
        person, token = await joined(house)
        async with stream(other, token) as events:
            assert await next_event(events) == "changed"
            await house.begin_check_in(person)
            assert await next_event(events, seconds=8) == "changed"


async def test_nobody_hears_of_somebody_elses_messages(house: House) -> None:
    _, token = await joined(house)
    other, _ = await joined(house)
    async with stream(house, token) as events:
        assert await next_event(events) == "changed"
        house.installation.web_channel.wake(str(other.id))
        house.installation.web_channel.wake("999999")
        with pytest.raises(TimeoutError):
            await next_event(events, seconds=0.5)


async def test_a_page_that_is_signed_out_is_told_and_let_go(house: House) -> None:
    person, token = await joined(house)
    async with stream(house, token) as events:
        assert await next_event(events) == "changed"
        house.store(lambda connection: revoke(connection, token, clock.now()))
        house.installation.web_channel.wake(str(person.id))
        assert await next_event(events) == "signed-out"
        assert await next_event(events) == ""


async def test_a_stranger_has_no_stream(house: House) -> None:
    async with stream(house, "made-up") as events:
        assert events.status == 204


async def test_open_pages_do_not_hold_up_the_end(sqlite_database: Database) -> None:
    async with web_house(sqlite_database) as house:
        _, token = await joined(house)
        async with stream(house, token) as events:
            assert await next_event(events) == "changed"
            begun = asyncio.get_running_loop().time()
            await house.close_pages()
            assert await next_event(events) == ""
        assert asyncio.get_running_loop().time() - begun < 3
