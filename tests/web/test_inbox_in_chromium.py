"""Photos and voice notes in the inbox, in a real Chromium."""

from __future__ import annotations

import struct
import wave
import zlib
from io import BytesIO

import pytest
from playwright.async_api import Browser, Page, expect

from bot.checkins.inbound import Inbound
from storage import people, projects
from tests.web.house import COHORT, House, clock
from tests.web.surfing import DESK, at_both_widths, surf, violations

pytestmark = pytest.mark.browser


def png(width: int, height: int) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def wav(seconds: int) -> bytes:
    """Silence."""
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8_000)
        sound.writeframes(b"\x80" * 8_000 * seconds)
    return file.getvalue()


def send(house: House, content: bytes, file_type: str) -> None:
    """The demo's participant sends something that nobody asked for."""

    def work(connection):  # type: ignore[no-untyped-def]
        project = projects.first_project(connection)
        assert project is not None
        cohort = projects.find_cohort(connection, project, COHORT)
        assert cohort is not None
        person = people.participants_of(connection, cohort.id)[0]
        inbound = Inbound(
            "web",
            f"file {file_type}",
            str(person.id),
            "media",
            media="photo" if file_type.startswith("image/") else "voice",
            file="web:file",
            file_type=file_type,
            content=content,
        )
        house.installation.services.receiver.receive(connection, inbound, clock.now())

    house.store(work)


async def read_the_flag(house: House, page: Page) -> None:
    await page.goto(f"{house.address}/inbox")
    await page.get_by_role("link", name="P-").first.click()
    await page.get_by_role("button", name="Open to read").click()


@at_both_widths
async def test_an_opened_flag_shows_its_photo_and_plays_its_voice_note(
    demo: House, browser: Browser, axe: str, size: tuple[int, int]
) -> None:
    async with surf(browser, size) as page:
        await page.goto(f"{demo.address}/demo")
        send(demo, png(1_600, 900), "image/png")
        send(demo, wav(2), "audio/wav")
        await read_the_flag(demo, page)
        photo = page.get_by_role("img", name="The photo that they sent")
        await expect(photo).to_be_visible()
        await expect(photo).to_have_js_property("naturalWidth", 1_600)
        box = await photo.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= size[0]
        sound = page.get_by_label("The voice note that they sent")
        await expect(sound).to_have_js_property("duration", 2)
        assert await violations(page, axe) == []


@pytest.mark.long
async def test_a_photo_can_be_saved(demo: House, browser: Browser) -> None:
    async with surf(browser, DESK) as page:
        await page.goto(f"{demo.address}/demo")
        send(demo, png(4, 4), "image/png")
        await read_the_flag(demo, page)
        async with page.expect_download() as saving:
            await page.get_by_role("link", name="Save the photo").click()
        saved = await saving.value
        assert saved.suggested_filename.endswith(".png")
        assert (await saved.path()).read_bytes() == png(4, 4)
