"""Listing flags and exporting answers."""

from __future__ import annotations

import csv
import io
import json
import stat
from datetime import datetime
from pathlib import Path

import pytest

from storage.database import Database
from tests.cli.command import Wesaid
from tests.cli.scene import FLOW, visit

KEYS = {
    *("participant", "cohort", "flow", "version", "session", "step"),
    *("measure", "value", "label", "status", "answered_at", "kept_from_staff"),
}


def test_answers_are_rows_by_pseudonym_without_names_and_contacts(
    wesaid_anywhere: Wesaid, database: Database
) -> None:
    seen = database.transact_now(visit)
    said = wesaid_anywhere("export", "answers", "--format", "json")
    rows = said.json()
    assert all(set(row) == KEYS for row in rows)
    assert {row["participant"] for row in rows} == {seen.participant}
    assert {(row["flow"], row["version"]) for row in rows} == {("visit", FLOW.version)}
    by_step = {(row["step"], row["status"]): row for row in rows}
    assert by_step["heard", "answered"]["value"] == 7
    assert by_step["heard", "answered"]["measure"] == "session.heard"
    assert by_step["called", "answered"]["value"] is None
    assert by_step["reach", "answered"]["value"] is None
    for word in ("Persephone", "Sam", "07700", "77889900"):
        assert word not in said.out
    assert all(datetime.fromisoformat(row["answered_at"]).tzinfo for row in rows)


def test_a_text_stands_in_a_row_once_and_a_choice_has_its_authors_words(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    sqlite_database.transact_now(
        lambda connection: visit(connection, "A text of mine", about_staff=False)
    )
    said = wesaid("export", "answers", "--json")
    assert said.out.count("A text of mine") == 1
    rows = {(row["step"], row["status"]): row for row in said.json()}
    assert rows["message", "answered"]["value"] == "A text of mine"
    assert rows["message", "answered"]["label"] is None
    chosen = rows["upset", "answered"]
    assert (chosen["value"], chosen["label"]) == ("bit", "A little")
    skipped = rows["upset", "skipped"]
    assert (skipped["value"], skipped["label"]) == (None, None)


def test_an_answer_that_was_changed_is_left_out(wesaid: Wesaid, sqlite_database: Database) -> None:
    sqlite_database.transact_now(visit)
    rows = wesaid("export", "answers", "--format", "json").json()
    assert [row["value"] for row in rows if row["step"] == "heard"] == [7]


@pytest.mark.parametrize(
    "text", ["=1+1", "+44 7700", "-2", "@SUM(A1)", "\t=1", "  =1", "\r=1", "=cmd|' /C calc'!A0"]
)
def test_no_text_becomes_a_formula_in_a_spreadsheet(
    wesaid: Wesaid, sqlite_database: Database, text: str
) -> None:
    sqlite_database.transact_now(lambda connection: visit(connection, text, about_staff=False))
    said = wesaid("export", "answers", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(said.out, newline="")))
    assert set(rows[0]) == KEYS
    [message] = [row["value"] for row in rows if row["step"] == "message"]
    assert message == f"'{text}"
    assert [row["value"] for row in rows if row["step"] == "heard"] == ["7"]
    [plain] = [
        row["value"]
        for row in wesaid("export", "answers", "--format", "json").json()
        if row["step"] == "message"
    ]
    assert plain == text


@pytest.mark.parametrize(
    "text", ['a "quoted", text\nin two lines', "\u202eright to left", "\ud83d"]
)
def test_any_text_comes_through_whole(wesaid: Wesaid, sqlite_database: Database, text: str) -> None:
    sqlite_database.transact_now(lambda connection: visit(connection, text, about_staff=False))
    rows = wesaid("export", "answers", "--format", "json").json()
    assert [row["value"] for row in rows if row["step"] == "message"] == [text]
    assert wesaid("export", "answers", "--format", "csv").status == 0


def message(rows: list[dict[str, object]]) -> dict[str, object]:
    [row] = [row for row in rows if row["step"] == "message"]
    return row


