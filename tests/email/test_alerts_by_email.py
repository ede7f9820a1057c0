"""From what a participant says to an e-mail, its link, and one press that takes the flag on."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import update

from bot.people.staff_email import give_email, take_email_away
from storage import contacts
from storage.contacts import working_channels
from storage.database import Database
from storage.flags import FLAG, hide_flag
from storage.outbox import OUTBOX
from tests.email.house import Office, office, until
from tests.email.mail_host import MailHost
from tests.web.house import clock
from tests.web.plain_browser import PlainBrowser
from tests.web.store import flag_events, flags_raised

SAM, LEE, PRIYA = "sam@example.org", "lee@example.org", "priya@example.org"
PRESS = "Acknowledge: I will be in touch"


def alerts(place: Office, address: str) -> list[str]:
    return [text for text in place.to(address) if text.startswith("Urgent: P-")]


async def test_an_alert_goes_out_by_e_mail_and_one_press_takes_the_flag_on(
    database: Database, host: MailHost
) -> None:
    async with office(database, host) as place, PlainBrowser(place.house.address) as browser:
        sam = place.staff("Sam", email=SAM)
        place.staff("Priya", "coordinator", email=PRIYA)
        place.says(place.participant(sam))
        await until(lambda: alerts(place, SAM))
        (alert,) = alerts(place, SAM)
        assert "kill" not in alert
        assert "Ash" not in alert
        assert not alerts(place, PRIYA)

        # Mail programs open links by themselves, some of them many times.
        for _ in range(3):
            await browser.open(place.link(SAM))
        assert (browser.status, flags_raised(database)[0][2]) == (200, "open")
        assert "kill" not in browser.html
        assert [label for form in browser.forms for label in form.buttons] == [PRESS]
        assert "You answer as Sam" in browser.words

        await browser.press(PRESS)
        assert flags_raised(database)[0][2] == "acknowledged"
        assert "It is yours, Sam." in browser.words
        assert PRESS not in browser.words
        assert ("acknowledged", sam.id) in flag_events(database)


async def test_the_second_to_press_is_told_who_was_first(
    database: Database, host: MailHost
) -> None:
    async with (
        office(database, host) as place,
        PlainBrowser(place.house.address) as sam,
        PlainBrowser(place.house.address) as lee,
    ):
        place.staff("Sam", "coordinator", email=SAM)
        named = place.staff("Lee", "coordinator", email=LEE)
        place.says(place.participant(named))
        await until(lambda: alerts(place, LEE))
        place.house.store(lambda c: c.execute(update(FLAG).values(next_at=FLAG.c.opened_at)))
        await until(lambda: alerts(place, SAM))
        await sam.open(place.link(SAM))
        await lee.open(place.link(LEE))
        await sam.press(PRESS)
        await lee.press(PRESS)
        assert "Somebody was first." in lee.words
        assert "Sam" in lee.words
        assert not lee.forms


async def test_what_was_said_is_behind_a_press_that_is_recorded_and_contact_is_said_there(
    database: Database, host: MailHost
) -> None:
    """While Telegram is down, all that an owner needs at once is on the page of the e-mail."""
    async with office(database, host) as place, PlainBrowser(place.house.address) as browser:
        sam = place.staff("Sam", email=SAM)
        place.says(place.participant(sam))
        await until(lambda: alerts(place, SAM))
        await browser.open(place.link(SAM))
        assert "Open to read" not in browser.words
        await browser.press(PRESS)
        assert "What to do next" in browser.words
        assert "kill" not in browser.html
        assert ("read", sam.id) not in flag_events(database)
        for _ in range(2):
            await browser.open(place.link(SAM))
        assert ("read", sam.id) not in flag_events(database)

        await browser.press("Open to read")
        assert "kill myself tonight" in browser.words
        assert ("read", sam.id) in flag_events(database)
        assert "Open to read" not in browser.words
        await browser.press("I tried, no reply yet")
        assert "you tried" in browser.words
        assert "kill" not in browser.html
        assert flags_raised(database)[0][2] == "acknowledged"
        await browser.press("I have been in touch")
        assert "I have written down that you have been in touch" in browser.words
        assert flags_raised(database)[0][2] == "contacted"
        assert [kind for kind, _ in flag_events(database)].count("read") == 1


async def test_contact_is_not_said_over_words_that_came_meanwhile(
    sqlite_database: Database, host: MailHost
) -> None:
    async with office(sqlite_database, host) as place, PlainBrowser(place.house.address) as browser:
        sam = place.staff("Sam", email=SAM)
        ash = place.participant(sam)
        place.says(ash)
        await until(lambda: alerts(place, SAM))
        await browser.open(place.link(SAM))
        await browser.press(PRESS)
        place.says(ash, "I want to die")
        await browser.press("I have been in touch")
        assert "Something has happened since you looked" in browser.words
        assert flags_raised(sqlite_database)[0][2] == "acknowledged"


async def test_what_was_said_opens_only_for_whoever_has_the_flag_and_not_for_long(
    sqlite_database: Database, host: MailHost
) -> None:
    async with office(sqlite_database, host) as place, PlainBrowser(place.house.address) as browser:
        sam = place.staff("Sam", email=SAM)
        lee = place.staff("Lee", "coordinator", email=LEE)
        place.says(place.participant(sam))
        await until(lambda: alerts(place, SAM))
        await browser.open(place.link(SAM))
        fields = browser.form_with(PRESS).fields | {"act": "read"}
        await browser.send(place.link(SAM), fields)
        assert "kill" not in browser.html
        assert "cannot be opened" in browser.words
        place.house.store(lambda c: c.execute(update(FLAG).values(next_at=FLAG.c.opened_at)))
        await until(lambda: alerts(place, LEE))
        await browser.press(PRESS)

        # A colleague may say that they were in touch, and reads nothing here.
        await browser.open(place.link(LEE))
        assert "Open to read" not in browser.words
        fields = browser.form_with("I have been in touch").fields | {"act": "read"}
        await browser.send(place.link(LEE), fields)
        assert "kill" not in browser.html
        assert ("read", lee.id) not in flag_events(sqlite_database)

        ago = clock.now() - timedelta(hours=25)
        place.house.store(lambda c: c.execute(update(OUTBOX).values(created_at=ago)))
        await browser.open(place.link(SAM))
        assert "Open to read" not in browser.words
        fields = browser.form_with("I have been in touch").fields | {"act": "read"}
        await browser.send(place.link(SAM), fields)
        assert "kill" not in browser.html
        place.house.store(lambda c: c.execute(update(OUTBOX).values(created_at=clock.now())))
        place.house.store(lambda c: hide_flag(c, c.execute(FLAG.select()).one().id, {sam.id}))
        await browser.send(place.link(SAM), fields)
        assert browser.status == 404


async def test_a_link_that_was_made_up_changed_or_came_from_elsewhere_opens_nothing(
    sqlite_database: Database, host: MailHost
) -> None:
    async with office(sqlite_database, host) as place:
        sam = place.staff("Sam", email=SAM)
        place.says(place.participant(sam))
        await until(lambda: alerts(place, SAM))
        link = place.link(SAM)
        async with PlainBrowser(place.house.address) as browser:
            for wrong in (link[:-1] + ("0" if link[-1] != "0" else "1"), "/alert/1-" + "0" * 32):
                await browser.open(wrong)
                assert browser.status == 404
            await browser.open(link)
            fields = browser.form_with(PRESS).fields
            await browser.send(link, {"key": "made.up"})
            assert browser.status == 403
            await browser.send(link, fields, **{"Sec-Fetch-Site": "cross-site"})
            assert browser.status == 403
        assert flags_raised(sqlite_database)[0][2] == "open"


async def test_a_link_opens_nothing_once_the_flag_is_about_them_or_the_address_is_not_theirs(
    sqlite_database: Database, host: MailHost
) -> None:
    async with office(sqlite_database, host) as place, PlainBrowser(place.house.address) as browser:
        sam = place.staff("Sam", email=SAM)
        lee = place.staff("Lee", "coordinator", email=LEE)
        place.says(place.participant(sam))
        await until(lambda: alerts(place, SAM))
        place.house.store(lambda c: c.execute(update(FLAG).values(next_at=FLAG.c.opened_at)))
        await until(lambda: alerts(place, LEE))
        (flag,) = place.house.store(lambda c: c.execute(FLAG.select()).all())
        place.house.store(lambda c: hide_flag(c, flag.id, {sam.id}))
        await browser.open(place.link(SAM))
        assert browser.status == 404
        await browser.open(place.link(LEE))
        assert browser.status == 200
        place.house.store(lambda c: take_email_away(c, lee, clock.now()))
        await browser.open(place.link(LEE))
        assert browser.status == 404


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
