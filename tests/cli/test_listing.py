"""Listing what there is, and who somebody is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from storage import flags, people
from storage.database import Database
from storage.people import find_person_by_code
from storage.preferences import keep_preference
from tests.cli.command import Wesaid
from tests.cli.scene import NOW, visit


def test_projects_cohorts_and_staff_are_listed(wesaid_anywhere: Wesaid) -> None:
    wesaid = wesaid_anywhere
    wesaid("cohort", "add", "Tuesday group", "--nation", "wales")
    wesaid("cohort", "add", "Growers", "--timezone", "Europe/Belfast")
    sam = wesaid("staff", "add", "Sam", "--role", "facilitator", "--json").json()["id"]
    priya = wesaid("staff", "add", "Priya", "--role", "coordinator", "--lead", "--json").json()
    wesaid("participant", "add", "--cohort", "Growers")
    wesaid("project", "add", "Gardens")
    projects = wesaid("project", "list", "--json").json()
    assert [
        (one["name"], one["cohorts"], one["staff"], one["participants"]) for one in projects
    ] == [
        ("WeSaid", 2, 2, 1),
        ("Gardens", 0, 0, 0),
    ]
    cohorts = wesaid("cohort", "list", "--json").json()
    assert [set(one) for one in cohorts] == [
        {"id", "name", "project", "timezone", "nation", "participants"}
    ] * 2
    assert [(one["name"], one["nation"], one["participants"]) for one in cohorts] == [
        ("Tuesday group", "wales", 0),
        ("Growers", "england", 1),
    ]
    assert wesaid("cohort", "list", "--project", "Gardens", "--json").json() == []
    staff = wesaid("staff", "list", "--json").json()
    assert [(one["id"], one["name"], one["role"], one["lead"]) for one in staff] == [
        (sam, "Sam", "facilitator", False),
        (priya["id"], "Priya", "coordinator", True),
    ]
    assert all(one["joined_at"] is None for one in staff)
    for group in ("project", "cohort", "staff"):
        assert wesaid(group, "list").status == 0
    assert "not yet" in wesaid("staff", "list").out


def test_whether_under_18s_take_part_is_stated_and_shown(wesaid_anywhere: Wesaid) -> None:
    wesaid = wesaid_anywhere
    for name in ("Gardens", "Youth panel"):
        wesaid("project", "add", name)

    def shown() -> list[object]:
        return [one["under_18s"] for one in wesaid("project", "list", "--json").json()]

    assert shown() == [None, None]
    assert wesaid("project", "list").out.count("not stated") == 2
    said = wesaid("project", "set", "--under-18s", "yes", "--project", "Youth panel", "--json")
    assert (set(said.json()), said.json()["under_18s"]) == ({"id", "under_18s"}, "yes")
    assert shown() == [None, "yes"]
    assert "Childline" in wesaid("project", "set", "--under-18s", "yes").out
    both = wesaid("project", "set", "--under-18s", "no", "--approval", "on", "--json").json()
    assert (both["under_18s"], both["approval"]) == ("no", "on")
    assert shown() == ["no", "yes"]
    assert [one["approval"] for one in wesaid("project", "list", "--json").json()] == ["on", "off"]


def test_setting_nothing_or_half_a_word_of_a_project_is_refused(wesaid: Wesaid) -> None:
    said = wesaid("project", "set")
    assert said.status == 2
    assert "--approval or --under-18s" in said.err
    assert wesaid("project", "set", "--under-18s", "some").status == 2
    said = wesaid("project", "set", "--under-18s", "yes", "--project", "Nothing")
    assert (said.status, said.err.splitlines()[0][:34]) == (1, "There is no project called Nothing")


def test_participants_are_listed_by_id_and_only_show_tells_the_name(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    seen = sqlite_database.transact_now(visit)

    def join(connection: Connection) -> None:
        person = find_person_by_code(connection, seen.participant)
        assert person is not None
        people.mark_joined(connection, person.id, NOW)

    sqlite_database.transact_now(join)
    said = wesaid("participant", "list", "--json")
    assert said.json() == [
        {
            "id": seen.participant,
            "cohort": "Tuesday group",
            "facilitator": seen.facilitator,
            "joined_at": NOW.isoformat(),
            "stopped_at": None,
            "channels": ["web"],
        }
    ]
    table = wesaid("participant", "list", "--cohort", "Tuesday group")
    assert "Sam Okafor" in table.out
    assert "2026-11-24 12:00 GMT" in table.out
    assert "Persephone" not in said.out + table.out
    shown = wesaid("participant", "show", seen.participant.lower())
    for words in ("Persephone", "Tuesday group", "Sam Okafor", "Reached by web"):
        assert words in shown.out
    document = wesaid("participant", "show", seen.participant, "--json").json()
    assert set(document) == {
        *("id", "name", "cohort", "facilitator", "facilitator_name"),
        *("joined_at", "stopped_at", "channels", "locale", "preferences"),
    }
    assert document["name"] == "Persephone"
    assert "77889900" not in shown.out
    nobody = wesaid("participant", "show", "P-22222")
    assert nobody.status == 1
    assert "Nobody has the id P-22222. See: wesaid participant list" in nobody.err


def test_what_somebody_told_us_is_shown_with_who_they_are(
    wesaid_anywhere: Wesaid, database: Database
) -> None:
    seen = database.transact_now(visit)

    def tell(connection: Connection) -> None:
        person = find_person_by_code(connection, seen.participant)
        assert person is not None
        keep_preference(connection, person.id, "language", "bsl")
        keep_preference(connection, person.id, "access_needs", ("large_print", "quiet"))
        people.keep_locale(connection, person.id, "en@easyread")

    database.transact_now(tell)
    said = wesaid_anywhere("participant", "show", seen.participant).out
    assert "Told us, language: bsl" in said
    assert "Told us, access needs: large print, quiet" in said
    assert "Written to in: en@easyread" in said
    document = wesaid_anywhere("participant", "show", seen.participant, "--json").json()
    assert document["preferences"] == {"language": "bsl", "access_needs": ["large_print", "quiet"]}
    assert document["locale"] == "en@easyread"


def test_an_exact_name_stands_for_a_member_of_staff_but_never_for_a_participant(
    wesaid: Wesaid,
) -> None:
    wesaid("cohort", "add", "Tuesday group")
    sam = wesaid("staff", "add", "Sam Okafor", "--role", "facilitator", "--json").json()["id"]
    words = ("participant", "add", "--cohort", "Tuesday group", "--name", "Persephone")
    added = wesaid(*words, "--facilitator", "Sam Okafor", "--json").json()
    assert wesaid("participant", "show", added["id"], "--json").json()["facilitator"] == sam
    assert wesaid("staff", "link", "Sam Okafor", "--json").json()["id"] == sam
    assert wesaid("participant", "link", "Persephone").status == 1
    near = wesaid("staff", "link", "Sam Okafo")
    assert near.status == 1
    assert "Did you mean Sam Okafor?" in near.err
    wesaid("staff", "add", "Sam Okafor", "--role", "coordinator", "--another")
    twice = wesaid(*words, "--facilitator", "Sam Okafor", "--another")
    assert twice.status == 1
    assert "More than one is called Sam Okafor" in twice.err
    assert sam in twice.err


def test_flags_are_listed_in_the_cohorts_time_with_the_owners_name(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    seen = sqlite_database.transact_now(visit)

    def own(connection: Connection) -> None:
        sam = find_person_by_code(connection, seen.facilitator)
        assert sam is not None
        flags.change_flag(
            connection,
            seen.flag,
            1,
            owner_id=sam.id,
            contact_by=datetime.fromisoformat("2027-07-01T08:00:00+00:00"),
        )
        flags.change_flag(connection, seen.flag, 2, person_id=None)

    sqlite_database.transact_now(own)
    said = wesaid("flags", "list")
    assert "Sam Okafor" in said.out
    assert "2027-07-01 09:00 BST" in said.out
    assert "somebody who has not joined" in said.out
    [row] = wesaid("flags", "list", "--json").json()
    assert row["owner"] == seen.facilitator
    assert row["participant"] is None
    assert row["contact_by"] == "2027-07-01T08:00:00+00:00"
