"""The check-up."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.cli.checking import is_old
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Screen
from storage import contacts, flags, people
from storage.database import Database
from storage.outbox import CHANNEL
from tests.cli.command import Ended, WarmCommands, Wesaid, wesaid_in
from tests.cli.scene import NOW, visit
from tests.email.mail_host import MailHost, mail_host
from tests.telegram.process import EmulatorProcess

TOKENS = {
    "WESAID_PARTICIPANT_TOKEN": "1001:participants-bot-token-for-tests",
    "WESAID_STAFF_TOKEN": "1002:staff-bot-token-for-tests-only-xx",
}


def states(said: Ended) -> dict[str, str]:
    document: Any = json.loads(said.out)
    return {one["name"]: one["state"] for one in document["checks"]}


def test_on_a_new_machine_it_says_what_is_missing_and_makes_nothing(
    commands: WarmCommands, tmp_path: Path
) -> None:
    wesaid = wesaid_in(commands, tmp_path, "sqlite:///data/wesaid.db")
    said = wesaid("doctor")
    assert said.status == 1
    assert "WESAID_PARTICIPANT_TOKEN is not set" in said.out
    assert "Run: wesaid migrate" in said.out
    assert not (tmp_path / "data").exists()


async def test_it_is_well_when_everybody_has_joined_and_both_bots_answer(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    lead = wesaid("staff", "add", "Priya", "--role", "coordinator", "--lead", "--json").json()
    wesaid("project", "set", "--under-18s", "no")

    def join(connection: Any) -> None:
        person = people.find_person_by_code(connection, lead["id"])
        assert person is not None
        people.mark_joined(connection, person.id, NOW)
        contacts.add_channel(
            connection, person_id=person.id, bot="staff", kind="telegram", address="5", now=NOW
        )

    sqlite_database.transact_now(join)
    async with EmulatorProcess() as telegram:
        await telegram.register("people_bot", TOKENS["WESAID_PARTICIPANT_TOKEN"])
        await telegram.register("staff_bot", TOKENS["WESAID_STAFF_TOKEN"])
        settings = {
            **TOKENS,
            "WESAID_TELEGRAM_API": telegram.url,
            "WESAID_HEARTBEAT_URL": "https://example.org/ping",
        }
        said = await asyncio.to_thread(lambda: wesaid("doctor", "--json", **settings))
    assert said.status == 0, said.out
    assert said.json()["ok"] is True
    assert set(states(said).values()) == {"ok"}


def test_stuck_flags_missing_leads_and_staff_who_cannot_be_reached_are_broken(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    seen = sqlite_database.transact_now(visit)
    soon = datetime.now(UTC) + timedelta(hours=1)
    sqlite_database.transact_now(
        lambda c: flags.change_flag(c, seen.flag, 1, next_at=soon, acknowledge_by=soon)
    )
    found = states(wesaid("doctor", "--json"))
    assert found["safeguarding lead (WeSaid)"] == "broken"
    assert found["facilitators (WeSaid)"] == "warning"
    assert found["alerts (WeSaid)"] == "broken"
    assert found["flags"] == "ok"
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    sqlite_database.transact_now(lambda c: flags.change_flag(c, seen.flag, 2, next_at=long_ago))
    said = wesaid("doctor")
    assert said.status == 1
    assert f"1 flag is stuck ({seen.flag})" in said.out
    assert f"Sam Okafor ({seen.facilitator})" in said.out
    assert "Persephone" not in said.out + said.err


def test_leads_are_told_by_name_and_participants_without_a_facilitator_are_counted(
    wesaid: Wesaid,
) -> None:
    lead = wesaid("staff", "add", "Priya", "--role", "coordinator", "--lead", "--json").json()
    wesaid("staff", "add", "Sam", "--role", "facilitator")
    wesaid("cohort", "add", "Tuesday group")
    words = ("participant", "add", "--cohort", "Tuesday group")
    wesaid(*words, "--facilitator", "Sam")
    assert "participants (WeSaid)" not in states(wesaid("doctor", "--json"))
    wesaid(*words)
    wesaid(*words)
    said = wesaid("doctor", "--json")
    assert states(said)["participants (WeSaid)"] == "warning"
    assert "2 participants have no named facilitator" in said.out
    assert f"Priya ({lead['id']}). Not joined yet: Priya ({lead['id']})." in said.out


def test_whether_under_18s_take_part_is_asked_for_until_it_is_stated(wesaid: Wesaid) -> None:
    wesaid("project", "add", "Empty")
    wesaid("cohort", "add", "Tuesday group", "--project", "Empty")
    wesaid("project", "add", "Nobody in it yet")
    said = wesaid("doctor", "--json")
    assert states(said)["under 18s (Empty)"] == "warning"
    assert "under 18s (Nobody in it yet)" not in states(said)
    [words] = [one["words"] for one in json.loads(said.out)["checks"] if "under 18s" in one["name"]]
    assert words.endswith('Run: wesaid project set --under-18s yes --project "Empty" (or no)')
    assert wesaid("project", "set", "--under-18s", "yes", "--project", "Empty").status == 0
    assert states(wesaid("doctor", "--json"))["under 18s (Empty)"] == "ok"


async def test_a_mail_server_is_tried_and_sent_nothing(wesaid: Wesaid) -> None:
    async with mail_host() as host:
        settings = {**mail_settings(host), "WESAID_SMTP_SECURITY": "none"}
        said = await asyncio.to_thread(lambda: wesaid("doctor", "--json", **settings))
        assert states(said)["e-mail"] == "ok"
        assert f"127.0.0.1:{host.port} takes e-mail from us." in said.out
        said = await asyncio.to_thread(lambda: wesaid("doctor", "--json", **mail_settings(host)))
        assert states(said)["e-mail"] == "broken"
        assert "no encryption" in said.out
        assert not host.mailbox.asked
    said = await asyncio.to_thread(lambda: wesaid("doctor", "--json", **settings))
    assert states(said)["e-mail"] == "broken"
    assert "could not be reached" in said.out


def test_what_is_missing_for_e_mail_and_the_heartbeat_is_said(wesaid: Wesaid) -> None:
    said = wesaid("doctor", "--json")
    assert (states(said)["e-mail"], states(said)["heartbeat"]) == ("ok", "warning")
    said = wesaid("doctor", "--json", WESAID_SMTP_HOST="mail.example.org")
    assert states(said)["settings"] == "broken"
    assert "WESAID_EMAIL_FROM is not right: WESAID_SMTP_HOST is set" in said.out
    said = wesaid("doctor", "--json", WESAID_EMAIL_FROM="nobody")
    assert "WESAID_EMAIL_FROM is not right: it must be an e-mail address" in said.out
    said = wesaid("doctor", "--json", WESAID_HEARTBEAT_URL="example.org/ping")
    assert "WESAID_HEARTBEAT_URL is not right" in said.out


def test_addresses_that_no_alert_goes_to_are_told(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    made = wesaid("staff", "add", "Sam", "--role", "facilitator", "--email", "sam@example.org")
    assert "E-mail is not set up, so no alert goes to that address yet." in made.err
    said = wesaid("doctor", "--json")
    assert states(said)["e-mail to staff (WeSaid)"] == "warning"
    assert states(said)["alerts (WeSaid)"] == "broken"
    assert "sam@example.org" not in said.out
    set_up = {"WESAID_SMTP_HOST": "127.0.0.1", "WESAID_EMAIL_FROM": "wesaid@example.org"}
    wesaid("staff", "email", "Sam", "sam@example.org", **set_up)
    found = states(wesaid("doctor", "--json", **set_up))
    assert found["e-mail to staff (WeSaid)"] == "ok"
    assert found["facilitators (WeSaid)"] == "ok"
    assert "alerts (WeSaid)" not in found
    sqlite_database.transact_now(
        lambda c: c.execute(CHANNEL.update().values(lost_at=NOW, lost_why="refused"))
    )
    said = wesaid("doctor", "--json", **set_up)
    assert states(said)["e-mail to staff (WeSaid)"] == "warning"
    assert "It came back, and no alert goes there: Sam (S-" in said.out


def test_alerts_that_do_not_leave_are_broken(wesaid: Wesaid, sqlite_database: Database) -> None:
    seen = sqlite_database.transact_now(visit)
    long_ago = datetime.now(UTC) - timedelta(hours=1)

    def work(connection: Any) -> None:
        channel = contacts.add_channel(
            connection, person_id=None, bot="staff", kind="telegram", address="5", now=NOW
        )
        alert = Message(channel, Screen("x"), Lane.ALERT, kind="alert", flag_id=seen.flag)
        queue(connection, alert, long_ago)

    sqlite_database.transact_now(work)
    said = wesaid("doctor", "--json")
    assert states(said)["sending"] == "broken"
    assert "1 alert or answer should have gone out by now." in said.out


def mail_settings(host: MailHost) -> dict[str, str]:
    return {
        "WESAID_SMTP_HOST": "127.0.0.1",
        "WESAID_SMTP_PORT": str(host.port),
        "WESAID_EMAIL_FROM": "wesaid@example.org",
    }


def test_a_key_file_that_others_can_read_is_broken(commands: WarmCommands, tmp_path: Path) -> None:
    wesaid = wesaid_in(commands, tmp_path, "sqlite:///wesaid.db")
    made = wesaid("cohort", "add", "Tuesday group", WESAID_SECRET_KEY="")
    assert f"A key was made in {tmp_path}/wesaid.db.key" in made.err
    key = tmp_path / "wesaid.db.key"
    assert key.stat().st_mode & 0o777 == 0o600
    assert states(wesaid("doctor", "--json", WESAID_SECRET_KEY=""))["key"] == "ok"
    key.chmod(0o644)
    said = wesaid("doctor", "--json", WESAID_SECRET_KEY="")
    assert states(said)["key"] == "broken"
    assert f"chmod 600 {key}" in said.out


def test_a_wrong_key_and_a_database_that_is_away_are_told_in_words(
    wesaid: Wesaid, commands: WarmCommands, tmp_path: Path
) -> None:
    said = wesaid("doctor", "--json", WESAID_SECRET_KEY="another secret of thirty-two characters")
    assert states(said)["key"] == "broken"
    assert "sealed with another key" in said.out
    away = wesaid_in(commands, tmp_path, "postgresql://nobody:secretpass@127.0.0.1:1/none")
    said = away("doctor", "--json")
    assert states(said)["database"] == "broken"
    assert "secretpass" not in said.out + said.err


def test_numbers_are_old_after_six_months() -> None:
    assert not is_old(date(2026, 6, 1), datetime(2026, 11, 24, tzinfo=UTC))
    assert is_old(date(2026, 5, 1), datetime(2026, 11, 24, tzinfo=UTC))
