"""The links that let somebody in: the Telegram bot's, and the web chat's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from bot.cli.saying import note

if TYPE_CHECKING:
    from bot.settings import Settings


LOCAL: Final = ("localhost", "127.0.0.1", "::1")
"""What every computer calls itself."""


@dataclass(frozen=True, slots=True)
class Links:
    """Makes links from codes. `bot` is the bot's name, "" when it is not known."""

    bot: str
    web: str

    def telegram(self, code: str) -> str | None:
        """A link that opens the bot, or None when its name is not known."""
        from bot.bot_names import start_link

        return start_link(self.bot, code) if self.bot else None

    def chat(self, code: str) -> str:
        """A link that opens the web chat."""
        return f"{self.web}/c/{code}"

    def warn_if_local(self) -> None:
        """Says so when the web chat's links lead to this computer, whoever opens them."""
        if urlsplit(self.web).hostname in LOCAL:
            note(
                "This link works on this computer only. Set WESAID_PUBLIC_URL to the address that "
                "phones can reach."
            )


def participant_links(settings: Settings) -> Links:
    """Links for participants. What keeps the Telegram link away is said on standard error."""
    web = settings.public_url or f"http://localhost:{settings.port}"
    name = _name(settings, settings.participant_token, "WESAID_PARTICIPANT_TOKEN")
    return Links(name, web)


def staff_links(settings: Settings) -> Links:
    """Links for members of staff, to their own bot."""
    return Links(_name(settings, settings.staff_token, "WESAID_STAFF_TOKEN"), "")


def _name(settings: Settings, token: str, variable: str) -> str:
    from bot.bot_names import NoBotName, bot_name

    instead = "so there is no Telegram link. The code works all the same: write /start and the code"
    if not token:
        note(f"{variable} is not set, {instead} to the bot.")
        return ""
    try:
        return bot_name(settings.telegram_api, token, variable)
    except NoBotName as problem:
        note(f"{str(problem).rstrip('.')}, {instead} to the bot.")
        return ""
