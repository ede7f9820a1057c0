"""The bot's commands: what they are called and what the menu says of them."""

from __future__ import annotations

import re
from typing import Final

from bot.texts import Texts

_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@[A-Za-z0-9_]+)?(?:\s+(.*))?", re.DOTALL)


def split_command(text: str) -> tuple[str, str] | None:
    """`/stop@WeSaidBot thank you` as ("stop", "thank you"); None when it is no command.

    In a private chat every command is meant for this bot, whatever name follows the @.
    """
    found = _COMMAND.fullmatch(text.strip())
    return (found[1].lower(), (found[2] or "").strip()) if found else None


def menu(texts: Texts) -> tuple[tuple[str, str], ...]:
    """The commands that Telegram lists behind the menu button, with what each does."""
    return (
        ("help", texts.say("Get help, and numbers to call")),
        ("change", texts.say("Change an answer")),
        ("pause", texts.say("Take a break")),
        ("stop", texts.say("Stop the check-ins")),
        ("start", texts.say("Start, or come back")),
    )
