"""Every kind of update becomes the right Inbound."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.checkins.inbound import Inbound
from tests.participant.scene import Scene
from tests.telegram import Emulator

SENT_AT = datetime(2027, 3, 2, 10, 0, tzinfo=UTC)


def at_ten() -> float:
    return SENT_AT.timestamp()


@pytest.fixture(autouse=True)
def _clock(emulator: Emulator) -> None:
    emulator.clock = at_ten


async def read(scene: Scene, text: str) -> Inbound:
    await scene.amira.send_text(scene.bot, text)
    [inbound] = await scene.receive()
    return inbound


async def test_words_are_taken_as_they_were_typed(scene: Scene) -> None:
    inbound = await read(scene, "It was <b>good</b> & calm\n\n7")
    assert inbound == Inbound(
        bot="participant",
        update_id=str(scene.bot.given[0].update_id),
        address="1001",
        kind="text",
        text="It was <b>good</b> & calm\n\n7",
        message_id="1",
        sent_at=SENT_AT,
    )


@pytest.mark.parametrize(
    ("typed", "kind", "text", "beside"),
    [
        ("/start", "join", "", ""),
        ("/start AB-12-cd_9", "join", "AB-12-cd_9", ""),
        ("/start@WeSaidBot AB12", "join", "AB12", ""),
        ("/start I want to die", "join", "I", "I want to die"),
        ("/help", "command", "help", ""),
        ("/HELP", "command", "help", ""),
        ("/help he is here\nnow", "command", "help", "he is here\nnow"),
        ("/stop", "command", "stop", ""),
        ("/stop@WeSaidBot", "command", "stop", ""),
        ("/stop thank you", "command", "stop", "thank you"),
        ("/pause\nuntil Monday", "command", "pause", "until Monday"),
        ("/resume", "text", "/resume", ""),
        ("/safe I am not", "text", "/safe I am not", ""),
        ("/", "text", "/", ""),
        ("stop", "text", "stop", ""),
        ("please /stop", "text", "please /stop", ""),
        ("1/2", "text", "1/2", ""),
    ],
)
async def test_commands_are_told_from_words_and_what_follows_them_is_kept(
    scene: Scene, typed: str, kind: str, text: str, beside: str
) -> None:
    inbound = await read(scene, typed)
    assert (inbound.kind, inbound.text, inbound.command_text) == (kind, text, beside)


@pytest.mark.parametrize(
    "text",
    [
        "שלום, לא הייתי בטוח",
        "كان صعبا",
        "😔👨‍👩‍👧‍👦🏳️‍🌈",
        "Dw i ddim yn teimlo'n ddiogel",
        "a" * 4096,
    ],
)
async def test_any_script_emoji_and_the_longest_message_arrive_whole(
    scene: Scene, text: str
) -> None:
    assert (await read(scene, text)).text == text


async def test_media_without_words_are_told_by_name(scene: Scene) -> None:
    await scene.amira.send_photo(scene.bot)
    await scene.amira.send_voice(scene.bot)
    await scene.amira.send_sticker(scene.bot)
    await scene.amira.send_document(scene.bot)
    await scene.amira.send_location(scene.bot)
    await scene.amira.send_contact(scene.bot, "+44 7700 900123")
    await scene.receive()
    assert {inbound.kind for inbound in scene.taken} == {"media"}
    assert [inbound.media for inbound in scene.taken] == [
        "photo",
        "voice",
        "sticker",
        "document",
        "location",
        "contact",
    ]
    assert not any(inbound.text for inbound in scene.taken)


FILE = {"file_id": "F1", "file_unique_id": "U1"}


@pytest.mark.parametrize(
    ("content", "media"),
    [
        ({"video": {**FILE, "width": 1, "height": 1, "duration": 1}}, "video"),
        ({"video_note": {**FILE, "length": 1, "duration": 1}}, "video_note"),
        ({"audio": {**FILE, "duration": 1}}, "audio"),
        ({"dice": {"emoji": "🎲", "value": 3}}, "dice"),
        ({"something_new": {"that": "nobody knows yet"}}, "unknown"),
    ],
)
async def test_other_media_and_media_not_invented_yet(
    scene: Scene, content: dict[str, Any], media: str
) -> None:
    scene.amira.send_content(scene.bot, content, kind="media")
    [inbound] = await scene.receive()
    assert (inbound.kind, inbound.media) == ("media", media)


async def test_a_caption_counts_as_words(scene: Scene) -> None:
    await scene.amira.send_photo(scene.bot, caption="I do not feel safe")
    [inbound] = await scene.receive()
    assert (inbound.kind, inbound.text, inbound.media) == ("text", "I do not feel safe", "photo")


async def test_a_photo_or_voice_note_comes_with_all_that_is_needed_to_fetch_it(
    scene: Scene,
) -> None:
    await scene.amira.send_photo(scene.bot, content=b"\xff\xd8\xff photo")
    await scene.amira.send_voice(scene.bot, content=b"OggS voice")
    await scene.amira.send_document(scene.bot, caption="My letter")
    await scene.amira.send_sticker(scene.bot)
    photo, voice, document, sticker = await scene.receive()
    assert (photo.media, photo.file_size, photo.file_type) == ("photo", 9, "image/jpeg")
    assert (voice.media, voice.file_size, voice.file_type) == ("voice", 10, "audio/ogg")
    assert (document.media, document.text) == ("document", "My letter")
    assert document.file_type == "application/pdf"
    assert (sticker.media, sticker.file) == ("sticker", "")
    assert await scene.surface.fetch_file(photo.file) == b"\xff\xd8\xff photo"
    assert await scene.surface.fetch_file(voice.file) == b"OggS voice"
    assert (await scene.surface.fetch_file(document.file)).startswith(b"%PDF")


POLL = {
    "poll": {
        "id": "1",
        "question": "Shall I go on?",
        "options": [
            {"persistent_id": "a", "text": "I can not", "voter_count": 0},
            {"persistent_id": "b", "text": "No", "voter_count": 0},
        ],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": True,
        "type": "regular",
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }
}
CHECKLIST = {
    "checklist": {"title": "What he did", "tasks": [{"id": 1, "text": "took my money"}]},
}
RICH = {
    "rich_message": {
        "blocks": [
            {"type": "paragraph", "text": ["I want to ", {"type": "bold", "text": "die"}]},
        ]
    }
}


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (POLL, "Shall I go on? I can not No"),
        (CHECKLIST, "What he did took my money"),
        (RICH, "I want to die"),
    ],
)
async def test_words_in_polls_lists_and_rich_messages_are_read_too(
    scene: Scene, content: dict[str, Any], words: str
) -> None:
    scene.amira.send_content(scene.bot, content, kind="media")
    [inbound] = await scene.receive()
    assert (inbound.kind, inbound.text) == ("text", words)


async def test_photos_of_one_album_know_their_album(scene: Scene) -> None:
    """Three photos at once must not give three replies (seen in glific 3592)."""
    await scene.amira.send_album(scene.bot, 3, caption="what we made")
    await scene.amira.send_photo(scene.bot)
    await scene.receive()
    first, second, third, alone = scene.taken
    assert first.album == second.album == third.album != ""
    assert [one.kind for one in scene.taken] == ["text", "media", "media", "media"]
    assert alone.album == ""


async def test_an_edited_message_has_its_new_words(scene: Scene) -> None:
    message = await scene.amira.send_text(scene.bot, "7")
    await scene.amira.edit(message, "/stop it, I am hurt")
    await scene.receive()
    edited = scene.taken[1]
    assert (edited.kind, edited.text, edited.message_id) == ("edited", "/stop it, I am hurt", "1")
    assert edited.sent_at == SENT_AT


async def test_changing_an_answer_has_a_command_of_its_own(scene: Scene) -> None:
    await scene.amira.send_text(scene.bot, "/change")
    [inbound] = await scene.receive()
    assert (inbound.kind, inbound.text) == ("command", "change")


async def test_a_live_location_that_moves_says_nothing(scene: Scene) -> None:
    message = await scene.amira.send_location(scene.bot)
    moved = {**message.as_json(), "edit_date": 1_800_000_000}
    await scene.surface.handle({"update_id": 9, "edited_message": moved})
    assert scene.taken == []


async def test_telegrams_own_notes_in_the_chat_are_not_taken_for_somebodys_words(
    scene: Scene,
) -> None:
    said = await scene.amira.send_text(scene.bot, "hello")
    scene.amira.send_content(scene.bot, {"pinned_message": said.as_json()}, kind="pin")
    scene.amira.send_content(
        scene.bot,
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 60}},
        kind="timer",
    )
    await scene.receive()
    assert [inbound.text for inbound in scene.taken] == ["hello"]


async def test_a_group_is_told_from_a_private_chat_and_its_words_are_not_read(scene: Scene) -> None:
    await scene.amira.send_in_group(scene.bot, "/start@WeSaidBot AB12")
    [inbound] = await scene.receive()
    assert (inbound.kind, inbound.address, inbound.text) == ("group", "-100200300", "")


async def test_a_channel_is_treated_like_a_group(scene: Scene) -> None:
    scene.bot.inject(
        {
            "channel_post": {
                "message_id": 4,
                "date": 1_800_000_000,
                "chat": {"id": -100_555, "type": "channel", "title": "News"},
                "text": "hello all",
            }
        }
    )
    [inbound] = await scene.receive()
    assert (inbound.kind, inbound.text) == ("group", "")


async def test_who_blocks_the_bot_is_told_of_and_who_comes_back_is_not_lost(scene: Scene) -> None:
    await scene.surface.fetch(None, 0)
    await scene.amira.block(scene.bot)
    await scene.receive()
    assert scene.lost == ["1001"]
    await scene.amira.unblock(scene.bot)
    updates = await scene.surface.fetch(None, 0)
    await scene.surface.handle(updates[-1])
    assert scene.lost == ["1001"]
    assert scene.taken == []
