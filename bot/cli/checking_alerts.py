"""What `wesaid doctor` looks at about alerts: e-mail, the heartbeat, and flags that are stuck."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Final

from bot.cli.checking import Check, named
from bot.cli.saying import counted

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.settings import Settings

ANSWERS_WITHIN_S: Final = 10.0


def email(settings: Settings) -> Check:
    """Whether the mail server would take an e-mail from us. None is sent."""
    from bot.delivery.channel import NotSent
    from bot.staff_email import mail_server

    server = mail_server(settings)
    if server is None:
        words = "Not set up: alerts go by Telegram alone. docs/staff-channels.md says how."
        return Check("e-mail", "ok", words)

    async def try_it() -> None:
        async with asyncio.timeout(ANSWERS_WITHIN_S), server.signed_in():
            pass

    try:
        asyncio.run(try_it())
    except NotSent as problem:
        return Check("e-mail", "broken", str(problem))
    except TimeoutError:
        words = f"The mail server {server.host}:{server.port} did not answer in time."
        return Check("e-mail", "broken", words)
    if server.security == "none" and server.host not in ("localhost", "127.0.0.1", "::1"):
        words = "It takes e-mail from us, but without encryption: others on the way can read it."
        return Check("e-mail", "warning", words)
    return Check("e-mail", "ok", f"{server.host}:{server.port} takes e-mail from us.")


def heartbeat(settings: Settings) -> Check:
    """Whether anybody outside would notice that all of this has stopped."""
    if settings.heartbeat_url:
        return Check("heartbeat", "ok", "It is sent every minute while nothing is stuck.")
    words = (
        "WESAID_HEARTBEAT_URL is not set, so nobody outside notices when WeSaid itself stops. "
        "docs/staff-channels.md says how."
    )
    return Check("heartbeat", "warning", words)


def flags_and_alerts(connection: Connection, now: datetime) -> Iterator[Check]:
    """What the auditor sees at this moment."""
    from bot.aftercare.auditing import audit
    from storage.audit import late_flags

    found = audit(connection, now)
    if found.stuck:
        words = (
            f"{counted(len(found.stuck), 'flag is', 'flags are')} stuck "
            f"({', '.join(map(str, found.stuck[:20]))}): nothing takes them to the next person. "
            "Is `wesaid run` or `wesaid work` running?"
        )
        yield Check("flags", "broken", words)
    elif late := late_flags(connection, now):
        words = f"{counted(late, 'flag was', 'flags were')} not acknowledged in time."
        yield Check("flags", "warning", words)
    else:
        yield Check("flags", "ok", "None is stuck.")
    if found.late:
        words = (
            f"{counted(found.late, 'alert or answer', 'alerts or answers')} should have gone out "
            "by now. Is `wesaid run` or `wesaid work` running, and can it reach Telegram?"
        )
        yield Check("sending", "broken", words)


def staff_email(
    connection: Connection, settings: Settings, project_id: int, project: str
) -> Iterator[Check]:
    """Addresses of staff that no alert goes to."""
    from storage.people import staff_of
    from storage.staff_channels import channels_of_staff

    staff = {one.id: one for one in staff_of(connection, project_id)}
    rows = [row for row in channels_of_staff(connection, project_id) if row.bot == "email"]
    name = f"e-mail to staff ({project})"
    if rows and not settings.email:
        who = ", ".join(dict.fromkeys(named(staff[row.person_id]) for row in rows))
        yield Check(name, "warning", f"E-mail is not set up, so none goes to {who}.")
        return
    back = [staff[row.person_id] for row in rows if row.lost_at and row.lost_why == "refused"]
    if back:
        words = f"It came back, and no alert goes there: {', '.join(map(named, back))}."
        yield Check(name, "warning", f"{words} Run: wesaid staff email ID E")
    elif rows:
        yield Check(name, "ok", "None came back.")
