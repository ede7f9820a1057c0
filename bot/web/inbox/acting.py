"""What is pressed on a flag's page: each act goes to the same place as one in the staff bot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlencode

from aiohttp import web
from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.doing import Needs, Press, do, outcome_of
from bot.aftercare.done_words import result_words
from bot.aftercare.flag_cards import FlagCard, flag_card
from bot.aftercare.life import FROM, Act
from bot.aftercare.relay_desk import end_chat, say
from bot.aftercare.typed_times import read_time
from bot.clock import Clock
from bot.texts import Texts
from bot.web.forms import Forms
from storage.database import Database

ACTS: Final = "|".join(FROM)
AT_ONCE: Final[frozenset[Act]] = frozenset(FROM) - {"snooze", "hand_over", "close", "note"}
"""Acts that need no more than a button."""
SNOOZES: Final = (15, 30, 60, 120, 240)
"""Minutes that can be chosen, as far as they are within the limit."""
SAID: Final = "say"
"""What the page is told that was done when words were sent."""
MOST: Final = 10_000
"""Characters of a note or a message."""


class Acting:
    """The forms of a flag's page. `viewer` says who is looking."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        forms: Forms,
        texts: Texts,
        limits: Limits,
        woken: Callable[[], None],
    ) -> None:
        self._database = database
        self._clock = clock
        self._forms = forms
        self._texts = texts
        self._limits = limits
        self._woken = woken

    async def act(self, request: web.Request, viewer: int) -> web.Response:
        """Does what the address names, and shows the flag with what came of it."""
        form = await self._forms.read(request)
        self._forms.once(form, bound(viewer))
        flag_id = int(request.match_info["id"])
        act = next(act for act in FROM if act == request.match_info["act"])

        def work(connection: Connection) -> str | None:
            return self._do(connection, Press(flag_id, _version(form), viewer), act, form)

        return await self._answer(work, viewer, flag_id, form, did=act)

    async def say(self, request: web.Request, viewer: int) -> web.Response:
        """Writes to the participant."""
        form = await self._forms.read(request)
        self._forms.once(form, bound(viewer))
        flag_id = int(request.match_info["id"])

        def work(connection: Connection) -> str | None:
            now = self._clock.now()
            if flag_card(connection, flag_id, viewer, self._texts, now) is None:
                return None
            words, sure = form.get("words", "")[:MOST], form.get("sure") == "yes"
            said = say(connection, self._limits, flag_id, viewer, words, now, sure=sure)
            return said.screen.text

        return await self._answer(work, viewer, flag_id, form, did=SAID, at="chat")

    async def leave(self, request: web.Request, viewer: int) -> web.Response:
        """Leaves the chat with the participant."""
        form = await self._forms.read(request)
        self._forms.once(form, bound(viewer))
        flag_id, chat = int(request.match_info["id"]), form.get("chat", "")

        def work(connection: Connection) -> str | None:
            now = self._clock.now()
            if flag_card(connection, flag_id, viewer, self._texts, now) is None:
                return None
            chat_id = int(chat) if chat.isdecimal() and len(chat) < 19 else 0
            return end_chat(connection, chat_id, viewer, now).text

        return await self._answer(work, viewer, flag_id, form)

    def said(self, request: web.Request, viewer: int, flag_id: int) -> str:
        """What the press that led to this page came to; "" for words that are not ours."""
        words = request.query.get("said", "")
        proof = request.query.get("proof", "")
        return words if self._forms.sealed(_said(viewer, flag_id, words), proof) else ""

    async def _answer(
        self,
        work: Callable[[Connection], str | None],
        viewer: int,
        flag_id: int,
        form: dict[str, str],
        did: str = "",
        at: str = "",
    ) -> web.Response:
        words = await self._database.transact(work)
        if words is None:
            raise web.HTTPNotFound
        self._woken()
        proof = self._forms.seal(_said(viewer, flag_id, words))
        opened = form.get("opened", "")
        return to_flag(flag_id, at, said=words, proof=proof, opened=opened, did=did)

    def _do(
        self, connection: Connection, press: Press, act: Act, form: dict[str, str]
    ) -> str | None:
        """What came of it, in words; None when there is no such flag for this viewer."""
        now = self._clock.now()
        card = flag_card(connection, press.flag_id, press.staff_id, self._texts, now)
        if card is None:
            return None
        needs = _needs(form, card, now)
        if act == "close" and act in card.acts and outcome_of(needs.outcome) is None:
            if needs.words.strip():
                do(connection, self._limits, press, "note", now, needs)
            return self._texts.say("Please choose how it ended. What you wrote is kept as a note.")
        if act == "snooze" and act in card.acts and needs.until is None:
            return self._texts.say("I do not know that time. For example: 3 pm, or 20 minutes.")
        result = do(connection, self._limits, press, act, now, needs)
        return result_words(self._texts, act, result, card.zone, now)


def bound(viewer: int) -> str:
    """What the key of a form is bound to."""
    return f"inbox {viewer}"


def to_flag(flag_id: int, at: str = "", **query: str) -> web.Response:
    """Shows a flag's page, from the part `at` on."""
    chosen = {name: value for name, value in query.items() if value}
    where = f"/inbox/flag/{flag_id}?{urlencode(chosen)}{'#' + at if at else ''}"
    return web.Response(status=303, headers={"Location": where})


def snoozes(card: FlagCard, now: datetime) -> tuple[int, ...]:
    """Minutes for which a flag can be put off."""
    return tuple(one for one in SNOOZES if now + timedelta(minutes=one) <= card.snooze_limit)


def _said(viewer: int, flag_id: int, words: str) -> str:
    return f"said {viewer} {flag_id} {words}"


def _version(form: dict[str, str]) -> int:
    return _number(form.get("version", ""))


def _needs(form: dict[str, str], card: FlagCard, now: datetime) -> Needs:
    minutes, typed = _number(form.get("minutes", "")), form.get("until", "").strip()
    until = read_time(typed, now, card.zone) if typed else None
    if not typed and minutes:
        until = now + timedelta(minutes=minutes)
    return Needs(
        to_id=_number(form.get("to", "")),
        until=until,
        outcome=form.get("outcome", ""),
        words=form.get("words", "")[:MOST],
    )


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0
