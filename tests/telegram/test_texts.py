"""What Telegram makes of the text of a message, and what it refuses."""

from __future__ import annotations

import pytest

from tests.telegram import EmulatedUser, Emulator
from tests.telegram.conftest import Api


@pytest.mark.parametrize("text", ["", "   ", "\n\n"])
async def test_an_empty_text_is_refused(
    emulator: Emulator, api: Api, ann: EmulatedUser, text: str
) -> None:
    refusal = await api.refusal("sendMessage", chat_id=1001, text=text)
    assert refusal == "Bad Request: message text is empty"
    assert "message text is empty" in emulator.take_violations()[0]


async def test_length_is_counted_in_utf16_code_units_after_parsing(
    emulator: Emulator, api: Api, ann: EmulatedUser
) -> None:
    rocket = "\N{ROCKET}"
    await api.result("sendMessage", chat_id=1001, text=rocket * 2048)
    await api.result("sendMessage", chat_id=1001, text=f"<b>{'a' * 4096}</b>", parse_mode="HTML")
    refusal = await api.refusal("sendMessage", chat_id=1001, text=rocket * 2048 + "a")
    assert refusal == "Bad Request: message is too long"
    emulator.take_violations()


async def test_white_space_at_both_ends_goes_and_entities_move_along(
    api: Api, ann: EmulatedUser
) -> None:
    message = await api.result(
        "sendMessage", chat_id=1001, text="  <b> bold </b> ", parse_mode="HTML"
    )
    assert message["text"] == "bold"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 4}]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b>", "a", [{"type": "bold", "offset": 0, "length": 1}]),
        ("&lt;&amp;&#33; &nbsp;", "<&! &nbsp;", None),
        (
            '\N{ROCKET}<a href="https://example.org/?a=1">here</a>',
            "\N{ROCKET}here",
            [{"type": "text_link", "offset": 2, "length": 4, "url": "https://example.org/?a=1"}],
        ),
        (
            "<b>a<i>b</i></b>",
            "ab",
            [
                {"type": "italic", "offset": 1, "length": 1},
                {"type": "bold", "offset": 0, "length": 2},
            ],
        ),
        (
            '<span class="tg-spoiler">x</span>',
            "x",
            [{"type": "spoiler", "offset": 0, "length": 1}],
        ),
        (
            "<blockquote expandable>x</blockquote>",
            "x",
            [{"type": "expandable_blockquote", "offset": 0, "length": 1}],
        ),
        ("<B>x</>", "x", [{"type": "bold", "offset": 0, "length": 1}]),
    ],
)
async def test_html_that_telegram_knows_is_read(
    api: Api, ann: EmulatedUser, source: str, text: str, entities: list[object] | None
) -> None:
    message = await api.result("sendMessage", chat_id=1001, text=source, parse_mode="html")
    assert message["text"] == text
    assert message.get("entities") == entities


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        (
            "<b><i>a</b></i>",
            'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        ),
        ("é<p>a</p>", 'Unsupported start tag "p" at byte offset 2'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("I <3 you>", 'Unsupported start tag "3" at byte offset 2'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ("<a href>x</a>", "Expected equal sign in declaration of an attribute"),
    ],
)
async def test_broken_html_is_refused_in_telegrams_words(
    emulator: Emulator, api: Api, ann: EmulatedUser, source: str, problem: str
) -> None:
    refusal = await api.refusal("sendMessage", chat_id=1001, text=source, parse_mode="HTML")
    assert refusal.startswith("Bad Request: can't parse entities: ")
    assert problem in refusal
    emulator.take_violations()


@pytest.mark.parametrize(
    ("source", "text", "kinds"),
    [
        ("*bold* _italic_ __under__", "bold italic under", ["bold", "italic", "underline"]),
        (r"1\.5 \_ok\_", "1.5 _ok_", []),
        (
            "~s~ ||p|| `c.` ```\nx.y\n```",
            "s p c. \nx.y",
            ["strikethrough", "spoiler", "code", "pre"],
        ),
        ("[here](https://example.org)", "here", ["text_link"]),
        (">said\nthen", "said\nthen", ["blockquote"]),
    ],
)
async def test_markdown_that_telegram_knows_is_read(
    api: Api, ann: EmulatedUser, source: str, text: str, kinds: list[str]
) -> None:
    message = await api.result("sendMessage", chat_id=1001, text=source, parse_mode="MarkdownV2")
    assert message["text"] == text
    assert [entity["type"] for entity in message.get("entities", [])] == kinds


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("Done.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a-b", "Character '-' is reserved"),
        ("é *bold", "Can't find end of Bold entity at byte offset 3"),
        ("`code", "Can't find end of Code entity at byte offset 0"),
        ("[here]", "Can't find end of TextUrl entity at byte offset 0"),
    ],
)
async def test_broken_markdown_is_refused_in_telegrams_words(
    emulator: Emulator, api: Api, ann: EmulatedUser, source: str, problem: str
) -> None:
    refusal = await api.refusal("sendMessage", chat_id=1001, text=source, parse_mode="MarkdownV2")
    assert problem in refusal
    emulator.take_violations()


async def test_an_unknown_parse_mode_is_refused(
    emulator: Emulator, api: Api, ann: EmulatedUser
) -> None:
    refusal = await api.refusal("sendMessage", chat_id=1001, text="x", parse_mode="BBCode")
    assert refusal == "Bad Request: unsupported parse_mode"
    emulator.take_violations()


async def test_entities_must_lie_within_the_text(
    emulator: Emulator, api: Api, ann: EmulatedUser
) -> None:
    bold = {"type": "bold", "offset": 0, "length": 2}
    message = await api.result("sendMessage", chat_id=1001, text="ab", entities=[bold])
    assert message["entities"] == [bold]
    await api.refusal("sendMessage", chat_id=1001, text="a", entities=[bold])
    await api.refusal("sendMessage", chat_id=1001, text="a", entities=[{"type": "large"}])
    assert len(emulator.take_violations()) == 2


async def test_text_that_is_not_utf8_is_refused(
    emulator: Emulator, api: Api, ann: EmulatedUser
) -> None:
    refusal = await api.refusal("sendMessage", chat_id=1001, text="\ud83d")
    assert refusal == "Bad Request: strings must be encoded in UTF-8"
    emulator.take_violations()
