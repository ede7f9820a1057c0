"""Adding projects, cohorts, staff and participants from the command line."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.people.enrolment import Joined, check_code
from storage.database import Database, open_database
from storage.people import find_person_by_code
from tests.cli.command import Wesaid
from tests.conftest import SECRET
from tests.telegram.process import EmulatorProcess

PARTICIPANT_TOKEN = "1001:participants-bot-token-for-tests"
STAFF_TOKEN = "1002:staff-bot-token-for-tests-only-xx"
CODE = re.compile(r"[2-9A-Z]{5}-[2-9A-Z]{5}")


def opens(database: Database, code: str, *, staff: bool = False) -> str:
    """The pseudonym of the person whom a code lets in."""
    found = database.read_now(
        lambda connection: check_code(connection, code, staff, None, datetime.now(UTC))
    )
    assert isinstance(found, tuple), found
    joined: Joined = found[1]
    return joined.person.code


def test_staff_and_participants_are_added_on_either_database(
    wesaid_anywhere: Wesaid, database_url: str
) -> None:
    wesaid = wesaid_anywhere
    staff = wesaid("staff", "add", "Sam", "--role", "facilitator", "--json").json()
    assert set(staff) == {"id", "code", "link"}
    assert re.fullmatch(r"S-[2-9A-Z]{5}", staff["id"])
    assert CODE.fullmatch(staff["code"])
    assert staff["link"] is None
    wesaid("cohort", "add", "Tuesday group")
    added = wesaid(
        *("participant", "add", "--cohort", "Tuesday group", "--name", "Ash"),
        *("--facilitator", staff["id"].lower(), "--json"),
    ).json()
    assert set(added) == {"id", "code", "telegram_link", "web_link"}
    assert re.fullmatch(r"P-[2-9A-Z]{5}", added["id"])
    assert added["web_link"] == f"http://localhost:8080/c/{added['code']}"
    database = open_database(database_url, SECRET)
    assert opens(database, staff["code"], staff=True) == staff["id"]
    assert opens(database, added["code"]) == added["id"]
    someone = database.read_now(lambda c: find_person_by_code(c, added["id"]))
    named = database.read_now(lambda c: find_person_by_code(c, staff["id"]))
    assert someone is not None
    assert named is not None
    assert (someone.name, someone.facilitator_id) == ("Ash", named.id)
    database.close()


def test_a_link_that_leads_to_this_computer_only_says_so(wesaid: Wesaid) -> None:
    wesaid("cohort", "add", "Tuesday group")
    words = ("participant", "add", "--cohort", "Tuesday group")
    for settings in ({}, {"WESAID_PUBLIC_URL": "http://127.0.0.1:8080"}):
        for more in ((), ("--json",)):
            said = wesaid(*words, *more, **settings)
            assert "This link works on this computer only. Set WESAID_PUBLIC_URL to" in said.err
    said = wesaid(*words, WESAID_PUBLIC_URL="https://wesaid.example.org")
    assert "this computer only" not in said.err


def test_sentences_about_what_was_added_read_as_english(wesaid: Wesaid) -> None:
    assert wesaid("project", "add", "Gardens").out == "Added the project Gardens.\n"
    assert wesaid("cohort", "add", "Tuesday group").out == "Added the cohort Tuesday group.\n"
    said = wesaid("participant", "add", "--cohort", "Tuesday group")
    assert "It works once, and for 90 days." in said.out
    assert (
        "It works once, and for 90 days."
        in wesaid("staff", "add", "Sam", "--role", "facilitator").out
    )


def test_standard_output_holds_one_document_and_standard_error_the_rest(wesaid: Wesaid) -> None:
    said = wesaid("staff", "add", "Sam", "--role", "facilitator", "--json")
    said.json()
    assert "WESAID_STAFF_TOKEN is not set" in said.err
    assert "safeguarding lead" in said.err


async def test_links_open_the_bot_whose_token_is_set(wesaid: Wesaid) -> None:
    async with EmulatorProcess() as telegram:
        await telegram.register("people_bot", PARTICIPANT_TOKEN)
        await telegram.register("staff_bot", STAFF_TOKEN)
        settings = {
            "WESAID_TELEGRAM_API": telegram.url,
            "WESAID_PARTICIPANT_TOKEN": PARTICIPANT_TOKEN,
            "WESAID_STAFF_TOKEN": STAFF_TOKEN,
            "WESAID_PUBLIC_URL": "https://wesaid.example.org/",
        }

        async def run(*words: str) -> dict[str, str]:
            said = await asyncio.to_thread(lambda: wesaid(*words, "--json", **settings))
            found: dict[str, str] = said.json()
            return found

        staff = await run("staff", "add", "Priya", "--role", "coordinator", "--lead")
        assert staff["link"] == f"https://t.me/staff_bot?start={staff['code']}"
        await run("cohort", "add", "Tuesday group")
        added = await run("participant", "add", "--cohort", "Tuesday group")
        assert added["telegram_link"] == f"https://t.me/people_bot?start={added['code']}"
        assert added["web_link"] == f"https://wesaid.example.org/c/{added['code']}"
        wrong = await asyncio.to_thread(
            lambda: wesaid(
                *("participant", "link", added["id"], "--json"),
                **{**settings, "WESAID_PARTICIPANT_TOKEN": "1003:unknown"},
            )
        )
    assert wrong.json()["telegram_link"] is None
    assert "does not know the token in WESAID_PARTICIPANT_TOKEN" in wrong.err
    assert "1003:unknown" not in wrong.err


def test_a_fresh_code_is_made_for_another_device_and_the_first_still_works(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    wesaid("cohort", "add", "Tuesday group")
    first = wesaid("participant", "add", "--cohort", "Tuesday group", "--json").json()
    number = sqlite_database.read_now(lambda c: find_person_by_code(c, first["id"]))
    assert number is not None
    for name in (first["id"], first["id"].lower(), str(number.id)):
        fresh = wesaid("participant", "link", name, "--json").json()
        assert set(fresh) == {"id", "code", "telegram_link", "web_link"}
        assert fresh["id"] == first["id"]
        assert fresh["code"] != first["code"]
        assert opens(sqlite_database, fresh["code"]) == first["id"]
    assert opens(sqlite_database, first["code"]) == first["id"]


def test_staff_and_participants_are_not_taken_for_each_other(wesaid: Wesaid) -> None:
    staff = wesaid("staff", "add", "Sam", "--role", "facilitator", "--json").json()
    wesaid("cohort", "add", "Tuesday group")
    added = wesaid("participant", "add", "--cohort", "Tuesday group", "--json").json()
    said = wesaid("participant", "link", staff["id"], "--json")
    assert (said.status, said.out) == (1, "")
    assert f"wesaid staff link {staff['id']}" in said.err
    assert set(wesaid("staff", "link", staff["id"], "--json").json()) == {"id", "code", "link"}
    said = wesaid(
        "participant", "add", "--cohort", "Tuesday group", "--facilitator", added["id"], "--json"
    )
    assert (said.status, said.out) == (1, "")
    assert "is a participant" in said.err
    assert "Nobody has the id P-22222" in wesaid("participant", "link", "P-22222").err


def test_names_and_addresses_lie_sealed_in_the_file(wesaid: Wesaid, tmp_path: Path) -> None:
    wesaid(
        *("staff", "add", "Persephone", "--role", "coordinator", "--lead"),
        *("--email", "persephone@example.org"),
    )
    wesaid("cohort", "add", "Tuesday group")
    wesaid("participant", "add", "--cohort", "Tuesday group", "--name", "Bartholomew")
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("wesaid.db*"))
    assert b"Tuesday group" in kept
    for word in (b"Persephone", b"persephone", b"Bartholomew"):
        assert word not in kept
    again = wesaid(
        "staff", "add", "Other", "--role", "facilitator", "--email", "persephone@EXAMPLE.org"
    )
    assert again.status == 1
    assert "already" in again.err


def test_a_missing_safeguarding_lead_is_told_until_there_is_one(wesaid: Wesaid) -> None:
    wesaid("cohort", "add", "Tuesday group")
    before = wesaid("participant", "add", "--cohort", "Tuesday group")
    assert "no safeguarding lead" in before.err
    wesaid("staff", "add", "Priya", "--role", "coordinator", "--lead")
    after = wesaid("participant", "add", "--cohort", "Tuesday group")
    assert "no safeguarding lead" not in after.err


def test_a_default_project_is_made_and_a_cohort_is_found_in_any(wesaid: Wesaid) -> None:
    wesaid("cohort", "add", "Tuesday group")
    said = wesaid("project", "add", "WeSaid", "--json")
    assert said.status == 1
    assert "already" in said.err
    assert set(wesaid("project", "add", "Gardens", "--json").json()) == {"id", "name"}
    wesaid("cohort", "add", "Growers", "--project", "Gardens")
    assert wesaid("participant", "add", "--cohort", "Growers").status == 0
    wesaid("cohort", "add", "Tuesday group", "--project", "Gardens")
    assert wesaid("participant", "add", "--cohort", "Tuesday group").status == 0
    said = wesaid("participant", "add", "--cohort", "Growers", "--project", "WeSaid")
    assert said.status == 1
    said = wesaid("participant", "add", "--cohort", "Growers", "--project", "Garden")
    assert "Did you mean Gardens?" in said.err


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("--timezone", "Europe/Londn"), "Did you mean Europe/London?"),
        (("--timezone", "London time"), "Europe/London"),
        (("--nation", "Wale"), "Did you mean wales?"),
        (("--nation", "France"), "england, wales, scotland, northern-ireland. See"),
        (("--nation", "ireland"), "england, wales, scotland, northern-ireland. See"),
    ],
)
def test_unknown_zones_and_nations_are_wrong_words_with_a_hint(
    wesaid: Wesaid, words: tuple[str, ...], hint: str
) -> None:
    said = wesaid("cohort", "add", "Tuesday group", *words)
    assert (said.status, said.out) == (2, "")
    assert hint in said.err


def test_a_cohort_keeps_its_zone_and_nation(wesaid: Wesaid) -> None:
    made = wesaid(
        *("cohort", "add", "Derry", "--timezone", "Europe/Belfast"),
        *("--nation", "Northern Ireland", "--json"),
    ).json()
    assert made["timezone"] == "Europe/Belfast"
    assert made["nation"] == "northern-ireland"
    assert wesaid("cohort", "add", "Derry").status == 1


def test_an_unknown_cohort_ends_with_one_sentence_and_a_hint(wesaid: Wesaid) -> None:
    wesaid("cohort", "add", "Tuesday group")
    said = wesaid("participant", "add", "--cohort", "tuesday grop", "--json")
    assert (said.status, said.out) == (1, "")
    assert said.err == "There is no cohort called tuesday grop. Did you mean Tuesday group?\n"