def test_a_text_that_is_kept_from_staff_is_left_out_and_its_row_says_so(
    wesaid_anywhere: Wesaid, database: Database
) -> None:
    database.transact_now(lambda connection: visit(connection, "Sam shouted at me"))
    said = wesaid_anywhere("export", "answers", "--json")
    row = message(said.json())
    assert (row["value"], row["status"], row["kept_from_staff"]) == (None, "answered", "yes")
    assert {one["kept_from_staff"] for one in said.json() if one["step"] == "heard"} == {"no"}
    assert "shouted" not in said.out
    assert said.err.startswith("1 text is left out: kept from a member of staff")
    assert "--reader NAME" in said.err
    table = wesaid_anywhere("export", "answers", "--format", "csv")
    [line] = [one for one in csv.DictReader(io.StringIO(table.out)) if one["step"] == "message"]
    assert (line["value"], line["kept_from_staff"]) == ("", "yes")


def test_for_named_readers_only_what_is_kept_from_them_is_left_out_and_no_row_gives_it_away(
    wesaid_anywhere: Wesaid, database: Database
) -> None:
    seen = database.transact_now(lambda connection: visit(connection, "Sam shouted at me"))
    wesaid_anywhere("staff", "add", "Priya", "--role", "coordinator", "--lead")
    for_priya = wesaid_anywhere("export", "answers", "--json", "--reader", "Priya")
    row = message(for_priya.json())
    assert (row["value"], row["kept_from_staff"]) == ("Sam shouted at me", "yes")
    assert for_priya.err == ""
    for reader in ("Sam Okafor", seen.facilitator):
        words = ("export", "answers", "--json", "--reader", "Priya", "--reader", reader)
        for_sam = wesaid_anywhere(*words)
        rows = for_sam.json()
        assert {one["step"] for one in rows} == {"heard", "upset"}
        assert {one["kept_from_staff"] for one in rows} == {"no"}
        assert "kept from somebody named with --reader" in for_sam.err
        assert "3 answers are left out" in for_sam.err


def test_a_reader_whom_nobody_knows_is_an_error_and_nothing_is_exported(
    wesaid: Wesaid, sqlite_database: Database, tmp_path: Path
) -> None:
    seen = sqlite_database.transact_now(visit)
    said = wesaid("export", "answers", "--reader", "Sam Okafo", "--out", "answers.csv")
    assert (said.status, said.out) == (1, "")
    assert said.err == (
        "No member of staff has the id or name Sam Okafo. Did you mean Sam Okafor?\n"
    )
    assert not (tmp_path / "answers.csv").exists()
    said = wesaid("export", "answers", "--reader", seen.participant)
    assert said.status == 1
    assert "is a participant, and not a member of staff" in said.err


def test_how_many_were_left_out_stands_in_the_answer_for_scripts(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    sqlite_database.transact_now(visit)
    made = wesaid("export", "answers", "--out", "answers.csv", "--json")
    assert made.json() == {"file": "answers.csv", "rows": 6, "left_out": 1}


def test_a_file_is_written_for_its_owner_only_and_named_on_standard_error(
    wesaid: Wesaid, sqlite_database: Database, tmp_path: Path
) -> None:
    sqlite_database.transact_now(visit)
    said = wesaid("export", "answers", "--format", "json", "--out", "answers.json")
    assert (said.status, said.out) == (0, "")
    assert "answers.json" in said.err
    file = tmp_path / "answers.json"
    assert len(json.loads(file.read_text("utf-8"))) == 6
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    said = wesaid("export", "answers", "--out", "nowhere/answers.csv")
    assert said.status == 1
    assert said.err == "nowhere/answers.csv cannot be written: No such file or directory.\n"


def test_with_no_answers_there_is_an_empty_list_or_a_heading(wesaid: Wesaid) -> None:
    assert wesaid("export", "answers", "--json").json() == []
    assert wesaid("export", "answers", "--format", "csv").out.count("\n") == 1
    assert wesaid("export", "answers", "--format", "csv", "--json").status == 2
    assert wesaid("export", "answers", "--format", "xml").status == 2
    assert wesaid("export", "answers", "--project", "Nothing").status == 1


def test_flags_are_listed_with_their_times_and_without_words(
    wesaid_anywhere: Wesaid, database: Database
) -> None:
    seen = database.transact_now(visit)
    said = wesaid_anywhere("flags", "list", "--json")
    [flag] = said.json()
    assert flag["id"] == seen.flag
    assert flag["participant"] == seen.participant
    assert (flag["level"], flag["topic"], flag["status"]) == ("soon", "conduct", "open")
    assert flag["reasons"] == ["said something about the conduct of staff"]
    assert flag["owner"] is None
    assert datetime.fromisoformat(flag["contact_by"]).tzinfo is not None
    assert "shouted" not in said.out
    assert seen.participant in wesaid_anywhere("flags", "list").out
