"""Whether the process is alive, and whether it is ready."""

from __future__ import annotations

from aiohttp import ClientSession

from tests.web.house import House


async def test_a_running_process_is_alive_and_ready(house: House) -> None:
    async with ClientSession() as session:
        async with session.get(f"{house.address}/healthz") as response:
            assert (response.status, await response.json()) == (200, {"ok": True})
        async with session.get(f"{house.address}/readyz") as response:
            assert response.status == 200
            body = await response.json()
    assert body["ok"] is True
    assert body["checks"]["database"] == {"ok": True, "words": "answers"}


async def test_without_a_database_it_is_alive_but_not_ready(house: House) -> None:
    house.database.close()
    async with ClientSession() as session:
        async with session.get(f"{house.address}/healthz") as response:
            assert response.status == 200
        async with session.get(f"{house.address}/readyz") as response:
            assert response.status == 503
            body = await response.json()
    assert body["ok"] is False
    assert body["checks"]["database"]["ok"] is False
