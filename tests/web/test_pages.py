"""What holds for every page: its headers, its assets, its words and its parts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from aiohttp import ClientSession
from jinja2 import Environment

from bot.aftercare.help_numbers import HelpNumbers
from bot.web.assets import STATIC
from bot.web.pages import TEMPLATES, with_numbers
from tests.web.house import House
from tests.web.plain_browser import PlainBrowser

PATHS = (
    "/demo",
    "/chat",
    "/chat/now",
    "/chat/signed-out",
    "/inbox",
    "/inbox/flags",
    "/c/ABCDE-23456",
    "/healthz",
    "/not-there",
)


@pytest.mark.parametrize("path", PATHS)
async def test_every_page_is_guarded_by_its_headers(demo: House, path: str) -> None:
    async with PlainBrowser(demo.address) as browser:
        await browser.open("/demo")
        await browser.open(path)
        policy = browser.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "style-src 'self'" in policy
        assert "unsafe" not in policy
        assert "*" not in policy
        assert browser.headers["Referrer-Policy"] == "no-referrer"
        assert browser.headers["X-Content-Type-Options"] == "nosniff"
        assert browser.headers["Cache-Control"] == "no-store"


async def test_pages_of_participants_stand_in_no_frame(one_house: House) -> None:
    async with PlainBrowser(one_house.address) as browser:
        await browser.open("/c/ABCDE-23456")
        assert "frame-ancestors 'none'" in browser.headers["Content-Security-Policy"]


async def test_no_page_holds_a_script_or_a_style_of_its_own(demo: House) -> None:
    async with PlainBrowser(demo.address) as browser:
        await browser.open("/demo")
        for path in ("/demo", "/chat", "/inbox", "/c/ABCDE-23456"):
            await browser.open(path)
            assert not re.search(r"<script(?![^>]*\ssrc=)", browser.html)
            assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", browser.html)


async def test_assets_are_kept_by_the_browser_and_sent_small(demo: House) -> None:
    async with PlainBrowser(demo.address) as browser:
        await browser.open("/demo")
        await browser.open("/chat")
        addresses = re.findall(r'(?:href|src)="(/static/[^"]+)"', browser.html)
        assert len(addresses) >= 5
        for address in addresses:
            await browser.open(address)
            assert browser.status == 200
            assert "immutable" in browser.headers["Cache-Control"]
            assert browser.headers["Content-Encoding"] == "gzip"
    async with (
        ClientSession(auto_decompress=False) as session,
        session.get(demo.address + addresses[0], headers={"Accept-Encoding": ""}) as response,
    ):
        assert "Content-Encoding" not in response.headers


@pytest.mark.parametrize(
    "path", ["/static/x/app.css", "/static/x/../pages.py", "/static/%2e%2e/%2e%2e/pages.py"]
)
async def test_nothing_but_assets_is_served_as_one(one_house: House, path: str) -> None:
    async with PlainBrowser(one_house.address) as browser:
        await browser.open(path)
        assert browser.status == 404


def test_every_template_can_be_read_and_all_its_words_can_be_translated() -> None:
    own_names = {"WeSaid"}
    for path in sorted(TEMPLATES.rglob("*.html")):
        source = path.read_text("utf-8")
        Environment(autoescape=True).parse(source)
        bare = re.sub(r"\{% block body_\w+ %\}.*?\{% endblock %\}", " ", source)
        bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", bare, flags=re.DOTALL)
        bare = re.sub(r"<[^>]*>", " ", bare, flags=re.DOTALL)
        words = set(re.findall(r"[A-Za-z]{2,}", bare)) - own_names
        assert not words, f"{path.name}: {sorted(words)}"


def test_what_others_made_stands_with_its_licence_and_asks_nobody_for_more() -> None:
    folders = [path for path in (STATIC / "vendor").iterdir() if path.is_dir()]
    folders += (Path(__file__).parent / "vendor").iterdir()
    assert len(folders) == 4
    for folder in folders:
        assert (folder / "LICENSE").read_text("utf-8").strip()
    for path in STATIC.rglob("*"):
        if path.suffix in (".css", ".svg"):
            content = path.read_text("utf-8")
            assert "url(" not in content
            assert "@import" not in content


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("If anyone is in danger now, please call 999.", ["tel:999"]),
        ("Samaritans: 116 123, free, any time", ["tel:116123"]),
        ("NHS 111: call 111 and choose option 2", ["tel:111"]),
        ("Shout: text SHOUT to 85258, any time", ["sms:85258?&amp;body=SHOUT"]),
        ("Text 85258", ["sms:85258"]),
        ("National Domestic Abuse Helpline: 0808 2000 247, free", ["tel:08082000247"]),
        ("Live Fear Free: 0808 80 10 800, free", ["tel:08088010800"]),
        ("Modern Slavery Helpline: 08000 121 700, free", ["tel:08000121700"]),
        ("Childline: 0800 1111", ["tel:08001111"]),
        ("It cost 111 pounds, 100%, 1999 or 9990", ["tel:111"]),
        ("by 11:30 am on 8 December 2026", []),
        ("7 out of 10", []),
    ],
)
def test_numbers_to_call_can_be_pressed(text: str, links: list[str]) -> None:
    assert re.findall(r'href="([^"]+)"', with_numbers(text)) == links


def test_every_number_that_is_listed_is_called_or_texted_as_it_says() -> None:
    for number in HelpNumbers.load("en").all():
        links = re.findall(r'href="([^"]+)"', with_numbers(f"{number.name}: {number.how}"))
        digits = re.search(r"(?:\d[\d ]*\d)", number.how)
        assert digits is not None
        plain = digits.group().replace(" ", "")
        if "before the number" in number.how:
            assert links == [], number.name
        elif "text" in number.how:
            assert links == [f"sms:{plain}?&amp;body=SHOUT"], number.name
        else:
            assert links == [f"tel:{plain}"], number.name


def test_a_text_with_numbers_is_still_escaped() -> None:
    assert with_numbers("<b>999</b>") == (
        '&lt;b&gt;<a class="call" href="tel:999">999</a>&lt;/b&gt;'
    )
