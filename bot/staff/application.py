"""python-telegram-bot, set up so that nothing is lost, leaked or waited for behind our back."""

from __future__ import annotations

import json
import logging
import os
from typing import Any, Final

from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, CallbackContext, ExtBot
from telegram.request import HTTPXRequest
from typing_extensions import override

SERVED: Final = ("message", "callback_query", "my_chat_member")
"""The kinds of update that the bot asks Telegram for."""

REQUEST_S: Final = 8.0
_CONNECT_S: Final = 4.0
_POLL_GRACE_S: Final = 10.0
_CONNECTIONS: Final = 50

Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]

# How long to wait after a 429 as a timedelta, which the library otherwise warns about each time.
os.environ.setdefault("PTB_TIMEDELTA", "true")


class StaffRequest(HTTPXRequest):
    """Requests that go out directly, whatever proxy the environment names, like the other bot's."""

    def __init__(self, connections: int, request_s: float) -> None:
        super().__init__(
            connection_pool_size=connections,
            connect_timeout=min(_CONNECT_S, request_s),
            pool_timeout=min(_CONNECT_S, request_s),
            read_timeout=request_s,
            write_timeout=request_s,
            httpx_kwargs={"trust_env": False},
        )

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """As in the library, which would also write the whole answer, words and all, to its log."""
        try:
            answer = json.loads(payload)
        except ValueError:
            answer = None
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer


class StaffBot(ExtBot[None]):
    """The bot's side of the Bot API. Starting it asks nothing of Telegram."""

    def __init__(self, token: str, api: str, request_s: float) -> None:
        requests = StaffRequest(_CONNECTIONS, request_s), StaffRequest(1, request_s)
        super().__init__(
            token,
            base_url=f"{api.rstrip('/')}/bot",
            base_file_url=f"{api.rstrip('/')}/file/bot",
            request=requests[0],
            get_updates_request=requests[1],
        )
        self._requests = requests

    async def initialize(self) -> None:
        """The library's would call getMe, and fail to start while Telegram is away."""

    async def shutdown(self) -> None:
        for request in self._requests:
            await request.shutdown()

    @property
    def username(self) -> str:
        """The bot's name; empty, instead of an error, as long as it has not been asked for."""
        return (self._bot_user.username or "") if self._bot_user else ""

    async def raw_updates(self, offset: int | None, wait_s: int) -> list[Any]:
        """getUpdates, nothing being made of the updates, so that one cannot spoil the others."""
        asked = {"offset": offset, "timeout": wait_s, "allowed_updates": SERVED}
        updates: list[Any] = await self._post(
            "getUpdates", asked, read_timeout=wait_s + _POLL_GRACE_S
        )
        return updates


class StaffApplication(
    Application[StaffBot, Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], None]
):
    """Runs the handlers; what they raise reaches the caller."""

    @override
    async def process_error(
        self,
        update: object | None,
        error: Exception,
        job: object | None = None,
        coroutine: object | None = None,
    ) -> bool:
        """The library's would write the error to its log and take the update for handled."""
        raise error


def application_for(bot: StaffBot) -> StaffApplication:
    """The application for `bot`, without the library's own polling."""
    builder = ApplicationBuilder().application_class(StaffApplication).bot(bot)
    built = builder.updater(None).job_queue(None).build()
    assert isinstance(built, StaffApplication)
    return built


def keep_words_and_tokens_out_of_logs() -> None:
    """httpx writes each address, and with it the token; the library, at debug, every message."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    logging.getLogger("httpcore").setLevel(logging.WARNING)
    logging.getLogger("telegram").setLevel(logging.INFO)
