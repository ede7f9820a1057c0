"""Asks Telegram what a bot is called, for links that open it."""

from __future__ import annotations

import re
from typing import Final

TIMEOUT_S: Final = 5.0

_TOKEN: Final = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_NAME: Final = re.compile(r"[A-Za-z0-9_]{3,64}")


class NoBotName(Exception):  # noqa: N818 - it is the sentence that the user reads
    """Telegram did not say the name; the message says why, and holds no token."""


def token_problem(token: str, variable: str) -> str:
    """What is wrong with the look of a token, in a sentence without the token; "" when nothing is.

    `variable` is where the token comes from.
    """
    if _TOKEN.fullmatch(token):
        return ""
    looks = "It looks like 123456:ABC-DEF."
    if _TOKEN.search(token):
        return f"{variable} holds more than the token of a bot. Leave only the token. {looks}"
    return f"{variable} is not a token of a bot. {looks}"


def bot_name(api: str, token: str, variable: str) -> str:
    """The bot's username, from getMe at `api`; waits five seconds at most. Raises NoBotName.

    `variable` is where the token comes from, to be named when the token is wrong.
    """
    import httpx  # slow, and needed for links only

    if problem := token_problem(token, variable):
        raise NoBotName(problem)
    try:
        answer = httpx.get(f"{api}/bot{token}/getMe", timeout=TIMEOUT_S)
    except (httpx.HTTPError, httpx.InvalidURL):
        raise NoBotName(f"Telegram did not answer at {api}.") from None
    if answer.status_code in (401, 404):
        raise NoBotName(f"Telegram does not know the token in {variable}.")
    try:
        name = answer.json()["result"]["username"]
    except (ValueError, KeyError, TypeError):
        name = None
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise NoBotName(f"Telegram answered getMe with {answer.status_code} and no name.")
    return name


def start_link(name: str, code: str) -> str:
    """The link that opens the bot and gives it the code."""
    return f"https://t.me/{name}?start={code}"
