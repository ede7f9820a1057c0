"""Somebody who comes by a link: what their browser and the link's code say of them."""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal, TypeAlias

from sqlalchemy import Connection

from bot.people.codes import normal_join_code
from bot.people.enrolment import JoinProblem, check_code
from bot.people.web_sessions import person_for_token
from storage.join_codes import find_code

HERE_ALREADY: Final = "here"
WELCOME: Final = "welcome"

Arriving: TypeAlias = Literal["here", "welcome"] | JoinProblem


def arriving(connection: Connection, code: str, token: str, now: datetime) -> Arriving:
    """`here` when this browser is that person's already, `welcome` when the code lets them in.

    Otherwise what is wrong with the code. Nothing is used up by looking.
    """
    row = find_code(connection, normal_join_code(code))
    if row is not None and person_for_token(connection, token) == row.person_id:
        return HERE_ALREADY
    checked = check_code(connection, code, False, None, now)
    return checked if isinstance(checked, str) else WELCOME
