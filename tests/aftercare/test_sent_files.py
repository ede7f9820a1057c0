"""What participants send is opened by those who look after them, and by nobody else."""

from __future__ import annotations

import pytest

from bot.aftercare.sent_files import opener
from bot.delivery.attachments import Attachment
from bot.delivery.channel import NotSent, Refused
from storage.database import Database
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.checkins.files import PICTURE, Files, fetched, sends_photo
from tests.checkins.scene import Scene

LEE = "903"
OPEN = "Open the photo"
PICTURES = """
flow: pictures
title: Pictures
steps:
  - id: show
    photo: Would you like to send a photo?
  - id: goodbye
    end: Thank you.
"""


def open_flag(scene: Scene, chat: str, which: int = -1) -> None:
    flag = scene.rows("flag")[which]
    scene.staff_sends(chat, "press", press=f"f:{flag['id']}:{flag['version']}:open")


def labels(scene: Scene, chat: str) -> list[str]:
    return [button.label for button in scene.last(chat).choices]


def readings(scene: Scene) -> int:
    return sum(row["kind"] == "read" for row in scene.rows("flag_event"))


async def test_the_photo_of_a_flag_is_opened_by_a_press_and_that_is_recorded(
    staffed: Scene, database: Database
) -> None:
    sends_photo(staffed)
    await fetched(staffed, Files({"file-1": PICTURE}))
    open_flag(staffed, SAM)
    shown = staffed.last(SAM)
    assert "(photo)" in shown.text
    assert not shown.attachment
    before = readings(staffed)
    sent = staffed.staff_presses(SAM, OPEN)
    assert sent.text.startswith("This is the photo that P-")
    assert sent.sensitive
    assert readings(staffed) == before + 1
    opened = await opener(database)(sent.attachment)
    assert opened == Attachment("photo", PICTURE, f"picture-{staffed.rows('media')[0]['id']}.jpg")


async def test_a_voice_note_is_opened_as_a_voice_note(staffed: Scene, database: Database) -> None:
    sends_photo(staffed, media="voice", file_type="audio/ogg")
    await fetched(staffed, Files({"file-1": b"OggS"}))
    open_flag(staffed, SAM)
    sent = staffed.staff_presses(SAM, "Open the voice note")
    assert (await opener(database)(sent.attachment)).kind == "voice"


async def test_a_file_of_any_other_type_goes_as_a_file(staffed: Scene, database: Database) -> None:
    sends_photo(staffed, media="document", file_type="text/html")
    await fetched(staffed, Files({"file-1": b"<script>"}))
    open_flag(staffed, SAM)
    sent = staffed.staff_presses(SAM, "Open the file")
    opened = await opener(database)(sent.attachment)
    assert (opened.kind, opened.name.partition(".")[2]) == ("file", "")


async def test_a_photo_that_is_still_on_its_way_can_be_asked_for_again(staffed: Scene) -> None:
    sends_photo(staffed)
    open_flag(staffed, SAM)
    before = readings(staffed)
    shown = staffed.staff_presses(SAM, OPEN)
    assert shown.text == "The photo is not here yet. Please try again in a minute."
    assert not shown.attachment
    assert readings(staffed) == before
    await fetched(staffed, Files({"file-1": PICTURE}))
    assert staffed.staff_presses(SAM, OPEN).attachment


async def test_a_photo_that_is_lost_is_plainly_said_to_be(staffed: Scene) -> None:
    sends_photo(staffed)
    open_flag(staffed, SAM)
    await fetched(staffed, Files({"file-1": Refused("gone")}))
    assert staffed.staff_presses(SAM, OPEN).text.startswith("The photo is lost.")
    assert labels(staffed, SAM) == []
    open_flag(staffed, SAM)
    assert "(photo: it is lost, so nobody can open it)" in staffed.last(SAM).text
    assert OPEN not in labels(staffed, SAM)


