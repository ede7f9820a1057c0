"""Telegram's webhooks: who may send, and when an update is confirmed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO
from typing import Any

import pytest
from aiohttp import ClientSession, web

from bot.web.assets import Assets
from bot.web.pages import Pages
from bot.web.server import build_app
from bot.web.webhooks import SECRET_HEADER, Webhook
from storage.unavailable import DatabaseUnavailable

SECRET = "participants-secret"
HEADERS = {SECRET_HEADER: SECRET}


class Taker:
    """Takes updates in as it is told to: at once, after `gate` opens, or with `trouble`."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.trouble: Exception | None = None

    async def handle(self, update: dict[str, Any]) -> None:
        await self.gate.wait()
        if self.trouble is not None:
            raise self.trouble
        self.taken.append(update)


class Hooked:
    """A server with both webhooks."""

    def __init__(self, address: str, participants: Taker, staff: Taker) -> None:
        self.address = address
        self.participants = participants
        self.staff = staff

    async def send(
        self, body: bytes, *, headers: dict[str, str] | None = None, to: str = "participant"
    ) -> tuple[int, dict[str, str], str]:
        given = HEADERS if headers is None else headers
        async with (
            ClientSession() as session,
            session.post(
                f"{self.address}/telegram/{to}", data=BytesIO(body), headers=given
            ) as response,
        ):
            return response.status, dict(response.headers), await response.text()


@pytest.fixture
async def hooked() -> AsyncIterator[Hooked]:
    participants, staff = Taker(), Taker()
    hooks = [
        Webhook("participant", SECRET, participants.handle),
        Webhook("staff", "staff-secret", staff.handle),
        Webhook("unset", "", staff.handle),
    ]
    runner = web.AppRunner(build_app(Pages(Assets()), hooks), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield Hooked(f"http://127.0.0.1:{runner.addresses[0][1]}", participants, staff)
    await runner.cleanup()


async def test_an_update_with_the_secret_is_taken(hooked: Hooked) -> None:
    status, _, _ = await hooked.send(b'{"update_id": 1}')
    assert status == 200
    assert hooked.participants.taken == [{"update_id": 1}]


@pytest.mark.parametrize(
    "headers",
    [{}, {SECRET_HEADER: ""}, {SECRET_HEADER: "wrong"}, {SECRET_HEADER: "staff-secret"}],
)
async def test_without_the_bots_own_secret_nothing_is_taken(
    hooked: Hooked, headers: dict[str, str]
) -> None:
    for bot in ("participant", "unset"):
        status, _, body = await hooked.send(b'{"update_id": 1}', headers=headers, to=bot)
        assert (status, body) == (401, "")
    assert hooked.participants.taken == []
    assert hooked.staff.taken == []


async def test_an_update_is_confirmed_only_after_it_was_taken(hooked: Hooked) -> None:
    hooked.participants.gate.clear()
    sending = asyncio.create_task(hooked.send(b'{"update_id": 1}'))
    done, _ = await asyncio.wait([sending], timeout=0.3)
    assert not done
    hooked.participants.gate.set()
    status, _, _ = await sending
    assert status == 200
    assert hooked.participants.taken == [{"update_id": 1}]


async def test_without_a_database_the_update_must_come_again(hooked: Hooked) -> None:
    hooked.participants.trouble = DatabaseUnavailable("The disk is full.")
    status, headers, body = await hooked.send(b'{"update_id": 1}')
    assert status == 503
    assert int(headers["Retry-After"]) > 0
    assert body == ""


async def test_whatever_else_goes_wrong_is_not_confirmed_and_not_shown(
    hooked: Hooked, capsys: pytest.CaptureFixture[str]
) -> None:
    hooked.participants.trouble = ValueError("what somebody wrote")
    status, _, body = await hooked.send(b'{"update_id": 1}')
    assert (status, body) == (500, "")
    logged = capsys.readouterr()
    assert "what somebody wrote" not in logged.out + logged.err


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"private words"', b"\xff\xfe", b"[" * 100_000]
)
async def test_what_is_no_update_is_refused_and_its_content_not_logged(
    hooked: Hooked, body: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    status, _, answer = await hooked.send(body)
    assert (status, answer) == (400, "")
    assert hooked.participants.taken == []
    logged = capsys.readouterr()
    assert "private words" not in logged.out + logged.err


async def test_a_body_over_a_megabyte_is_refused(hooked: Hooked) -> None:
    status, _, _ = await hooked.send(b'{"text": "' + b"x" * 1024 * 1024 + b'"}')
    assert status == 413
    assert hooked.participants.taken == []
