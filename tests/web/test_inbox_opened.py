"""What an opened flag shows: photos, voice notes, and how somebody wants to be reached."""

from __future__ import annotations

import re

import pytest

from tests.web.desk import Desk
from tests.web.plain_browser import PlainBrowser

TOUCH = """
flow: touch
title: Getting in touch
steps:
  - id: talk
    choice: Would you like someone to get in touch?
    contact: true
    options: {"no": No thank you, today: Today}
    flag: {when: "talk == 'today'", level: soon, topic: contact, reason: asked for someone}
  - id: safe_here
    choice: Is it safe for us to write to you here?
    contact: true
    options: {"yes": "Yes", "no": "No"}
    keeps: safe_here
  - id: goodbye
    end: Thank you.
"""


async def test_a_picture_is_shown_with_the_words_once_they_are_opened(desk: Desk) -> None:
    async with desk:
        flag = desk.sends(b"a picture", "image/png")
        await desk.sam.open(f"/inbox/flag/{flag}")
        assert "<img" not in desk.sam.html
        await desk.opens(flag)
        assert 'alt="The photo that they sent"' in desk.sam.html
        await desk.sam.open(_file(desk.sam))
        assert (desk.sam.status, desk.sam.html) == (200, "a picture")
        headers = desk.sam.headers
        assert headers["Content-Type"] == "image/png"
        assert headers["Content-Disposition"].startswith('inline; filename="picture-')
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"


async def test_a_voice_note_can_be_listened_to_and_is_served_in_parts(desk: Desk) -> None:
    """Safari plays no sound that it cannot ask for in parts."""
    async with desk:
        flag = desk.sends(b"0123456789", "audio/webm")
        await desk.opens(flag)
        assert "<audio controls" in desk.sam.html
        file = _file(desk.sam)
        for asked, part, content_range in (
            ("bytes=0-1", "01", "bytes 0-1/10"),
            ("bytes=7-", "789", "bytes 7-9/10"),
            ("bytes=-2", "89", "bytes 8-9/10"),
            ("bytes=8-99", "89", "bytes 8-9/10"),
        ):
            await desk.sam.open(file, Range=asked)
            assert (desk.sam.status, desk.sam.html) == (206, part)
            assert desk.sam.headers["Content-Range"] == content_range
        for asked in ("bytes=99-", "lines=1-2"):
            await desk.sam.open(file, Range=asked)
            assert (desk.sam.status, desk.sam.html) == (200, "0123456789")


@pytest.mark.parametrize("file_type", ["image/svg+xml", "text/html", "", "audio/x-unheard-of"])
async def test_what_could_do_more_than_be_looked_at_is_only_saved(
    desk: Desk, file_type: str
) -> None:
    async with desk:
        flag = desk.sends(b"<svg onload='alert(1)'>", file_type)
        await desk.opens(flag)
        assert "<img" not in desk.sam.html
        assert "<audio" not in desk.sam.html
        await desk.sam.open(_file(desk.sam))
        assert desk.sam.headers["Content-Type"] == "application/octet-stream"
        assert desk.sam.headers["Content-Disposition"].startswith("attachment;")


async def test_a_file_is_served_to_nobody_who_has_not_opened_its_flag(desk: Desk) -> None:
    async with desk:
        flag = desk.sends(b"a picture", "image/png")
        other = desk.raises("urgent", of=desk.another_participant())
        await desk.opens(flag)
        file = _file(desk.sam)
        await desk.opens(other)
        foreign = desk.sam.at.partition("?")[2]
        for path in (
            file.partition("?")[0],
            f"{file.partition('?')[0]}?{foreign}",
            f"/inbox/flag/{other}/file/{file.partition('/file/')[2].partition('?')[0]}?{foreign}",
            file.replace("/file/", "/file/99"),
        ):
            await desk.sam.open(path)
            assert desk.sam.status == 404
        await desk.priya.open(file)
        assert desk.priya.status == 404


async def test_a_file_is_not_served_any_more_to_somebody_whom_its_sender_spoke_about(
    desk: Desk,
) -> None:
    async with desk:
        flag = desk.sends(b"a picture", "image/png")
        await desk.opens(flag)
        file = _file(desk.sam)
        desk.raises("soon", topic="conduct", reason="reason conduct")
        await desk.sam.open(file)
        assert desk.sam.status == 404


async def test_an_opened_flag_says_how_to_get_in_touch_and_where_it_is_not_safe(
    desk: Desk,
) -> None:
    async with desk:
        person = desk.participants()[0]
        desk.house.add_flow(person.project_id, TOUCH)
        await desk.house.begin_check_in(person, "touch")
        await desk.sam.open("/chat")
        await desk.sam.press("Send my answer", choose="Today")
        await desk.sam.press("Send my answer", choose="No")
        await desk.sam.open("/inbox")
        flag = re.search(r'href="/inbox/flag/(\d+)"', desk.sam.html)
        assert flag is not None
        await desk.sam.open(f"/inbox/flag/{flag.group(1)}")
        assert "Take care: It is not safe to write to them in their chat." in desk.sam.words
        assert "How to get in touch" not in desk.sam.words
        await desk.opens(int(flag.group(1)))
        assert "Take care: It is not safe to write to them in their chat." in desk.sam.words
        _, _, touch = desk.sam.words.partition("How to get in touch")
        assert "Would you like someone to get in touch?" in touch
        assert "Today" in touch


def _file(browser: PlainBrowser) -> str:
    """Where the page has the file from."""
    found = re.search(r'href="(/inbox/flag/\d+/file/[^"]+)"', browser.html)
    assert found is not None
    return found.group(1)