async def test_a_photo_is_never_opened_by_those_whom_its_sender_spoke_about(
    staffed: Scene, database: Database
) -> None:
    sends_photo(staffed)
    await fetched(staffed, Files({"file-1": PICTURE}))
    open_flag(staffed, SAM)
    press = staffed.button(SAM, OPEN).press
    sent = staffed.staff_presses(SAM, OPEN).attachment
    staffed.writes(ME, "Sam hit me and shouted at me")
    open_flag(staffed, SAM, 0)
    assert OPEN not in labels(staffed, SAM)
    staffed.staff_sends(SAM, "press", press=press)
    assert "That file is not there." in staffed.last(SAM).text
    with pytest.raises(Refused):  # also when it was on its way to them
        await opener(database)(sent)
    open_flag(staffed, PRIYA, 0)
    assert staffed.staff_presses(PRIYA, OPEN).attachment


async def test_a_photo_is_shown_with_the_flag_that_its_caption_raised(staffed: Scene) -> None:
    staffed.asks(PICTURES)
    sends_photo(staffed, text="Sam hit me and shouted at me", album="a")
    sends_photo(staffed, album="a", file="file-2")
    await fetched(staffed, Files({"file-1": PICTURE, "file-2": PICTURE}))
    open_flag(staffed, PRIYA)
    assert labels(staffed, PRIYA)[-2:] == ["Open the photo 1", "Open the photo 2"]
    assert staffed.staff_presses(PRIYA, "Open the photo 2").attachment
    staffed.staff_sends(SAM, "press", press=staffed.button(PRIYA, "Open the photo 1").press)
    assert "That file is not there." in staffed.last(SAM).text


async def test_the_reading_list_says_what_was_sent_and_opens_it(staffed: Scene) -> None:
    staffed.asks(PICTURES)
    sends_photo(staffed, text="Our garden")
    await fetched(staffed, Files({"file-1": PICTURE}))
    staffed.staff_sends(SAM, "command", text="read")
    assert "\u201cOur garden\u201d\n(photo)" in staffed.last(SAM).text
    assert staffed.staff_presses(SAM, OPEN).attachment


async def test_a_photo_without_words_stands_on_the_reading_list_once(staffed: Scene) -> None:
    staffed.asks(PICTURES)
    sends_photo(staffed)
    staffed.staff_sends(SAM, "command", text="read")
    assert staffed.last(SAM).text.count("photo") == 1
    assert "\n(photo)" in staffed.last(SAM).text


async def test_a_photo_on_a_reading_list_is_opened_only_by_those_whose_list_it_is_on(
    staffed: Scene,
) -> None:
    staffed.staff("Lee", chat=LEE)
    staffed.asks(PICTURES)
    sends_photo(staffed)
    await fetched(staffed, Files({"file-1": PICTURE}))
    staffed.staff_sends(SAM, "command", text="read")
    press = staffed.button(SAM, OPEN).press
    staffed.staff_sends(LEE, "press", press=press)
    assert "That file is not there." in staffed.last(LEE).text
    staffed.staff_sends(PRIYA, "press", press=press)
    assert staffed.last(PRIYA).attachment


@pytest.mark.parametrize("press", ["m:999", "m:999999999999999999", "m:x", "m:", "m:1:2"])
def test_a_press_that_names_no_file_opens_nothing(staffed: Scene, press: str) -> None:
    staffed.staff_sends(SAM, "press", press=press)
    assert not staffed.last(SAM).attachment


@pytest.mark.parametrize("named", ["", "1", "1:", ":1", "x:1", "999:1"])
async def test_nothing_is_delivered_that_names_no_file(database: Database, named: str) -> None:
    with pytest.raises(Refused):
        await opener(database)(named)


async def test_a_file_waits_while_the_database_is_away(sqlite_database: Database) -> None:
    sqlite_database.close()
    with pytest.raises(NotSent):
        await opener(sqlite_database)("1:1")
