"""What would happen if the demo's participant wrote this: done for real, and then taken back."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import Connection

from bot.checkins.inbound import Inbound
from bot.checkins.receiving import Receiver
from bot.composing import triage_for
from bot.delivery.screen import Screen
from bot.demo_people import DemoPeople, start_afresh
from bot.web.demo import Told, Tried
from storage import people
from storage.chat import sent_screens
from storage.database import Database

LOCALE = "en"
NEWEST = 20


class _TakeBack(Exception):  # noqa: N818 - not a fault: it ends the transaction without keeping it
    def __init__(self, tried: Tried) -> None:
        super().__init__()
        self.tried = tried


async def try_words(
    database: Database, receiver: Receiver, demo: DemoPeople, words: str, now: datetime
) -> Tried:
    """What the rules make of the words, what would be answered and who would be told.

    A new made-up participant writes them in a transaction that is taken back, so that nothing is
    kept and nobody is alerted.
    """

    def work(connection: Connection) -> None:
        raise _TakeBack(_tried(connection, receiver, demo, words, now))

    try:
        await database.transact(work)
    except _TakeBack as end:
        return end.tried
    raise AssertionError("the work always raises")


def _tried(
    connection: Connection, receiver: Receiver, demo: DemoPeople, words: str, now: datetime
) -> Tried:
    afresh = start_afresh(connection, receiver, now)
    participant = people.find_person(connection, afresh.participant_id)
    assert participant is not None
    staff = people.staff_of(connection, demo.project_id)
    before = {one.id: _newest(connection, one.id, "inbox", "alert") for one in staff}
    written = Inbound(
        bot="web",
        update_id=f"trial-{secrets.token_hex(8)}",
        address=str(participant.id),
        kind="text",
        text=words,
    )
    receiver.receive(connection, written, now)
    told = tuple(
        Told(one.name, alert)
        for one in staff
        if (alert := _newest(connection, one.id, "inbox", "alert")) != before[one.id]
    )
    explained = triage_for(LOCALE).explain(words, [one.name for one in staff])
    answer = _newest(connection, participant.id, "web", "signpost")
    return Tried(explained, answer, told)


def _newest(connection: Connection, person_id: int, bot: str, kind: str) -> str:
    """The words of the newest message of this kind to a person; empty when there is none."""
    for row, screen in sent_screens(connection, person_id, (bot,), NEWEST):
        if row.kind == kind:
            return Screen.from_json(screen).text
    return ""
