"""What the staff bot answers a member of staff, but for joining, lists and opened words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.caseload import caseload_pressed, caseload_screen
from bot.aftercare.deadlines import Limits
from bot.aftercare.desk_flags import FlagDesk
from bot.aftercare.relay_desk import not_words, typed
from bot.aftercare.relay_desk import pressed as chat_pressed
from bot.aftercare.rota_desk import COMMANDS as ROTA
from bot.aftercare.rota_desk import rota_command, rota_press
from bot.aftercare.staff_inbound import StaffInbound
from bot.aftercare.swapping import PRESS as ROTA_PRESS
from bot.delivery.screen import Screen
from storage.staff_asked import asked_no_more


def reply_to(
    connection: Connection,
    limits: Limits,
    channel_id: int,
    staff_id: int,
    inbound: StaffInbound,
    now: datetime,
) -> Screen | None:
    """The answer to one thing that came in; None when it is for the desk itself."""
    desk = FlagDesk(connection, limits, channel_id, staff_id, now)
    match inbound.kind:
        case "press":
            return (
                desk.pressed(inbound.press)
                or chat_pressed(connection, limits, staff_id, inbound.press, now)
                or caseload_pressed(connection, staff_id, inbound.press, now)
                or _rota_pressed(connection, staff_id, inbound.press, now)
            )
        case "command":
            asked_no_more(connection, channel_id)
            return _command(connection, staff_id, inbound, now)
        case "text" if inbound.attached and (words_only := not_words(connection, staff_id)):
            return words_only
        case "text":
            return desk.typed(inbound.text) or typed(
                connection, limits, staff_id, inbound.text, now
            )
        case "media":
            return not_words(connection, staff_id)
        case _:
            return None


def _command(
    connection: Connection, staff_id: int, inbound: StaffInbound, now: datetime
) -> Screen | None:
    if inbound.text == "caseload":
        return caseload_screen(connection, staff_id, now)
    if inbound.text in ROTA:
        return rota_command(connection, staff_id, inbound.text, inbound.arguments, now)
    return None


def _rota_pressed(
    connection: Connection, staff_id: int, press: str, now: datetime
) -> Screen | None:
    if not press.startswith(ROTA_PRESS):
        return None
    return rota_press(connection, staff_id, press, now)
