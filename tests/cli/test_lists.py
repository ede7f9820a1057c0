"""A project's lists on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.outcomes.project_lists import LONGEST, MOST
from flows.definition import load_flow
from flows.facts import PROJECT_LISTS
from flows.lists import lists_in
from storage.database import Database
from storage.project_lists import lists_of
from storage.projects import find_project
from tests.cli.command import Wesaid

RAMP, TEA = "We found a room with a ramp", "There is tea & cake"


def test_a_list_is_set_shown_put_in_another_order_and_cleared(wesaid_anywhere: Wesaid) -> None:
    wesaid = wesaid_anywhere
    assert wesaid("list", "set", "actions", RAMP, f"  {TEA} ", "--json").json() == {
        "actions": [RAMP, TEA]
    }
    nothing: dict[str, list[str]] = {name: [] for name in PROJECT_LISTS}
    assert wesaid("list", "show", "--json").json() == nothing | {"actions": [RAMP, TEA]}
    assert wesaid("list", "show", "actions").out == f"actions:\n  1. {RAMP}\n  2. {TEA}\n"
    assert "now has 1 text." in wesaid("list", "set", "actions", TEA).out
    assert wesaid("list", "show", "actions", "--json").json() == {"actions": [TEA]}
    assert "empty now" in wesaid("list", "clear", "actions").out
    assert wesaid("list", "show", "actions").out == "actions: nothing yet\n"


def test_each_project_has_lists_of_its_own(wesaid: Wesaid, sqlite_database: Database) -> None:
    for name in ("Kitchen", "Garden"):
        wesaid("project", "add", name)
    wesaid("list", "set", "measures", "Sleep", "--project", "Garden")

    def kept(connection: Connection) -> dict[str, tuple[str, ...]]:
        project = find_project(connection, "Garden")
        assert project is not None
        return lists_of(connection, project, PROJECT_LISTS)

    assert sqlite_database.read_now(kept)["measures"] == ("Sleep",)
    assert wesaid("list", "show", "measures", "--json").json() == {"measures": []}
    said = wesaid("list", "show", "--project", "Gaden")
    assert (said.status, said.out) == (1, "")
    assert "Did you mean Garden?" in said.err


@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "with a mark of its encoding"])
def test_a_list_is_read_from_a_file_with_a_text_on_each_line(
    wesaid: Wesaid, tmp_path: Path, start: str
) -> None:
    file = tmp_path / "actions.txt"
    file.write_bytes(f"{start}{RAMP}\r\n\r\n  Paned a chacen: tŷ bach  \r\n".encode())
    said = wesaid("list", "set", "actions", "--file", str(file), "--json")
    assert said.json() == {"actions": [RAMP, "Paned a chacen: tŷ bach"]}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("action", RAMP), "no list called action. It is one of: actions, proposals, measures."),
        (("access_needs", RAMP), "no list called access_needs."),
        (("actions",), "wesaid list clear actions"),
        (("actions", RAMP, "  "), "text 2 is empty"),
        (("actions", RAMP, RAMP.upper()), "text 1 and text 2 are the same"),
        (("actions", "a" * (LONGEST + 1)), f"has {LONGEST + 1} characters, and may have {LONGEST}"),
        (("actions", "\x07"), "text 1 has characters in it that cannot be shown"),
        (
            ("actions", *(f"Action {n}" for n in range(MOST + 3))),
            f"a list has at most {MOST} texts, and these are {MOST + 3}",
        ),
        (("actions", RAMP, "--file", "actions.txt"), "not both"),
    ],
)
def test_what_cannot_be_a_list_is_told_and_changes_nothing(
    wesaid: Wesaid, words: tuple[str, ...], told: str
) -> None:
    wesaid("list", "set", "actions", TEA)
    said = wesaid("list", "set", *words)
    assert (said.status, said.out) == (2, "")
    assert told in said.err
    assert wesaid("list", "show", "actions", "--json").json() == {"actions": [TEA]}


def test_a_file_that_cannot_be_a_list_is_told(wesaid: Wesaid, tmp_path: Path) -> None:
    for content, status, told in (
        (b"\n \n", 2, "has no text in it"),
        (b"caf\xe9", 1, "is not UTF-8 text"),
        (b"Tea\n" + b"a" * 301, 1, "actions.txt: text 2 has 301 characters"),
        (None, 1, "cannot be read"),
    ):
        file = tmp_path / "actions.txt"
        file.write_bytes(content) if content is not None else file.unlink()
        said = wesaid("list", "set", "actions", "--file", str(file))
        assert (said.status, said.out) == (status, "")
        assert told in said.err


def test_texts_that_no_question_comes_to_are_told(wesaid: Wesaid) -> None:
    said = wesaid("list", "set", "actions", *(f"Action {n}" for n in range(7)))
    assert said.status == 0
    told = "we-said-we-did goes through the first 5 of actions only, and there are 7."
    assert said.err == told + "\n"
    wesaid("cohort", "add", "Tuesday group")
    words = ("round", "add", "we-said-we-did", "--cohort", "Tuesday group", "--now")
    assert f"Warning: {told}" in wesaid(*words).err


def test_a_round_that_goes_through_an_empty_list_says_so(wesaid_anywhere: Wesaid) -> None:
    wesaid = wesaid_anywhere
    wesaid("cohort", "add", "Tuesday group")
    words = ("--cohort", "Tuesday group", "--now", "--json")
    said = wesaid("round", "add", "we-said-we-did", *words)
    assert said.json()["id"] == 1, "it is added all the same"
    assert "we-said-we-did goes through the project's list of actions, which is empty" in said.err
    wesaid("list", "set", "actions", RAMP)
    for flow in ("we-said-we-did", "after-session"):
        assert "list of" not in wesaid("round", "add", flow, *words).err


def test_the_list_of_flows_says_which_go_through_a_list(wesaid: Wesaid) -> None:
    rows = {row["name"]: row["lists"] for row in wesaid("flows", "list", "--json").json()}
    assert rows["we-said-we-did"] == {"actions": 5}
    assert rows["after-session"] == {}
    assert "we-said-we-did (actions)" in wesaid("flows", "list").err


def test_a_list_is_found_in_a_text_and_in_a_repeat_and_nowhere_else() -> None:
    flow = load_flow(
        """
flow: lists
title: Measures and actions
steps:
  - id: first
    say: "{{ name }}, our measures and actions: {{ proposals[1] }}"
  - id: each
    repeat:
      over: actions
      most: 3
      steps:
        - id: happened
          yes_no: "{{ item }}: did it happen?"
  - id: bye
    end: Thank you.
""",
        "lists.yaml",
    )
    assert lists_in(flow) == {"actions": 3, "proposals": 2}
