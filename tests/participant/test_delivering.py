"""Screens become messages, and each way in which that fails becomes the right error."""

from __future__ import annotations

import asyncio

import pytest

from bot.delivery.channel import (
    ChannelLost,
    DeliveryError,
    NotSent,
    Parcel,
    Refused,
    SlowDown,
    Uncertain,
)
from bot.delivery.screen import Button, Screen
from bot.delivery.telegram.long_text import units
from bot.participant.surface import ParticipantSurface
from bot.texts import texts_for
from tests.participant.scene import AMIRA, Scene
from tests.telegram import Emulator

HELLO = Screen(text="Hello Amira.")
QUESTION = Screen(
    text="Do you feel safe right now?",
    choices=(Button("Yes", "5:1:yes"), Button("No", "5:1:no")),
    kind="question",
)


@pytest.fixture
async def talking(scene: Scene) -> Scene:
    """The scene after Amira has written to the bot, so that it may write to her."""
    await scene.amira.send_text(scene.bot, "/start")
    return scene


async def test_a_screen_becomes_a_message_with_its_keyboard(talking: Scene) -> None:
    remote_id = await talking.deliver(QUESTION)
    message = talking.amira.last(talking.bot)
    assert str(message.message_id) == remote_id
    assert message.text == "Do you feel safe right now?"
    assert [(one.label, one.data) for one in message.buttons] == [
        ("Yes", "5:1:yes"),
        ("No", "5:1:no"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "5 < 6 & <b>not bold</b> *nor* _this_ [nor](that) \\ `code`",
        "لا بأس، رقم 116 123",
        "שלום 😔👨‍👩‍👧‍👦🏳️‍🌈",
        "Lines\nand\n\nparagraphs",
        "a" * 4096,
    ],
)
async def test_texts_arrive_just_as_they_are(talking: Scene, text: str) -> None:
    await talking.deliver(Screen(text=text))
    assert talking.amira.last(talking.bot).text == text


async def test_links_are_sent_without_a_preview_and_nothing_is_kept_from_being_copied(
    talking: Scene,
) -> None:
    await talking.deliver(Screen(text="See https://example.org", sensitive=True))
    [request] = talking.emulator.requests(talking.bot, "sendMessage")
    assert "is_disabled" in str(request.parameters["link_preview_options"])
    assert "protect_content" not in request.parameters
    assert "parse_mode" not in request.parameters


async def test_an_echo_replaces_the_pressed_message_and_its_buttons_go(talking: Scene) -> None:
    remote_id = await talking.deliver(QUESTION)
    echo = Screen(text="Do you feel safe right now?\n\nYes", kind="echo")
    assert await talking.deliver(echo, remote_id) == remote_id
    message = talking.amira.last(talking.bot)
    assert (message.text, message.labels) == ("Do you feel safe right now?\n\nYes", [])
    assert message.version == 2


async def test_an_edit_that_changes_nothing_counts_as_done(talking: Scene) -> None:
    remote_id = await talking.deliver(QUESTION)
    assert await talking.deliver(QUESTION, remote_id) == remote_id


async def test_an_edit_of_a_message_that_is_gone_is_refused(talking: Scene) -> None:
    remote_id = await talking.deliver(QUESTION)
    talking.amira.last(talking.bot).deleted = True
    with pytest.raises(Refused, match="not found"):
        await talking.deliver(HELLO, remote_id)


async def test_a_long_text_is_several_messages_with_the_buttons_on_the_last(
    talking: Scene,
) -> None:
    paragraphs = "\n\n".join(f"{number} " + "word " * 300 for number in range(6))
    remote_id = await talking.deliver(
        Screen(text=paragraphs + "😔" * 10, choices=QUESTION.choices, kind="question")
    )
    said = [one for one in talking.amira.chat(talking.bot).messages.values() if one.by_bot]
    assert len(said) == 3
    assert all(units(one.text) <= 4096 for one in said)
    assert [bool(one.buttons) for one in said] == [False, False, True]
    assert str(said[-1].message_id) == remote_id


async def test_a_long_text_that_was_interrupted_goes_on_where_it_was(talking: Scene) -> None:
    screen = Screen(text="\n\n".join(letter * 3000 for letter in "abc"))
    talking.emulator.faults.too_many_requests(1, method="sendMessage", skip=1)
    with pytest.raises(SlowDown):
        await talking.deliver(screen, outbox_id=7)
    await talking.deliver(HELLO, outbox_id=8)
    await talking.deliver(screen, outbox_id=7)
    said = [one for one in talking.amira.chat(talking.bot).messages.values() if one.by_bot]
    assert [one.text[0] for one in said] == ["a", "H", "b", "c"]


async def test_an_edit_to_a_long_text_goes_on_in_new_messages(talking: Scene) -> None:
    remote_id = await talking.deliver(QUESTION)
    last = await talking.deliver(Screen(text="a" * 4000 + "\n\n" + "b" * 4000), remote_id)
    said = [one for one in talking.amira.chat(talking.bot).messages.values() if one.by_bot]
    assert [one.text[0] for one in said] == ["a", "b"]
    assert last == str(said[1].message_id)


