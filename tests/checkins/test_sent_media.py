"""Photos, voice notes and files: kept, marked for a person to open, fetched, and sealed."""

from __future__ import annotations

import pytest

from bot.checkins.inbound import Inbound
from bot.delivery.channel import NotSent, Refused
from storage import media, updates
from tests.checkins.files import ME, PICTURE, Files, fetched, sends_photo
from tests.checkins.scene import Scene

PICTURES = """
flow: pictures
title: Pictures
steps:
  - id: show
    photo: Would you like to send a photo?
    accepts: [photo]
  - id: rate
    rating: How was it?
    scale: {from: 0, to: 10, low: Bad, high: Good}
  - id: goodbye
    end: Thank you.
"""


def asked_for_a_picture(scene: Scene) -> None:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(PICTURES)


def in_check_in(scene: Scene) -> None:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.round()


def test_a_photo_that_was_asked_for_is_the_answer(scene: Scene) -> None:
    asked_for_a_picture(scene)
    sends_photo(scene)
    assert ("show", "sent", "answered") in scene.answers()
    assert "I have kept your photo" in scene.last(ME).text
    assert "How was it?" in scene.last(ME).text
    assert not scene.rows("flag")


def test_words_are_no_answer_where_a_photo_was_asked_for(scene: Scene) -> None:
    asked_for_a_picture(scene)
    said = scene.writes(ME, "it was a sunny day").text
    assert "Here you can send me a photo" in said
    assert not [row for row in scene.answers() if row[0] == "show"]


def test_a_photo_sent_as_a_file_is_a_photo(scene: Scene) -> None:
    asked_for_a_picture(scene)
    sends_photo(scene, media="document", file_type="image/png")
    assert ("show", "sent", "answered") in scene.answers()


def test_an_album_is_one_answer_and_all_of_it_is_kept(scene: Scene) -> None:
    asked_for_a_picture(scene)
    before = len(scene.screens(ME))
    sends_photo(scene, album="a", file="file-1", text="Our garden")
    sends_photo(scene, album="a", file="file-2")
    sends_photo(scene, album="a", file="file-3", text="and the pond")
    assert len(scene.screens(ME)) == before + 1
    assert len([row for row in scene.answers() if row[0] == "show"]) == 1
    kept = scene.rows("media")
    assert len(kept) == 3
    assert len({(row["session_id"], row["turn"]) for row in kept}) == 1
    assert [text for _, text in unread(scene)][-2:] == ["Our garden", "and the pond"]


def unread(scene: Scene) -> list[tuple[int, str]]:
    sam = next(row for row in scene.rows("person") if row["role"] == "facilitator")
    rows = scene.database.read_now(
        lambda connection: updates.texts_to_read(connection, int(str(sam["id"])), 50)
    )
    return [(row.id, text) for row, text in rows]


def test_a_photo_answer_is_marked_for_the_facilitator_to_open(scene: Scene) -> None:
    asked_for_a_picture(scene)
    sends_photo(scene)
    inbound_id, text = unread(scene)[-1]
    assert text == "(photo)"
    found = scene.database.read_now(
        lambda connection: media.media_of_updates(connection, [inbound_id])
    )
    assert [one.kind for one in found] == ["photo"]


def test_a_photo_that_nobody_asked_for_is_kept_for_a_person(scene: Scene) -> None:
    in_check_in(scene)
    sends_photo(scene)
    said = scene.last(ME).text
    assert "I have kept your photo" in said
    assert "Sam can" in said
    assert not [row for row in scene.answers() if row[0] == "heard"]
    assert [row["level"] for row in scene.rows("flag")] == ["routine"]
    sam = next(row for row in scene.rows("person") if row["role"] == "facilitator")
    flag = scene.rows("flag")[0]["id"]
    found = scene.database.read_now(
        lambda connection: media.media_of_flag(connection, int(str(flag)), int(str(sam["id"])))
    )
    assert [one.kind for one in found] == ["photo"]


