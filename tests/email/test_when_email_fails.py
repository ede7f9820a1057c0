"""Mail servers that are down, addresses that bounce: what becomes of alerts by e-mail then."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import update

from bot.people.staff_email import give_email
from storage import contacts
from storage.contacts import working_channels
from storage.database import Database
from storage.outbox import OUTBOX
from tests.email.house import Office, office, until
from tests.email.mail_host import MailHost
from tests.web.house import clock

SAM, LEE, PRIYA = "sam@example.org", "lee@example.org", "priya@example.org"
PRESS = "Acknowledge: I will be in touch"


def alerts(place: Office, address: str) -> list[str]:
    return [text for text in place.to(address) if text.startswith("Urgent: P-")]


async def test_while_the_mail_server_is_down_alerts_wait_and_then_arrive(
    sqlite_database: Database, host: MailHost
) -> None:
    async with office(sqlite_database, host) as place:
        sam = place.staff("Sam", email=SAM)
        await until(lambda: place.to(SAM))
        await host.stop()
        place.says(place.participant(sam))
        await until(lambda: "down" in place.house.installation.email.state)
        checks = await place.house.installation.checks()
        assert checks["e-mail"].ok
        assert "could not be reached" in checks["e-mail"].words
        await host.start()
        await until(lambda: alerts(place, SAM))


async def test_an_address_that_bounces_sends_the_alert_to_the_next_person_and_is_told(
    database: Database, host: MailHost
) -> None:
    host.mailbox.answers[SAM] = "550 5.1.1 No such user"
    async with office(database, host) as place:
        sam = place.staff("Sam")
        ash = place.participant(sam)
        place.staff("Priya", "coordinator", email=PRIYA)
        place.house.store(lambda c: give_email(c, sam, SAM, clock.now(), works=True))
        place.says(ash)
        await until(lambda: alerts(place, PRIYA))
        await until(lambda: any("E-mail to Sam" in text for text in place.to(PRIYA)))
        (notice,) = [text for text in place.to(PRIYA) if "E-mail to Sam" in text]
        assert "Nothing reaches them now" in notice
        assert SAM not in notice


async def test_an_address_that_refuses_each_e_mail_does_not_make_alerts_go_round_in_circles(
    sqlite_database: Database, host: MailHost
) -> None:
    async with office(sqlite_database, host) as place:
        sam = place.staff("Sam", "coordinator", email=SAM)
        await until(lambda: place.to(SAM))
        host.mailbox.answers[SAM] = "552 5.2.2 Mailbox full"
        place.says(place.participant(sam))
        await asyncio.sleep(6)
        tried = place.house.store(
            lambda c: c.execute(OUTBOX.select().where(OUTBOX.c.kind == "alert")).all()
        )
        assert 1 <= len(tried) <= 3


async def test_a_channel_that_is_down_keeps_no_alert_from_another_channel(
    sqlite_database: Database, host: MailHost
) -> None:
    """(seen in oncall 1503: one channel that failed suppressed the others)"""
    async with office(sqlite_database, host) as place:
        sam = place.staff("Sam", email=SAM)
        # Nothing sends for this bot here: the alert for it stays where it is.
        place.house.store(
            lambda c: contacts.add_channel(
                c, person_id=sam.id, bot="staff", kind="telegram", address="9", now=clock.now()
            )
        )
        place.says(place.participant(sam))
        await until(lambda: alerts(place, SAM))
        rows = place.house.store(
            lambda c: c.execute(OUTBOX.select().where(OUTBOX.c.kind == "alert")).all()
        )
        assert {row.bot: row.status for row in rows}.keys() == {"staff", "email"}


async def test_without_a_mail_server_nobody_counts_on_e_mail_until_there_is_one(
    database: Database, host: MailHost
) -> None:
    def works(place: Office, person_id: int) -> bool:
        return bool(place.house.store(lambda c: working_channels(c, person_id, ("email",))))

    async with office(database, host) as place:
        sam = place.staff("Sam", email=SAM)
        assert works(place, sam.id)
    async with office(database, host, place, smtp_host="") as place:
        await until(lambda: not works(place, sam.id))
        checks = await place.house.installation.checks()
        assert checks["e-mail"].words == "not set up"
    async with office(database, host, place) as place:
        await until(lambda: works(place, sam.id))


async def test_an_alert_that_does_not_leave_is_told_in_readiness(
    sqlite_database: Database, host: MailHost
) -> None:
    async with office(sqlite_database, host) as place:
        sam = place.staff("Sam", email=SAM)
        await until(lambda: place.to(SAM))
        await host.stop()
        place.says(place.participant(sam))
        checks = await place.house.installation.checks()
        assert (checks["alerts"].words, checks["alerts"].alarm) == ("none late", False)
        ago = clock.now() - timedelta(minutes=6)
        queued = update(OUTBOX).where(OUTBOX.c.kind == "alert").values(created_at=ago, tries=1)
        place.house.store(lambda c: c.execute(queued))
        checks = await place.house.installation.checks()
        assert (checks["alerts"].words, checks["alerts"].alarm) == ("1 late", True)
        await host.start()
        await until(lambda: alerts(place, SAM))
