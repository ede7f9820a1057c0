"""Checking flows, their paths, their differences, and their schema, on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.command import Wesaid

FLOW = """\
flow: short
title: Short
steps:
  - id: safe
    choice: Are you safe?
    options: {"yes": "Yes", "no": "No"}
    flag: {when: "safe == 'no'", level: urgent, topic: danger, reason: is not safe}
  - id: bye
    end: Goodbye.
"""


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text)
    return name


def test_a_check_says_what_was_explored_and_how_old_readers_must_be(wesaid: Wesaid) -> None:
    checked = {one["flow"]: one for one in wesaid("flows", "check", "--json").json()}
    welcome = checked["welcome"]
    assert welcome["states"] > 5
    assert welcome["seconds"] < 30
    assert 5 <= welcome["reading_age"]["hello"] <= 11
    assert welcome["warnings"] == []
    assert "en" not in welcome["languages"]
    said = wesaid("flows", "check").out
    assert "welcome.yaml: sound; " in said
    assert " states explored in " in said


def test_a_warning_is_shown_and_does_not_make_a_flow_unsound(
    wesaid: Wesaid, tmp_path: Path
) -> None:
    hard = "Organisational accountability necessitates comprehensive individual documentation."
    file = written(tmp_path, "short.yaml", FLOW.replace("Goodbye.", hard))
    said = wesaid("flows", "check", file)
    assert said.status == 0
    assert "warning: line 9, bye: this needs a reader" in said.out
    [checked] = wesaid("flows", "check", file, "--json").json()
    assert (checked["ok"], checked["problems"]) == (True, [])
    assert [one["line"] for one in checked["warnings"]] == [9]


def test_paths_are_a_table_a_document_or_a_diagram(wesaid: Wesaid, tmp_path: Path) -> None:
    file = written(tmp_path, "short.yaml", FLOW)
    table = wesaid("flows", "paths", file)
    assert [line.split()[0] for line in table.out.splitlines()] == ["part", "1", "1"]
    assert "safe: Yes / no answer" in table.out
    assert "urgent, danger" in table.out
    found = wesaid("flows", "paths", file, "--json").json()
    assert (found["paths"], found["parts"], len(found["rows"])) == (2, 1, 2)
    assert found["rows"][1]["flags"] == [
        {"step": "safe", "level": "urgent", "topic": "danger", "reason": "is not safe"}
    ]
    diagram = wesaid("flows", "paths", "after-session", "--mermaid")
    assert diagram.out.startswith("flowchart TD\n")
    assert "raises: urgent, danger" in diagram.out


def test_ways_that_are_left_out_of_a_table_are_told(wesaid: Wesaid, tmp_path: Path) -> None:
    file = written(tmp_path, "short.yaml", FLOW)
    assert "1 way is left out" in wesaid("flows", "paths", file, "--most", "1").err


def test_a_flow_whose_names_mean_nothing_has_no_paths(wesaid: Wesaid, tmp_path: Path) -> None:
    file = written(tmp_path, "short.yaml", FLOW.replace("safe ==", "sfae =="))
    said = wesaid("flows", "paths", file)
    assert (said.status, said.out) == (1, "")
    assert "`sfae` in `sfae == 'no'` is neither a step nor a fact" in said.err


def test_two_versions_are_compared_in_plain_words(wesaid: Wesaid, tmp_path: Path) -> None:
    old = written(tmp_path, "old.yaml", FLOW)
    new = written(tmp_path, "new.yaml", FLOW.replace("urgent", "soon"))
    said = wesaid("flows", "diff", old, new)
    assert "now raises a soon flag (danger: is not safe)" in said.out
    found = wesaid("flows", "diff", old, new, "--json").json()
    assert [one["step"] for one in found] == ["safe", "safe"]
    same = wesaid("flows", "diff", "welcome", "welcome")
    assert (same.status, same.out, same.err) == (0, "", "Nothing is different.\n")


def test_a_version_is_named_by_its_hash(wesaid: Wesaid) -> None:
    listed = {one["name"]: one["version"] for one in wesaid("flows", "list", "--json").json()}
    now = f"welcome@{listed['welcome']}"
    assert wesaid("flows", "diff", "welcome", now, "--json").json() == []
    wesaid("migrate")
    missing = wesaid("flows", "diff", "welcome@0123456789ab", "welcome")
    assert missing.status == 1
    assert "There is no version 0123456789ab of welcome" in missing.err
    unknown = wesaid("flows", "diff", "welcom", "welcome")
    assert unknown.status == 2
    assert "Did you mean welcome?" in unknown.err


def test_the_schema_is_one_json_document(wesaid: Wesaid) -> None:
    made = json.loads(wesaid("flows", "schema").out)
    assert made["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert made["required"] == ["flow", "title", "steps"]
