"""The link that opens a participant's chat."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiohttp import ClientSession
from sqlalchemy import update
from sqlmodel import SQLModel

from bot.people.enrolment import make_code
from tests.web.house import House, clock
from tests.web.plain_browser import PlainBrowser

JOIN_CODE = SQLModel.metadata.tables["join_code"]


def says_whom_to_call(page: PlainBrowser) -> bool:
    return "999" in page.words and "116 123" in page.words


async def test_a_preview_that_looks_at_the_link_does_not_use_it_up(
    house: House, plain: PlainBrowser
) -> None:
    _, code = house.invite()
    async with ClientSession() as preview:
        for _ in range(3):
            async with preview.get(f"{house.address}/c/{code}") as response:
                assert response.status == 200
            async with preview.head(f"{house.address}/c/{code}") as response:
                assert response.status == 200
    await plain.open(f"/c/{code}")
    await plain.press("Open my chat")
    assert (plain.status, plain.at) == (200, "/chat")
    assert "WeSaid" in plain.words


async def test_the_page_behind_a_link_gives_nothing_away(house: House, plain: PlainBrowser) -> None:
    _, code = house.invite(name="Ashwin")
    await plain.open(f"/c/{code}")
    assert "<title>WeSaid</title>" in plain.html
    assert "Ashwin" not in plain.html
    assert plain.buttons == ["Open my chat"]
    assert says_whom_to_call(plain)


async def test_a_link_is_opened_once(house: House, plain: PlainBrowser) -> None:
    _, code = house.invite()
    await plain.open(f"/c/{code}")
    await plain.press("Open my chat")
    async with PlainBrowser(house.address) as other:
        await other.open(f"/c/{code}")
        assert other.status == 404
        assert other.buttons == []
        assert "used" in other.words
        assert says_whom_to_call(other)
        await other.open("/chat")
        assert other.status == 401


async def test_pressing_the_button_twice_opens_the_chat_and_then_leads_back_to_it(
    house: House, plain: PlainBrowser
) -> None:
    _, code = house.invite()
    await plain.open(f"/c/{code}")
    form = plain.form_with("Open my chat")
    await plain.send(form.action, form.fields)
    await plain.send(form.action, form.fields)
    assert (plain.status, plain.at) == (200, "/chat")


async def test_the_same_link_on_the_same_phone_leads_to_the_chat(
    house: House, plain: PlainBrowser
) -> None:
    person, code = house.invite()
    await plain.open(f"/c/{code}")
    await plain.press("Open my chat")
    await plain.open(f"/c/{code}")
    assert (plain.status, plain.at) == (200, "/chat")
    fresh = house.store(lambda connection: make_code(connection, person.id, clock.now()))
    await plain.open(f"/c/{fresh}")
    assert (plain.status, plain.at) == (200, "/chat")
    async with PlainBrowser(house.address) as other:
        await other.open(f"/c/{fresh}")
        await other.press("Open my chat")
        assert (other.status, other.at) == (200, "/chat")


async def test_somebody_elses_link_on_a_used_phone_is_still_theirs(
    house: House, plain: PlainBrowser
) -> None:
    _, code = house.invite(name="Ash")
    _, others = house.invite(name="Bo")
    await plain.open(f"/c/{code}")
    await plain.press("Open my chat")
    first = plain.cookie("wesaid_session")
    await plain.open(f"/c/{others}")
    assert plain.buttons == ["Open my chat"]
    await plain.press("Open my chat")
    assert plain.cookie("wesaid_session") not in ("", first)


async def test_after_signing_out_the_used_link_opens_nothing(
    house: House, plain: PlainBrowser
) -> None:
    _, code = house.invite()
    await plain.open(f"/c/{code}")
    await plain.press("Open my chat")
    await plain.press("Sign out of this device")
    await plain.open(f"/c/{code}")
    assert plain.status == 404
    assert "used" in plain.words


@pytest.mark.parametrize("code", ["AAAAA-22222", "x", "%F0%9F%99%82", "a" * 500])
async def test_an_unknown_code_is_told_at_once_on_a_kind_page(
    house: House, plain: PlainBrowser, code: str
) -> None:
    await plain.open(f"/c/{code}")
    assert plain.status == 404
    assert plain.buttons == []
    assert "ask the person who invited you" in plain.words
    assert says_whom_to_call(plain)
    assert "Traceback" not in plain.html


async def test_a_code_that_is_too_old_gets_a_kind_page(house: House, plain: PlainBrowser) -> None:
    _, code = house.invite()
    house.store(
        lambda connection: connection.execute(
            update(JOIN_CODE).values(expires_at=clock.now() - timedelta(days=1))
        )
    )
    await plain.open(f"/c/{code}")
    assert plain.status == 404
    assert "too old" in plain.words
    assert says_whom_to_call(plain)


async def test_a_press_that_is_not_from_our_page_opens_nothing(
    house: House, plain: PlainBrowser
) -> None:
    _, code = house.invite()
    await plain.send(f"/c/{code}", {})
    assert plain.status == 403
    await plain.send(f"/c/{code}", {"key": "made.up"})
    assert plain.status == 403
    await plain.open(f"/c/{code}")
    await plain.press("Open my chat")
    assert plain.status == 200


@pytest.mark.parametrize(("proto", "secure"), [("http", False), ("https", True)])
async def test_the_cookie_is_kept_from_scripts_and_other_sites(
    house: House, plain: PlainBrowser, proto: str, secure: bool
) -> None:
    _, code = house.invite()
    await plain.open(f"/c/{code}")
    form = plain.form_with("Open my chat")
    async with (
        ClientSession() as session,
        session.post(
            house.address + form.action,
            data=form.fields,
            headers={"X-Forwarded-Proto": proto},
            allow_redirects=False,
        ) as response,
    ):
        assert response.status == 303
        assert response.headers["Location"] == "/chat#now"
        cookie = response.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/;" in cookie
    assert "Max-Age=7776000" in cookie
    assert ("Secure" in cookie) == secure


async def test_somebody_without_a_link_is_told_what_to_do(plain: PlainBrowser) -> None:
    await plain.open("/chat")
    assert plain.status == 401
    assert "press the link in your invitation" in plain.words
    assert says_whom_to_call(plain)


async def test_signing_out_ends_the_session_everywhere_that_cookie_is(
    house: House, plain: PlainBrowser
) -> None:
    _, code = house.invite()
    await plain.open(f"/c/{code}")
    await plain.press("Open my chat")
    token = plain.cookie("wesaid_session")
    await plain.press("Sign out of this device")
    assert "signed out" in plain.words
    assert plain.cookie("wesaid_session") == ""
    async with (
        ClientSession() as session,
        session.get(f"{house.address}/chat", cookies={"wesaid_session": token}) as response,
    ):
        assert response.status == 401
