"""From what a participant says to an e-mail, its link, and one press that takes the flag on."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from bot.people.staff_email import take_email_away
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
