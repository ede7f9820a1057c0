"""The demo's page, and who may reach it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession

from tests.web.house import House
from tests.web.plain_browser import PlainBrowser

PATHS = ("/", "/demo", "/chat", "/chat/live", "/inbox", "/c/ABC", "/healthz")


@pytest.fixture
async def visitor(demo: House) -> AsyncIterator[PlainBrowser]:
    async with PlainBrowser(demo.address) as browser:
        yield browser


async def test_the_page_says_what_to_do_and_shows_both_sides(visitor: PlainBrowser) -> None:
    await visitor.open("/")
    assert visitor.at == "/demo?show=chat"
    assert "You are Ash" in visitor.words
    assert "Made-up people" in visitor.words
    assert 'src="/chat"' in visitor.html
    assert 'src="/inbox"' in visitor.html
    assert {"Start a check-in", "Start again"} <= set(visitor.buttons)


async def test_the_page_signs_in_as_the_participant(visitor: PlainBrowser) -> None:
    await visitor.open("/chat")
    assert visitor.status == 401
    await visitor.open("/demo")
    await visitor.open("/chat")
    assert visitor.status == 200
    assert len(visitor.choices) == 11


async def test_a_check_in_can_be_started(visitor: PlainBrowser) -> None:
    await visitor.open("/demo")
    await visitor.open("/chat")
    await visitor.press("Stop")
    assert visitor.choices == []
    await visitor.open("/demo")
    await visitor.press("Start a check-in")
    assert visitor.at == "/demo?show=chat&flow=after-session"
    await visitor.open("/chat")
    assert len(visitor.choices) == 11


async def test_any_check_in_of_the_library_can_be_tried(visitor: PlainBrowser) -> None:
    await visitor.open("/demo")
    form = visitor.form_with("Start a check-in")
    await visitor.send(form.action, {**form.fields, "flow": "we-said-we-did"})
    assert visitor.at == "/demo?show=chat&flow=we-said-we-did"
    assert '<option value="we-said-we-did" selected>' in visitor.html
    await visitor.open("/chat")
    assert "We meet in the library now" in visitor.words
    await visitor.open("/demo")
    form = visitor.form_with("Start a check-in")
    await visitor.send(form.action, {**form.fields, "flow": "no-such-flow"})
    assert visitor.at == "/demo?show=chat&flow=after-session"


async def test_starting_again_begins_with_the_welcome_and_an_empty_inbox(
    visitor: PlainBrowser,
) -> None:
    await visitor.open("/demo")
    await visitor.open("/chat")
    await visitor.press("I want to talk to someone")
    await visitor.press("Send my answer", choose="Sam")
    await visitor.open("/inbox")
    assert "Waiting for somebody" in visitor.words
    await visitor.open("/demo")
    await visitor.press("Start again")
    await visitor.open("/inbox")
    assert "All quiet" in visitor.words
    await visitor.open("/chat")
    assert "welcome" in visitor.words
    assert "I want to talk to someone" in visitor.buttons


async def test_one_can_look_as_another_member_of_staff(visitor: PlainBrowser) -> None:
    await visitor.open("/demo")
    assert _pressed(visitor) == "Sam"
    await visitor.press("Priya, safeguarding lead")
    assert visitor.at == "/demo?show=inbox"
    assert _pressed(visitor) == "Priya"
    form = visitor.form_with("Sam, facilitator")
    await visitor.send(form.action, {**form.fields, "staff": "12345"})
    assert _pressed(visitor) == "Sam"


def _pressed(visitor: PlainBrowser) -> str:
    return visitor.html.split('aria-pressed="true">')[1].split(",")[0]


@pytest.mark.parametrize("path", ["/demo/look", "/demo/check-in", "/demo/again"])
async def test_another_site_presses_none_of_its_buttons(visitor: PlainBrowser, path: str) -> None:
    await visitor.open("/demo")
    await visitor.send(path, {"staff": "2"})
    assert visitor.status == 403
    key = visitor_key(visitor) if visitor.forms else ""
    await visitor.send(path, {"key": key}, Origin="https://elsewhere.example")
    assert visitor.status == 403


def visitor_key(visitor: PlainBrowser) -> str:
    return visitor.forms[0].fields.get("key", "")


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    "host",
    ["wesaid.example", "127.0.0.1.wesaid.example", "192.168.1.7:8080", "localhost.wesaid.example"],
)
async def test_only_this_machine_is_answered(demo: House, path: str, host: str) -> None:
    async with (
        ClientSession() as session,
        session.get(demo.address + path, headers={"Host": host}) as response,
    ):
        assert response.status == 403
        assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1:1", "[::1]:8080"])
async def test_this_machine_is_answered_by_each_of_its_names(demo: House, host: str) -> None:
    async with (
        ClientSession() as session,
        session.get(f"{demo.address}/healthz", headers={"Host": host}) as response,
    ):
        assert response.status == 200


async def test_what_participants_are_served_has_no_inbox_and_no_demo(one_house: House) -> None:
    async with PlainBrowser(one_house.address) as browser:
        for path in ("/inbox", "/inbox/flags", "/demo", "/"):
            await browser.open(path)
            assert browser.status == 404
