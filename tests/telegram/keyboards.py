"""The shape of keyboards: which a bot may send, and which Telegram refuses."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from tests.telegram.refusals import RefusalError, bad_request

Rows = list[list[dict[str, Any]]]

MOST_BUTTONS = 100
MOST_IN_ROW = 8
MOST_DATA_BYTES = 64

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_LOOKS = frozenset({"text", "icon_custom_emoji_id", "style", "disabled"})
_OTHER_KINDS = frozenset({"keyboard", "remove_keyboard", "force_reply"})


def check_markup(raw: object | None, *, only_inline: bool = False) -> dict[str, Any] | None:
    """The reply markup of one request, checked; None when there is none.

    Raises RefusalError for anything that Telegram would refuse or silently throw away.
    """
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in raw:
        rows = _inline_rows(raw["inline_keyboard"])
        return {"inline_keyboard": rows} if rows else None
    if only_inline:
        raise bad_request("inline keyboard expected")
    if not _OTHER_KINDS & raw.keys():
        raise bad_request("can't parse reply keyboard markup JSON object")
    if "keyboard" in raw:
        _check_reply_keyboard(raw["keyboard"])
    return raw


def _inline_rows(raw: object) -> Rows:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request('field "inline_keyboard" must be an Array of Arrays')
    rows = [[_inline_button(button) for button in row] for row in raw if row]
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad_request(f"reply markup has more than {MOST_BUTTONS} buttons")
    if any(len(row) > MOST_IN_ROW for row in rows):
        raise bad_request(f"an inline keyboard row has more than {MOST_IN_ROW} buttons")
    return rows


def _unparsable(problem: str) -> RefusalError:
    return bad_request(f"can't parse inline keyboard button: {problem}")


def _inline_button(button: object) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unparsable("Object expected")
    text = button.get("text")
    if not isinstance(text, str):
        raise _unparsable('Field "text" must be of type String')
    if not text.strip():
        raise _unparsable("Text must be non-empty")
    unknown = button.keys() - _LOOKS - set(_ACTIONS)
    if unknown:
        raise _unparsable(f"unknown fields {sorted(unknown)}")
    actions = [name for name in _ACTIONS if name in button and button[name] not in (None, "")]
    if "switch_inline_query" in button or "switch_inline_query_current_chat" in button:
        actions = [name for name in _ACTIONS if name in button]
    if not actions:
        raise _unparsable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise _unparsable(f"more than one kind of action: {', '.join(actions)}")
    _check_action(actions[0], button[actions[0]])
    return dict(button)


def _check_action(action: str, value: object) -> None:
    if action == "callback_data":
        if not isinstance(value, str) or len(value.encode()) > MOST_DATA_BYTES:
            raise bad_request("BUTTON_DATA_INVALID")
    elif action == "url":
        if not isinstance(value, str):
            raise _unparsable('Field "url" must be of type String')
        check_url(value)
    elif action == "copy_text":
        copied = value.get("text") if isinstance(value, dict) else None
        if not isinstance(copied, str) or not 1 <= len(copied) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    elif action not in ("web_app", "login_url"):
        # Games, payments and inline mode have no place in a check-in; a bot that uses them is
        # ahead of this emulator, which must not wave through what it cannot check.
        raise _unparsable(f"{action} is not emulated")


def check_url(url: str) -> None:
    """Links that open: http, https and tg. Telephone numbers and mail addresses are refused."""
    whole = url if "://" in url else f"http://{url}"
    try:
        parts = urlsplit(whole)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong_url(url, "Wrong port number specified in the URL") from None
    if parts.scheme not in ("http", "https", "tg"):
        raise _wrong_url(url, "Unsupported URL protocol")
    if (
        "@" in parts.netloc
        or not host
        or any(character.isspace() for character in url)
        or len(url) > 2048
    ):
        raise _wrong_url(url, "Wrong HTTP URL")
    if parts.scheme != "tg" and not _public_name(host):
        raise _wrong_url(url, "Wrong HTTP URL")


def _wrong_url(url: str, problem: str) -> RefusalError:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: {problem}")


def _public_name(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." in host.strip(".")
    return True


def _check_reply_keyboard(raw: object) -> None:
    if not isinstance(raw, list) or not all(isinstance(row, list) for row in raw):
        raise bad_request('field "keyboard" must be an Array of Arrays')
    for row in raw:
        if len(row) > 12:
            raise bad_request("a keyboard row has more than 12 buttons")
        for button in row:
            text = button if isinstance(button, str) else dict(button).get("text")
            if not isinstance(text, str) or not text:
                raise bad_request("keyboard button text must be non-empty")
