"""Which keyboards Telegram takes."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.telegram import EmulatedUser, Emulator
from tests.telegram.conftest import Api


def button(label: str = "Yes", **action: Any) -> dict[str, Any]:
    return {"text": label, **(action or {"callback_data": "1:1:yes"})}


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


@pytest.mark.parametrize(
    "markup",
    [
        keyboard([button()]),
        keyboard([button(callback_data="é" * 32)]),
        keyboard([button(str(n)) for n in range(8)], [button(str(n)) for n in range(8, 11)]),
        keyboard(*[[button(str(row))] for row in range(100)]),
        keyboard([button(url="https://example.org/c/CODE")]),
        keyboard([button(url="http://127.0.0.1:8080/c/CODE"), button(url="tg://user?id=1")]),
        keyboard([button(copy_text={"text": "116 123"})]),
        {"remove_keyboard": True},
        {"keyboard": [[{"text": "Yes"}, "No"]], "resize_keyboard": True},
        {"force_reply": True},
    ],
)
async def test_a_sound_keyboard_is_taken(
    api: Api, ann: EmulatedUser, markup: dict[str, Any]
) -> None:
    message = await api.result("sendMessage", chat_id=1001, text="x", reply_markup=markup)
    assert message.get("reply_markup", markup) == markup


async def test_a_keyboard_may_come_as_json_text(api: Api, ann: EmulatedUser) -> None:
    markup = keyboard([button()])
    message = await api.result(
        "sendMessage", chat_id=1001, text="x", reply_markup=json.dumps(markup)
    )
    assert message["reply_markup"] == markup


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        (keyboard([button(callback_data="x" * 65)]), "BUTTON_DATA_INVALID"),
        (keyboard([button(callback_data="é" * 33)]), "BUTTON_DATA_INVALID"),
        (keyboard([button(callback_data="")]), "Text buttons are unallowed"),
        (keyboard([{"text": "Yes"}]), "Text buttons are unallowed in the inline keyboard"),
        (keyboard([button("", callback_data="x")]), "Text must be non-empty"),
        (keyboard([{"callback_data": "x"}]), 'Field "text" must be of type String'),
        (keyboard([button(callback_data="x", url="https://example.org")]), "more than one kind"),
        (keyboard([button(url="tel:116123")]), "Wrong port number specified in the URL"),
        (keyboard([button(url="tel:+44116123")]), "Wrong port number specified in the URL"),
        (keyboard([button(url="mailto:a@example.org")]), "Wrong HTTP URL"),
        (keyboard([button(url="ftp://example.org")]), "Unsupported URL protocol"),
        (keyboard([button(url="http://localhost:8080")]), "Wrong HTTP URL"),
        (keyboard([button(url="https://example.org/a b")]), "Wrong HTTP URL"),
        (keyboard(*[[button(str(row))] for row in range(101)]), "more than 100 buttons"),
        (keyboard([button(str(n)) for n in range(9)]), "more than 8 buttons"),
        (keyboard([button(callback_data="x", colour="red")]), "unknown fields ['colour']"),
        (keyboard([button(pay=True)]), "pay is not emulated"),
        ({"inline_keyboard": [button()]}, "must be an Array of Arrays"),
        (["x"], "object expected as reply markup"),
        ({"buttons": []}, "can't parse reply keyboard markup JSON object"),
        ("{", "can't parse reply_markup JSON object"),
    ],
)
async def test_an_unsound_keyboard_is_refused(
    emulator: Emulator, api: Api, ann: EmulatedUser, markup: object, problem: str
) -> None:
    refusal = await api.refusal("sendMessage", chat_id=1001, text="x", reply_markup=markup)
    assert problem in refusal
    assert len(emulator.take_violations()) == 1
    assert ann.transcript(emulator.bots["wesaid_bot"]) == "Ann: /start\n"


async def test_an_edit_takes_inline_keyboards_only(
    emulator: Emulator, api: Api, ann: EmulatedUser
) -> None:
    sent = await api.result("sendMessage", chat_id=1001, text="x")
    refusal = await api.refusal(
        "editMessageReplyMarkup",
        chat_id=1001,
        message_id=sent["message_id"],
        reply_markup={"remove_keyboard": True},
    )
    assert refusal == "Bad Request: inline keyboard expected"
    emulator.take_violations()
