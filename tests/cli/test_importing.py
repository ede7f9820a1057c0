"""Adding participants from a spreadsheet."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.people.importing import NamedRow, NoSpreadsheet, read_names
from storage.database import Database
from storage.people import find_person_by_code
from tests.cli.command import Wesaid


def names(content: str | bytes) -> list[tuple[int, str]]:
    listed = read_names(content if isinstance(content, bytes) else content.encode())
    return [(one.row, one.name) for one in listed.rows]


def problems(content: str) -> dict[int, str]:
    return {one.row: one.problem for one in read_names(content.encode()).problems}


def test_good_rows_are_added_and_bad_ones_told_by_the_row_a_spreadsheet_shows(
    wesaid_anywhere: Wesaid, tmp_path: Path
) -> None:
    wesaid = wesaid_anywhere
    wesaid("cohort", "add", "Tuesday group")
    staff = wesaid("staff", "add", "Sam", "--role", "facilitator", "--lead", "--json").json()
    file = tmp_path / "people.csv"
    file.write_text('\ufeffname,phone\nAsh,07700\n"Bo\nX",1\n,2\n\n"Okafor, Chi",3\nDan, E,5\n')
    said = wesaid(
        *("participant", "import", "people.csv", "--cohort", "Tuesday group"),
        *("--facilitator", staff["id"], "--json"),
    )
    made = said.json()
    assert set(made) == {"participants", "errors"}
    assert [(one["row"], one["name"]) for one in made["participants"]] == [
        (2, "Ash"),
        (6, "Okafor, Chi"),
    ]
    assert all({"id", "name", "code"} <= set(one) for one in made["participants"])
    assert len({one["code"] for one in made["participants"]}) == 2
    assert [one["row"] for one in made["errors"]] == [3, 4, 7]
    assert all(set(one) == {"row", "problem"} for one in made["errors"])
    assert "Not used: phone" in said.err
    assert "WeSaid keeps no phone numbers and e-mail addresses of participants (phone)" in said.err
    assert "3 rows were left out" in said.err
    assert "07700" not in said.out + said.err


def test_each_row_can_name_its_facilitator_and_a_wrong_one_is_told(
    wesaid_anywhere: Wesaid, tmp_path: Path
) -> None:
    wesaid = wesaid_anywhere
    wesaid("cohort", "add", "Tuesday group")
    sam = wesaid("staff", "add", "Sam Okafor", "--role", "facilitator", "--json").json()["id"]
    kim = wesaid("staff", "add", "Kim", "--role", "facilitator", "--json").json()["id"]
    wesaid("staff", "add", "Twin", "--role", "facilitator")
    wesaid("staff", "add", "Twin", "--role", "facilitator", "--another")
    (tmp_path / "people.csv").write_text(
        f"Name,Facilitator\nAsh,{sam.lower()}\nBo,Sam  Okafor\nChi,\nDan,Sam Okafo\nEd,Twin\n"
    )
    made = wesaid(
        *("participant", "import", "people.csv", "--cohort", "Tuesday group"),
        *("--facilitator", "Kim", "--json"),
    )
    document = made.json()
    listed = wesaid("participant", "list", "--json").json()
    facilitators = {one["id"]: one["facilitator"] for one in listed}
    assert [(one["name"], facilitators[one["id"]]) for one in document["participants"]] == [
        ("Ash", sam),
        ("Bo", sam),
        ("Chi", kim),
    ]
    problems = {one["row"]: one["problem"] for one in document["errors"]}
    assert set(problems) == {5, 6}
    assert "Did you mean Sam Okafor?" in problems[5]
    assert "More than one is called Twin" in problems[6]
    assert "Not used" not in made.err


def test_a_name_that_is_there_already_is_not_added_twice_unless_told_to(
    wesaid: Wesaid, tmp_path: Path
) -> None:
    wesaid("cohort", "add", "Tuesday group")
    (tmp_path / "people.csv").write_text("name\nAsh\nBo\nash\n")
    words = ("participant", "import", "people.csv", "--cohort", "Tuesday group")
    first = wesaid(*words, "--json").json()
    assert [one["name"] for one in first["participants"]] == ["Ash", "Bo"]
    assert [one["row"] for one in first["errors"]] == [4]
    assert "row 2 has the same name" in first["errors"][0]["problem"]
    # What the message says is done, and adds nobody besides.
    mend = first["errors"][0]["problem"].split("; ")[1]
    assert mend.startswith("if this is another person, put the row into a file of its own")
    (tmp_path / "other.csv").write_text("name\nash\n")
    told = ("participant", "import", "other.csv", "--cohort", "Tuesday group", "--anyway")
    assert [one["name"] for one in wesaid(*told, "--json").json()["participants"]] == ["ash"]
    again = wesaid(*words)
    assert again.status == 1
    assert "added" not in again.out.casefold()
    assert "Row 2: somebody of this name is in the cohort already" in again.err
    assert again.err.index("3 rows were left out:") < again.err.index("Row 2:")
    anyway = wesaid(*words, "--anyway", "--json")
    assert [one["name"] for one in anyway.json()["participants"]] == ["Ash", "Bo", "ash"]
    assert "Row 4: somebody of this name" in anyway.err
    assert len(wesaid("participant", "list", "--json").json()) == 6


def test_a_dry_run_adds_nobody(wesaid: Wesaid, tmp_path: Path, sqlite_database: Database) -> None:
    wesaid("cohort", "add", "Tuesday group")
    (tmp_path / "people.csv").write_text("Name\nAsh\n")
    words = ("participant", "import", "people.csv", "--cohort", "Tuesday group", "--json")
    tried = wesaid(*words, "--dry-run").json()
    assert [(one["name"], one["id"], one["code"]) for one in tried["participants"]] == [
        ("Ash", None, None)
    ]
    [added] = wesaid(*words).json()["participants"]
    someone = sqlite_database.read_now(lambda c: find_person_by_code(c, added["id"]))
    assert someone is not None
    assert someone.name == "Ash"


def test_a_file_without_a_column_of_names_is_told_as_json_and_as_a_sentence(
    wesaid: Wesaid, tmp_path: Path
) -> None:
    wesaid("cohort", "add", "Tuesday group")
    (tmp_path / "people.csv").write_text("full name\nAsh\n")
    said = wesaid("participant", "import", "people.csv", "--cohort", "Tuesday group", "--json")
    assert said.status == 1
    assert '"row": 1' in said.out
    assert "no heading name. It has: full name" in said.err
    said = wesaid("participant", "import", "nowhere.csv", "--cohort", "Tuesday group", "--json")
    assert (said.status, said.out) == (1, "")
    assert said.err == "nowhere.csv cannot be read: No such file or directory.\n"


def test_when_no_row_is_good_the_command_fails(wesaid: Wesaid, tmp_path: Path) -> None:
    wesaid("cohort", "add", "Tuesday group")
    (tmp_path / "people.csv").write_text("name,email\n,a@example.org\n")
    said = wesaid("participant", "import", "people.csv", "--cohort", "Tuesday group", "--json")
    assert said.status == 1
    assert '"problem": "the name is empty"' in said.out


def test_files_of_several_hundred_are_added_whole(wesaid: Wesaid, tmp_path: Path) -> None:
    wesaid("cohort", "add", "Tuesday group")
    (tmp_path / "people.csv").write_text("name\n" + "".join(f"Ash {n}\n" for n in range(250)))
    made = wesaid("participant", "import", "people.csv", "--cohort", "Tuesday group", "--json")
    assert [one["name"] for one in made.json()["participants"]] == [f"Ash {n}" for n in range(250)]


@pytest.mark.parametrize(
    "content",
    [
        "name\nÅsa\n",
        "\ufeffname\r\nÅsa\r\n",
        "NAME\nÅsa",
        "id;name\n1;Åsa\n",
        "id\tname\n1\tÅsa\n",
        '"name"\n"Åsa"\n',
        "name\n  Åsa  \n",
    ],
)
def test_the_spreadsheets_that_people_save_are_understood(content: str) -> None:
    assert names(content) == [(2, "Åsa")]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\n", "The file is empty"),
        (b"names\nAsh\n", "no heading name"),
        (b"name,name\nAsh,Bo\n", "more than once"),
        (b"name\n\xc5sa\n", "not UTF-8 text (line 2)"),
        ("name\nAsh\n".encode("utf-16"), "not UTF-8 text"),
    ],
)
def test_what_is_no_list_of_names_is_told_with_what_to_do(content: bytes, words: str) -> None:
    with pytest.raises(NoSpreadsheet) as told:
        read_names(content)
    assert words in str(told.value)


def test_each_bad_row_has_its_own_problem_and_no_name_in_it() -> None:
    told = problems(f'name\n"a\nb"\n\x07bell\n{"x" * 101}\n"q"q\nfine\n"never closed\n')
    assert told == {
        2: "the name has a line break in it",
        3: "the name has characters in it that cannot be shown",
        4: "the name is longer than 100 characters",
        5: "a quotation mark is out of place",
        7: "a quotation mark is opened and never closed, so all after it is left out",
    }


def test_empty_rows_and_short_rows_do_no_harm() -> None:
    assert names("id,name\n\n,\n1,Ash\n") == [(4, "Ash")]
    assert problems("id,name\n1\n") == {2: "the name is empty"}


@given(st.binary(max_size=200))
def test_any_bytes_after_the_heading_are_read_or_refused_in_words(content: bytes) -> None:
    try:
        listed = read_names(b"name\n" + content)
    except NoSpreadsheet:
        return
    assert all(isinstance(one, NamedRow) and one.name.strip() for one in listed.rows)
