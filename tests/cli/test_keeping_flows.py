"""Flows of a project's own on the command line: adding, listing, approving, sending."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.cli.languages import offered, untranslated
from bot.cli.soundness import Checked
from flows.library import library
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


def written(folder: Path, text: str = FLOW, name: str = "short.yaml") -> str:
    (folder / name).write_text(text)
    return name


def listed(wesaid: Wesaid, name: str = "short") -> dict[str, object]:
    found = wesaid("flows", "list", "--json").json()
    return next(one for one in found if one["name"] == name)


def test_a_flow_of_ones_own_is_checked_kept_and_listed(
    wesaid_anywhere: Wesaid, tmp_path: Path
) -> None:
    wesaid = wesaid_anywhere
    wesaid("project", "add", "Gardens")
    file = written(tmp_path)
    made = wesaid("flows", "add", file, "--json").json()
    assert (made["name"], made["new"], made["needs"]) == ("short", True, "")
    assert wesaid("flows", "add", file).out == "short is like that already.\n"
    row = listed(wesaid)
    assert (row["version"], row["source"], row["approved"]) == (made["version"], file, False)
    assert (row["sent"], row["languages"]) == (made["version"], {"en": 0})
    assert row["needs"]
    assert listed(wesaid, "welcome")["approved"] is True
    assert "short.yaml" in wesaid("flows", "list").out
    assert wesaid("flows", "paths", "short", "--json").json()["paths"] == 2
    assert "Are you safe?" in wesaid("flows", "play", "short").out


def test_a_flow_that_is_not_sound_is_not_added(wesaid: Wesaid, tmp_path: Path) -> None:
    wesaid("project", "add", "Gardens")
    file = written(tmp_path, FLOW.replace("safe ==", "sfae =="))
    said = wesaid("flows", "add", file, "--json")
    assert (said.status, said.out) == (1, "")
    assert "line 7, safe: `sfae`" in said.err
    assert said.err.endswith("short.yaml is not sound, and was not added.\n")
    assert all(one["name"] != "short" for one in wesaid("flows", "list", "--json").json())


def test_a_welcome_that_does_not_ask_for_consent_is_not_added(
    wesaid: Wesaid, tmp_path: Path
) -> None:
    wesaid("project", "add", "Gardens")
    file = written(tmp_path, FLOW.replace("flow: short", "flow: welcome"))
    said = wesaid("flows", "add", file)
    assert (said.status, said.out) == (1, "")
    assert "Add a question with `keeps: consent.check_ins`." in said.err
    assert listed(wesaid, "welcome")["source"] == "library"


def test_a_flow_of_ones_own_can_call_another_and_those_of_the_library(
    wesaid: Wesaid, tmp_path: Path
) -> None:
    wesaid("project", "add", "Gardens")
    calls = (
        "flow: long\ntitle: Long\nsteps:\n  - id: one\n    call: short\n"
        "  - id: two\n    call: get-in-touch\n  - id: bye\n    end: Goodbye.\n"
    )
    file = written(tmp_path, calls, "long.yaml")
    said = wesaid("flows", "check", file)
    assert (said.status, "there is no flow `short`" in said.out) == (1, True)
    wesaid("flows", "add", written(tmp_path))
    assert wesaid("flows", "check", file).status == 0
    assert wesaid("flows", "add", file).status == 0
    assert "Are you safe?" in wesaid("flows", "play", "long").out


def test_two_versions_that_are_kept_are_compared(wesaid_anywhere: Wesaid, tmp_path: Path) -> None:
    wesaid = wesaid_anywhere
    wesaid("project", "add", "Gardens")
    texts = (FLOW, FLOW.replace("urgent", "soon"))
    first, second = (
        wesaid("flows", "add", written(tmp_path, text), "--json").json()["version"]
        for text in texts
    )
    said = wesaid("flows", "diff", f"short@{first}", f"short@{second}")
    assert "now raises a soon flag" in said.out
    assert wesaid("flows", "diff", f"short@{second}", "short", "--json").json() == []
    found = wesaid("flows", "approvals", "short", "--json").json()
    assert [one["version"] for one in found] == [second, first]


def test_a_flow_goes_out_once_two_have_approved_it_and_one_knows_it_from_life(
    wesaid_anywhere: Wesaid, tmp_path: Path
) -> None:
    wesaid = wesaid_anywhere
    wesaid("cohort", "add", "Tuesday group")
    sending = ("round", "add", "short", "--cohort", "Tuesday group", "--now", "--json")
    assert wesaid("project", "set", "--approval", "on").status == 0
    assert [one["approval"] for one in wesaid("project", "list", "--json").json()] == ["on"]
    made = wesaid("flows", "add", written(tmp_path), "--json").json()
    assert made["needs"] == "two reviewers, at least one of them a person with lived experience"
    assert listed(wesaid)["sent"] is None
    refused = wesaid(*sending)
    assert (refused.status, refused.out) == (1, "")
    assert refused.err == (
        f"short cannot be sent yet. Version {made['version']} of it needs two reviewers, at least "
        "one of them a person with lived experience. "
        "Add them with: wesaid flows approve short --by NAME\n"
    )
    ada = wesaid("flows", "approve", "short", "--by", "Ada", "--json").json()
    assert (ada["new"], ada["approved"], ada["version"]) == (True, False, made["version"])
    assert "needs one more reviewer, a person with lived experience" in wesaid(*sending).err
    again = wesaid("flows", "approve", "short", "--by", "ada")
    assert again.out.startswith("Ada has approved short@")
    named = f"short@{made['version']}"
    assert (
        "It is approved."
        in wesaid("flows", "approve", named, "--by", "Bo", "--lived-experience").out
    )
    [version] = wesaid("flows", "approvals", "short", "--json").json()
    assert [(one["name"], one["lived_experience"]) for one in version["reviewers"]] == [
        ("Ada", False),
        ("Bo", True),
    ]
    assert datetime.fromisoformat(version["reviewers"][0]["at"]).tzinfo is not None
    assert "Bo (lived experience)" in wesaid("flows", "approvals", "short").out
    assert wesaid(*sending).json()["id"] == 1


def test_the_approved_version_goes_out_while_a_newer_one_waits(
    wesaid: Wesaid, tmp_path: Path
) -> None:
    wesaid("cohort", "add", "Tuesday group")
    first = wesaid("flows", "add", written(tmp_path), "--json").json()["version"]
    wesaid("flows", "approve", "short", "--by", "Ada", "--lived-experience")
    wesaid("flows", "approve", "short", "--by", "Bo")
    wesaid("project", "set", "--approval", "on")
    changed = FLOW.replace("Goodbye", "So long")
    second = wesaid("flows", "add", written(tmp_path, changed), "--json").json()["version"]
    sent = wesaid("round", "add", "short", "--cohort", "Tuesday group", "--now", "--json")
    assert sent.json()["id"] == 1
    assert f"Version {second} of short is not approved" in sent.err
    assert f"is sent, {first}." in sent.err
    assert listed(wesaid)["sent"] == first
    wesaid("project", "set", "--approval", "off")
    assert listed(wesaid)["sent"] == second


def test_what_cannot_be_approved_is_told(wesaid: Wesaid, tmp_path: Path) -> None:
    assert wesaid("flows", "approve", "short", "--by", "Ada").status == 1
    wesaid("project", "add", "Gardens")
    wesaid("flows", "add", written(tmp_path))
    for words, status, told in (
        (("welcome", "--by", "Ada"), 1, "comes with WeSaid and is approved already"),
        (("shrot", "--by", "Ada"), 2, "Did you mean short?"),
        (("short@0123456789ab", "--by", "Ada"), 1, "There is no version 0123456789ab of short"),
        (("short", "--by", " "), 2, "--by"),
        (("short",), 2, "--by"),
    ):
        said = wesaid("flows", "approve", *words)
        assert (said.status, said.out) == (status, "")
        assert told in said.err
    assert wesaid("project", "set", "--approval", "perhaps").status == 2


def test_a_text_that_a_language_lacks_is_told_and_a_language_without_a_catalog_is_not_offered(
    tmp_path: Path,
) -> None:
    for name in ("cy", "cy@easyread", "en", "fr"):
        (tmp_path / name).mkdir()
    title = library()["welcome"].title
    catalog = f'msgid ""\nmsgstr ""\n"Language: cy\\n"\n\nmsgid "{title}"\nmsgstr "Croeso"\n'
    for name in ("cy", "cy@easyread", "en"):
        (tmp_path / name / "flows.po").write_text(catalog)
    languages = offered(tmp_path)
    assert languages == {"cy": {title: "Croeso"}}
    lacking = untranslated(library()["welcome"], languages)
    assert title not in lacking["cy"]
    assert "In the morning" in lacking["cy"]
    assert untranslated(library()["welcome"], {}) == {}


def test_a_check_counts_the_texts_that_each_language_lacks() -> None:
    lacking = {"states": None, "untranslated": {"cy": ["Goodbye."], "gd": ["Hello.", "Goodbye."]}}
    assert list(Checked("short.yaml", ok=False, problems=(), more=lacking).lines()) == [
        "short.yaml: not sound",
        "  1 text is not in cy yet.",
        "  2 texts are not in gd yet.",
    ]


def test_a_flow_is_checked_by_its_name(wesaid: Wesaid, tmp_path: Path) -> None:
    wesaid("project", "add", "Gardens")
    wesaid("flows", "add", written(tmp_path))
    (tmp_path / "short.yaml").unlink()
    assert wesaid("flows", "check", "short", "welcome").out.startswith("short: sound; ")
    [kept] = wesaid("flows", "check", "short", "--json").json()
    assert (kept["source"], kept["ok"]) == ("short", True)
    said = wesaid("flows", "check", "shrt")
    assert said.status == 2
    assert "there is no file or flow shrt." in said.err
    assert "Did you mean short?" in said.err
