"""`wesaid rota`, `ladder` and `hours`."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from bot.aftercare.typed_times import read_time
from storage import contacts, people
from storage.database import Database
from tests.cli.command import Wesaid

FULL = ("--days", "daily", "--from", "00:00", "--to", "00:00")


def add_staff(
    wesaid: Wesaid, database: Database, name: str, *, role: str = "facilitator", joined: bool = True
) -> str:
    """A member of staff, reached by the staff bot when they have joined; their id."""
    code = str(wesaid("staff", "add", name, "--role", role, "--json").json()["id"])

    def join(connection: Connection) -> None:
        person = people.find_person_by_code(connection, code)
        assert person is not None
        contacts.add_channel(
            connection,
            person_id=person.id,
            bot="staff",
            kind="telegram",
            address=code,
            now=datetime(2026, 11, 24, tzinfo=UTC),
        )

    if joined:
        database.transact_now(join)
    return code


def test_a_shift_is_added_listed_and_removed(wesaid_anywhere: Wesaid, database: Database) -> None:
    wesaid = wesaid_anywhere
    sam = add_staff(wesaid, database, "Sam")
    made = wesaid(
        "rota", "add", "Sam", "--days", "mon-thu,sat", "--from", "17:00", "--to", "9",
        "--place", "second", "--starting", "2026-12-01", "--until", "2027-01-31", "--json",
    ).json()["id"]  # fmt: skip
    (row,) = wesaid("rota", "list", "--json").json()
    assert row == {
        "id": made,
        "person": sam,
        "who": "Sam",
        "place": "second",
        "days": "mon, tue, wed, thu, sat",
        "from": "17:00",
        "to": "09:00",
        "zone": "Europe/London",
        "starting": "2026-12-01",
        "until": "2027-01-31",
        "on_holidays": True,
    }
    assert "On call now:" in wesaid("rota", "list").out
    assert wesaid("rota", "remove", str(made)).status == 0
    assert wesaid("rota", "list", "--json").json() == []
    again = wesaid("rota", "remove", str(made))
    assert (again.status, again.err) == (1, f"Shift {made} is off the rota already.\n")


def test_somebody_who_cannot_be_reached_is_refused(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    lee = add_staff(wesaid, sqlite_database, "Lee", joined=False)
    refused = wesaid("rota", "add", lee, *FULL)
    assert refused.status == 1
    assert refused.err.startswith("Lee cannot be reached: they have not joined the staff bot")


def test_gaps_are_listed_for_the_days_ahead(wesaid: Wesaid, sqlite_database: Database) -> None:
    add_staff(wesaid, sqlite_database, "Sam")
    assert wesaid("rota", "gaps", "--json").json() == []  # there is no rota
    wesaid("rota", "add", "Sam", *FULL)
    assert wesaid("rota", "gaps", "--json").json() == []
    until = (datetime.now(UTC) + timedelta(days=2)).date()
    assert wesaid("rota", "away", "Sam", "--until", f"{until}T09:00").status == 0
    (gap,) = wesaid("rota", "gaps", "--json").json()
    assert datetime.fromisoformat(gap["to"]).date() == until
    assert set(gap) == {"from", "to"}
    assert wesaid("rota", "away", "Sam", "--back").out == "Sam is back.\n"
    assert wesaid("rota", "gaps", "--days", "30", "--json").json() == []
    assert (
        "whenever they are needed in the next 30 days" in wesaid("rota", "gaps", "--days", "30").out
    )


def test_a_colleague_takes_a_shift(wesaid: Wesaid, sqlite_database: Database) -> None:
    for name in ("Sam", "Priya"):
        add_staff(wesaid, sqlite_database, name)
    wesaid("rota", "add", "Sam", *FULL)
    day = datetime.now(UTC).date() + timedelta(days=3)
    times = ("--from", f"{day}T09:00", "--to", f"{day}T17:00")
    assert wesaid("rota", "swap", "Sam", "Priya", *times, "--json").json()["id"] == 1
    assert wesaid("rota", "swap", "Priya", "Priya", *times).err == (
        "Nobody can cover for themselves.\n"
    )
    late = (
        "--from",
        f"{day + timedelta(days=1)}T09:00",
        "--to",
        f"{day + timedelta(days=1)}T17:00",
    )
    refused = wesaid("rota", "swap", "Priya", "Sam", *late)
    assert (refused.status, refused.err) == (1, "Priya is not on call then.\n")


def test_a_rota_can_be_ended(wesaid: Wesaid, sqlite_database: Database) -> None:
    add_staff(wesaid, sqlite_database, "Sam")
    wesaid("rota", "add", "Sam", "--days", "sat", "--from", "20", "--to", "10")
    assert len(wesaid("rota", "gaps", "--json").json()) > 0
    assert "There is no rota any more" in wesaid("rota", "off").out
    assert wesaid("rota", "gaps", "--json").json() == []


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        (("rota", "add", "Sam", "--days", "funday", "--from", "9", "--to", "17"), "no weekday"),
        (("rota", "add", "Sam", "--days", "mon", "--from", "25:00", "--to", "17"), "no time"),
        (("rota", "add", "Sam", *FULL, "--starting", "soon"), "no date"),
        (("rota", "add", "Sam", *FULL, "--zone", "Londinium"), "no time zone"),
        (("rota", "away", "Sam"), "either --until T, or --back"),
        (("ladder", "set", "urgent", "boss"), "no rung called boss"),
        (("ladder", "set", "urgent", "named:soon"), "no wait"),
        (("ladder", "set", "urgent", "leads", "leads"), "two rungs"),
        (("ladder", "set", "conduct", "named"), "not told of what is said about them"),
        (("hours", "set"), "say the hours"),
        (("hours", "set", "mon"), "in turn"),
        (("hours", "set", "mon", "17:00-09:00"), "ends before it begins"),
        (("hours", "set", "mon-fri", "9-5"), "a clock with 24: 09:00-17:00"),
        (("rota", "away", "Sam", "--until", "soonish"), "2026-12-24T18:00, or like Friday 5 pm"),
        (("rota", "remove", "ZZ"), "it must be a whole number, such as 3."),
        (("rota", "gaps", "--days", "x"), "it must be a whole number, such as 3."),
        (("hours", "set", "mon", "09:00-12:00", "mon-fri", "11:00-17:00"), "overlap"),
        (("hours", "set", "--holidays", "atlantis"), "it is one of"),
        (("hours", "close", "Christmas"), "no date"),
    ],
)
def test_wrong_words_are_explained(
    wesaid: Wesaid, sqlite_database: Database, words: tuple[str, ...], wrong: str
) -> None:
    add_staff(wesaid, sqlite_database, "Sam")
    ended = wesaid(*words)
    assert ended.status == 2
    assert wrong in ended.err


def test_times_are_taken_in_the_words_that_the_staff_bot_takes(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    add_staff(wesaid, sqlite_database, "Sam")
    add_staff(wesaid, sqlite_database, "Priya")
    now = datetime.now(UTC)
    until = read_time("friday", now, "Europe/London")
    assert until is not None
    said = wesaid("rota", "away", "Sam", "--until", "friday")
    assert (said.status, said.err) == (0, "")
    assert f"away until {until.astimezone(ZoneInfo('Europe/London')):%Y-%m-%d} 09:00" in said.out
    assert "Sam is back." in wesaid("rota", "away", "Sam", "--back").out
    wesaid("rota", "add", "Sam", *FULL)
    words = ("rota", "swap", "Sam", "Priya", "--from", "tomorrow 6 pm", "--to", "tomorrow 9 pm")
    assert wesaid(*words).status == 0


def test_ladders_are_set_shown_and_set_back(wesaid: Wesaid, sqlite_database: Database) -> None:
    add_staff(wesaid, sqlite_database, "Sam")
    shown = {one["level"]: one["rungs"] for one in wesaid("ladder", "show", "--json").json()}
    assert [one["who"] for one in shown["urgent"]] == [
        "named",
        "on_call",
        "second",
        "coordinators",
        "everybody",
    ]
    assert [one["who"] for one in shown["conduct"]] == ["leads", "coordinators"]
    (kept,) = wesaid(
        "ladder", "set", "urgent", "named:5m", "on-call:10", "everybody", "--json"
    ).json()
    assert kept["rungs"] == [
        {"who": "named", "wait_s": 300},
        {"who": "on_call", "wait_s": 600},
        {"who": "everybody", "wait_s": None},
    ]
    assert "named:5m, on_call:10m, everybody" in wesaid("ladder", "show").out
    wesaid("ladder", "set", "urgent", "default")
    assert "named:5m" not in wesaid("ladder", "show").out


def test_hours_are_set_and_shown(wesaid_anywhere: Wesaid, database: Database) -> None:
    wesaid = wesaid_anywhere
    add_staff(wesaid, database, "Sam")
    usual = wesaid("hours", "show", "--json").json()
    assert [one["day"] for one in usual["hours"]] == ["mon", "tue", "wed", "thu", "fri"]
    assert (usual["zone"], usual["holidays"], usual["days"]) == (None, None, [])
    kept = wesaid(
        "hours", "set", "mon-tue", "09:00-12:00", "mon-tue", "13:00-17:00", "sat", "10:00-24:00",
        "--holidays", "Northern Ireland", "--zone", "Europe/Belfast", "--json",
    ).json()  # fmt: skip
    assert [(one["day"], one["from"], one["to"]) for one in kept["hours"]] == [
        ("mon", "09:00", "12:00"),
        ("mon", "13:00", "17:00"),
        ("tue", "09:00", "12:00"),
        ("tue", "13:00", "17:00"),
        ("sat", "10:00", "24:00"),
    ]
    assert (kept["zone"], kept["holidays"]) == ("Europe/Belfast", "northern-ireland")
    wesaid("hours", "close", "2026-12-24", "--name", "Christmas Eve")
    wesaid("hours", "open", "2026-12-28")
    shown = wesaid("hours", "show").out
    assert "2026-12-24: closed (Christmas Eve)." in shown
    assert "2026-12-28: open." in shown
    back = wesaid("hours", "set", "--zone", "own", "--holidays", "own", "--json").json()
    assert (back["zone"], back["holidays"]) == (None, None)
    assert len(back["hours"]) == 5


def test_without_a_project_there_is_nothing_to_set(wesaid: Wesaid) -> None:
    for words in (("rota", "list"), ("ladder", "show"), ("hours", "show")):
        ended = wesaid(*words)
        assert (ended.status, ended.err) == (
            1,
            "There is no project yet. Add one with: wesaid project add NAME\n",
        )


def test_doctor_says_what_is_wrong_with_the_rota(wesaid: Wesaid, sqlite_database: Database) -> None:
    """(seen in oncall 1326: the one on call had no way to be notified)"""

    def found() -> list[tuple[str, str]]:
        rows = json.loads(wesaid("doctor", "--json").out)["checks"]
        return [(one["state"], one["words"]) for one in rows if one["name"].startswith("rota")]

    sam = add_staff(wesaid, sqlite_database, "Sam")
    assert found() == []
    wesaid("rota", "add", "Sam", *FULL)
    assert [status for status, _ in found()] == ["ok"]

    def lose(connection: Connection) -> None:
        contact = contacts.find_contact(connection, "staff", "telegram", sam)
        assert contact is not None
        contacts.mark_channel_lost(connection, contact.channel_id, datetime.now(UTC))

    sqlite_database.transact_now(lose)
    said = found()
    assert [status for status, _ in said] == ["warning", "warning"]
    assert said[0][1].startswith("Sam is on the rota and cannot be reached.")