def test_the_words_under_a_photo_are_read_like_any_others(scene: Scene) -> None:
    in_check_in(scene)
    sends_photo(scene, text="7")
    assert ("heard", "7", "answered") in scene.answers()
    assert "I have kept your photo" in scene.last(ME).text
    sends_photo(scene, text="he says he will kill me tonight", file="file-2")
    assert "urgent" in [row["level"] for row in scene.rows("flag")]


def test_a_voice_note_where_a_photo_was_asked_for_is_kept_and_the_question_stands(
    scene: Scene,
) -> None:
    asked_for_a_picture(scene)
    sends_photo(scene, media="voice", file_type="audio/ogg")
    assert "I have kept your voice note" in scene.last(ME).text
    assert "send a photo?" in scene.last(ME).text


def test_a_photo_outside_any_check_in_is_kept_too(scene: Scene) -> None:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    sends_photo(scene)
    assert "I have kept your photo" in scene.last(ME).text
    assert len(scene.rows("media")) == 1


def test_a_file_that_is_too_big_is_not_promised(scene: Scene) -> None:
    in_check_in(scene)
    sends_photo(scene, media="video", file_type="video/mp4", file_size=21 * 1024 * 1024)
    assert "too big" in scene.last(ME).text
    assert not scene.rows("media")


async def test_a_file_is_fetched_once_and_sealed(scene: Scene) -> None:
    in_check_in(scene)
    sends_photo(scene)
    files = Files({"file-1": PICTURE})
    assert await fetched(scene, files) == 1
    assert await fetched(scene, files) == 0
    assert files.asked == ["file-1"]
    row = scene.rows("media")[0]
    assert row["status"] == "fetched"
    assert b"marmalade" not in bytes(row["bytes_sealed"])  # type: ignore[call-overload]
    assert b"file-1" not in bytes(row["reference_sealed"])  # type: ignore[call-overload]
    content = scene.database.read_now(
        lambda connection: media.content_of(connection, int(str(row["id"])))
    )
    assert content == PICTURE


async def test_a_file_that_cannot_be_had_now_is_tried_again(scene: Scene) -> None:
    in_check_in(scene)
    sends_photo(scene)
    files = Files({"file-1": NotSent("down")})
    assert await fetched(scene, files) == 1
    assert await fetched(scene, files) == 0
    scene.later(seconds=10)
    files.files["file-1"] = PICTURE
    assert await fetched(scene, files) == 1
    assert scene.rows("media")[0]["status"] == "fetched"


@pytest.mark.parametrize("hours", [0, 25])
async def test_somebody_whose_file_cannot_be_had_is_told(scene: Scene, hours: int) -> None:
    """They were told that a person can open it."""
    in_check_in(scene)
    sends_photo(scene)
    scene.later(hours=hours)
    failure = NotSent("down") if hours else Refused("gone")
    await fetched(scene, Files({"file-1": failure}))
    assert scene.rows("media")[0]["status"] == "lost"
    assert "I could not keep the photo that you sent" in scene.last(ME).text


def test_what_came_with_the_file_itself_need_not_be_fetched(scene: Scene) -> None:
    person = scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(PICTURES)
    scene.receives(
        Inbound(
            "web",
            "w1",
            str(person.id),
            "media",
            media="photo",
            file_type="image/png",
            content=PICTURE,
            seen=scene.button(ME, "Skip").press.rpartition(":")[0],
        )
    )
    assert ("show", "sent", "answered") in scene.answers()
    assert scene.rows("media")[0]["status"] == "fetched"


def test_staff_whom_somebody_spoke_about_get_none_of_their_files(scene: Scene) -> None:
    in_check_in(scene)
    sends_photo(scene)
    scene.staff("Lee", lead=True, chat="901")
    scene.writes(ME, "Sam hit me and shouted at me")
    people = {row["role"]: row["id"] for row in reversed(scene.rows("person"))}
    sam, me = int(str(people["facilitator"])), int(str(people["participant"]))
    assert scene.database.read_now(lambda c: media.media_of_person(c, me, sam + 1000))
    assert not scene.database.read_now(lambda c: media.media_of_person(c, me, sam))