async def test_being_told_to_slow_down_says_for_how_long_and_holds_for_the_whole_bot(
    talking: Scene,
) -> None:
    talking.emulator.faults.too_many_requests(17, method="sendMessage")
    with pytest.raises(SlowDown) as raised:
        await talking.deliver(HELLO)
    assert (raised.value.seconds, raised.value.whole_bot) == (17, True)


async def test_a_channel_is_lost_when_the_person_blocked_the_bot(talking: Scene) -> None:
    await talking.amira.block(talking.bot)
    with pytest.raises(ChannelLost, match="blocked"):
        await talking.deliver(HELLO)


async def test_a_channel_is_lost_when_the_account_is_gone(talking: Scene) -> None:
    await talking.amira.deactivate()
    with pytest.raises(ChannelLost, match="deactivated"):
        await talking.deliver(HELLO)


async def test_a_channel_is_lost_when_there_is_no_such_chat(scene: Scene) -> None:
    with pytest.raises(ChannelLost, match="chat not found"):
        await scene.surface.channel.deliver(Parcel(1, "send", "999", "", HELLO))


async def test_who_has_never_written_to_the_bot_cannot_be_reached(scene: Scene) -> None:
    with pytest.raises(ChannelLost, match="initiate"):
        await scene.deliver(HELLO)


@pytest.mark.parametrize(
    "parcel",
    [
        Parcel(1, "send", str(AMIRA), "", Screen(text=" ")),
        Parcel(1, "send", "amira@example.org", "", HELLO),
        Parcel(1, "edit", str(AMIRA), "", HELLO),
        Parcel(1, "send", str(AMIRA), "", Screen(text="?", choices=(Button("Yes", "y" * 65),))),
    ],
)
async def test_what_telegram_would_never_take_is_refused_without_asking_it(
    talking: Scene, parcel: Parcel
) -> None:
    with pytest.raises(Refused):
        await talking.surface.channel.deliver(parcel)
    assert talking.emulator.requests(talking.bot) == []


async def test_what_telegram_refuses_is_refused(talking: Scene) -> None:
    with pytest.raises(Refused, match="more than 100 buttons"):
        await talking.deliver(Screen(text="?", choices=QUESTION.choices * 51))
    assert talking.emulator.take_violations()


async def test_it_is_certainly_not_sent_when_there_is_no_connection(talking: Scene) -> None:
    async with talking.emulator.outage("refused"):
        with pytest.raises(NotSent):
            await talking.deliver(HELLO)
    await talking.deliver(HELLO)


async def nothing_comes(inbound: object) -> None:
    raise AssertionError(inbound)


async def test_it_is_certainly_not_sent_when_the_name_is_not_found(scene: Scene) -> None:
    surface = ParticipantSurface(
        scene.bot.token, "http://telegram.invalid", texts_for("en"), nothing_comes
    )
    with pytest.raises(NotSent):
        await surface.channel.deliver(Parcel(1, "send", "1", "", HELLO))
    await surface.close()


async def test_a_token_that_telegram_does_not_accept_is_said(emulator: Emulator) -> None:
    surface = ParticipantSurface("123:wrong", emulator.url, texts_for("en"), nothing_comes)
    with pytest.raises(NotSent, match="token"):
        await surface.channel.deliver(Parcel(1, "send", "1", "", HELLO))
    await surface.close()


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_it_was_not_sent_when_telegram_reports_a_fault(talking: Scene, status: int) -> None:
    talking.emulator.faults.server_error(status, method="sendMessage")
    with pytest.raises(NotSent):
        await talking.deliver(HELLO)


async def test_it_is_uncertain_when_the_connection_breaks(talking: Scene) -> None:
    talking.emulator.faults.drop_before(method="sendMessage")
    with pytest.raises(Uncertain):
        await talking.deliver(HELLO)
    talking.emulator.faults.drop_after(method="sendMessage")
    with pytest.raises(Uncertain):
        await talking.deliver(HELLO)
    assert talking.amira.last(talking.bot).text == "Hello Amira."


async def test_it_is_uncertain_when_no_answer_comes_in_time(talking: Scene) -> None:
    talking.emulator.faults.delay(5, method="sendMessage")
    with pytest.raises(Uncertain):
        await talking.deliver(HELLO)


@pytest.mark.parametrize(
    "body", [b"<html>", b"\xff\xfe\xff", b"", b"[]", b'{"ok": true}', b'{"ok": true, "result": []}']
)
async def test_it_is_uncertain_when_the_answer_makes_no_sense(body: bytes) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    surface = ParticipantSurface(
        "1:token", f"http://127.0.0.1:{port}", texts_for("en"), nothing_comes
    )
    with pytest.raises(Uncertain):
        await surface.channel.deliver(Parcel(1, "send", "1", "", HELLO))
    await surface.close()
    server.close()


async def test_no_error_repeats_what_was_being_said(talking: Scene) -> None:
    secret = Screen(text="words that nobody else may see")
    talking.emulator.faults.too_many_requests(1)
    talking.emulator.faults.server_error(502)
    talking.emulator.faults.drop_before()
    for _ in range(3):
        with pytest.raises(DeliveryError) as raised:
            await talking.deliver(secret)
        assert "words" not in str(raised.value)
        assert talking.bot.token not in str(raised.value)
