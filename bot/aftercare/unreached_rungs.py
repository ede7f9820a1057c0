"""A rung on which nobody gets their alert, since their channels are down: nobody waits for it.

What was refused is seen to where it is refused. Here are the alerts that are tried again and again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.apart import AS_ONE, AsOne
from bot.aftercare.ladder import ladder, rung_after, rung_at
from bot.aftercare.team import STAFF_BOTS, team_for
from bot.delivery.settling import NOT_SENT
from storage import contacts, flags
from storage.alerts import Trouble, flags_with_trouble, whom_alerts_reached
from storage.outbox import UNCERTAIN
from storage.rows import AnyRow

PATIENCE: Final = timedelta(minutes=1)
"""How long an alert may wait that a channel has only asked to come later, or not been given yet."""


def pass_unreached_rungs(connection: Connection, now: datetime, apart: AsOne = AS_ONE) -> None:
    """Makes flags due now whose rung nobody was reached on, as long as there is another above.

    The last rung is not hurried: what is tried there goes out as soon as it can.
    """
    trouble = Trouble(NOT_SENT, UNCERTAIN, PATIENCE, now).with_bots(connection, STAFF_BOTS)
    for flag_id in flags_with_trouble(connection, trouble):
        apart.do(connection, flag_id, partial(_look_at, connection, flag_id, trouble), now)


def _look_at(connection: Connection, flag_id: int, trouble: Trouble) -> None:
    flag = flags.flag_to_change(connection, flag_id)
    if flag is not None and flag.status == "open" and flag.rung >= 0:
        _pass(connection, flag, trouble)


def _pass(connection: Connection, flag: AnyRow, trouble: Trouble) -> None:
    now = trouble.now
    contact = contacts.contact_of(connection, flag.channel_id)
    team = team_for(connection, contact, flag.project_id, now)
    rungs = ladder(connection, flag, contact.facilitator_id, now, team)
    if not rungs:
        return
    alerted = whom_alerts_reached(connection, flag.id, trouble)
    rung = rung_at(rungs, flag.rung)
    above = rung_after(rungs, rung.place)
    told = [alerted[one.id] for one in rung.people if one.id in alerted]
    if not told or any(one.reached for one in told) or above.place <= rung.place:
        return
    flags.add_event(connection, flag.id, "nobody reached", now, detail=str(rung.place))
    last = max(one.outbox_id for one in told)
    had = [alerted.get(one.id) for one in above.people]
    if all(one is not None and one.reached and one.outbox_id > last for one in had):
        # They were told together with those below, as it was theirs before: it is their turn now.
        flags.change_flag(connection, flag.id, flag.version, rung=above.place)
    else:
        flags.change_flag(connection, flag.id, flag.version, next_at=now)
