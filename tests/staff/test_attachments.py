"""A participant's photo or voice note goes to staff before the words about it."""

from __future__ import annotations

import pytest

from bot.delivery.attachments import Attachment
from bot.delivery.channel import DeliveryError, NotSent, Parcel, Refused
from bot.delivery.screen import Button, Screen
from bot.staff.attaching import LARGEST_PHOTO
from bot.staff.surface import StaffSurface
from bot.texts import texts_for
from tests.staff.scene import SAM, Scene
from tests.telegram import EmulatedMessage, Emulator

JPEG = b"\xff\xd8\xff a photo"
ABOUT = Screen(
    text="P-7 sent a photo.",
    choices=(Button("I am on it", "f:1:1:ack"),),
    kind="alert",
    attachment="17",
)


@pytest.fixture
async def talking(scene: Scene) -> Scene:
    await scene.sam.send_text(scene.bot, "/start")
    return scene


def from_bot(scene: Scene) -> list[EmulatedMessage]:
    messages = scene.bot.chats[SAM].messages.values()
    return [message for message in messages if message.by_bot]


async def test_a_photo_goes_before_the_words_and_neither_can_be_passed_on(
    talking: Scene,
) -> None:
    talking.kept["17"] = Attachment("photo", JPEG, "photo.jpg")
    remote_id = await talking.deliver(ABOUT)
    photo, words = from_bot(talking)
    assert talking.bot.files[photo.content["photo"][-1]["file_id"]].content == JPEG
    assert (words.text, words.labels) == ("P-7 sent a photo.", ["I am on it"])
    assert str(words.message_id) == remote_id
    sent = talking.emulator.requests(talking.bot, "sendPhoto")
    assert [request.parameters["protect_content"] for request in sent] == ["true"]


async def test_a_voice_note_is_a_voice_note(talking: Scene) -> None:
    talking.kept["17"] = Attachment("voice", b"OggS voice", "voice.oga")
    await talking.deliver(ABOUT)
    assert "voice" in from_bot(talking)[0].content


@pytest.mark.parametrize(
    "attachment",
    [
        Attachment("file", b"%PDF-1.4", "letter.pdf"),
        Attachment("photo", b"ftypheic a format of its own", "photo.heic"),
        Attachment("photo", JPEG.ljust(LARGEST_PHOTO + 1), "photo.jpg"),
    ],
)
async def test_what_is_no_photo_to_telegram_goes_as_a_file(
    talking: Scene, attachment: Attachment
) -> None:
    talking.kept["17"] = attachment
    await talking.deliver(ABOUT)
    file, _ = from_bot(talking)
    assert file.content["document"]["file_name"] == attachment.name
    talking.emulator.take_violations()


async def test_words_go_out_without_a_photo_that_cannot_be_had_any_more(talking: Scene) -> None:
    talking.kept["17"] = Refused("gone")
    await talking.deliver(ABOUT)
    assert [message.text for message in from_bot(talking)] == [
        "They sent a photo or voice note that I cannot show you here.",
        "P-7 sent a photo.",
    ]


async def test_a_photo_that_may_be_had_later_is_waited_for(talking: Scene) -> None:
    talking.kept["17"] = NotSent("not now")
    with pytest.raises(NotSent):
        await talking.deliver(ABOUT)
    assert from_bot(talking) == []


async def test_what_was_interrupted_goes_on_after_the_photo(talking: Scene) -> None:
    talking.kept["17"] = Attachment("photo", JPEG, "photo.jpg")
    talking.emulator.faults.server_error(502, method="sendMessage")
    with pytest.raises(DeliveryError):
        await talking.deliver(ABOUT)
    await talking.deliver(ABOUT)
    assert ["photo" in message.content for message in from_bot(talking)] == [True, False]


async def test_an_edit_sends_no_photo_again(talking: Scene) -> None:
    talking.kept["17"] = Attachment("photo", JPEG, "photo.jpg")
    remote_id = await talking.deliver(ABOUT)
    await talking.deliver(Screen(text="Sam is on it.", attachment="17"), remote_id, outbox_id=2)
    assert [message.text for message in from_bot(talking)] == ["", "Sam is on it."]


async def test_without_anything_to_open_files_with_the_words_still_go(
    emulator: Emulator,
) -> None:
    bot = emulator.register("OtherStaffBot")
    sam = emulator.user(SAM, "Sam")
    await sam.send_text(bot, "/start")

    async def take(_: object) -> None: ...

    surface = StaffSurface(bot.token, emulator.url, texts_for("en"), take)
    await surface.channel.deliver(Parcel(1, "send", str(SAM), "", ABOUT))
    assert sam.last(bot).text == "P-7 sent a photo."
    await surface.close()
