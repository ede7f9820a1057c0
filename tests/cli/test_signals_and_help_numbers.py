"""What raises a flag besides words, and a project's own numbers to call."""

from __future__ import annotations

import json

from tests.cli.command import Wesaid


def test_signals_are_shown_in_words_and_changed_one_by_one(wesaid_anywhere: Wesaid) -> None:
    wesaid = wesaid_anywhere
    wesaid("cohort", "add", "Tuesday group")
    shown = wesaid("signals", "show").out
    assert "by 4 points on a scale from 0 to 10 where the measure does not say" in shown
    assert "after 48 hours: a routine flag is raised." in shown
    said = wesaid("signals", "set", "--fall", "soon", "--low", "off", "--no-answer-hours", "72")
    assert "they are told who will be in touch" in said.out
    settings = wesaid("signals", "show", "--json").json()
    assert settings == {
        "fall": "soon",
        "fall_points": 4,
        "low": "off",
        "low_points": 3,
        "no_answer": "routine",
        "no_answer_hours": 72,
        "stopped": "routine",
    }


def test_a_signal_never_raises_more_than_soon(wesaid: Wesaid) -> None:
    said = wesaid("signals", "set", "--fall", "urgent")
    assert said.status == 2
    assert "soon" in said.err
    assert wesaid("signals", "set").status == 2


def test_a_number_is_added_listed_checked_and_removed(wesaid_anywhere: Wesaid) -> None:
    wesaid = wesaid_anywhere
    wesaid("cohort", "add", "Tuesday group")
    words = ("--how", "01234 567890, any time", "--source", "nhs.uk", "--checked", "2025-01-31")
    made = wesaid(
        "help-number", "add", "Crisis team", *words, "--topic", "suicide", "--json"
    ).json()
    (listed,) = wesaid("help-number", "list", "--json").json()
    assert listed == {
        "id": made["id"],
        "name": "Crisis team",
        "how": "01234 567890, any time",
        "topic": "suicide",
        "nation": None,
        "source": "nhs.uk",
        "checked": "2025-01-31",
    }
    assert wesaid("help-number", "check", str(made["id"])).status == 0
    assert wesaid("help-number", "list", "--json").json()[0]["checked"] > "2026"
    assert wesaid("help-number", "remove", str(made["id"])).status == 0
    assert wesaid("help-number", "list", "--json").json() == []
    gone = wesaid("help-number", "remove", str(made["id"]))
    assert gone.status == 1
    assert "There is no number with the id" in gone.err


def test_doctor_warns_of_a_projects_number_that_nobody_checked_for_six_months(
    wesaid: Wesaid,
) -> None:
    wesaid("cohort", "add", "Tuesday group")
    words = ("--how", "01234 567890", "--source", "nhs.uk", "--checked", "2025-01-31")
    wesaid("help-number", "add", "Crisis team", *words)
    checks = json.loads(wesaid("doctor", "--json").out)["checks"]
    found = {one["name"]: one for one in checks}
    assert found["numbers to call (WeSaid)"]["state"] == "warning"
    assert "Crisis team (1)" in found["numbers to call (WeSaid)"]["words"]


def test_wrong_words_are_told_with_what_is_right(wesaid: Wesaid) -> None:
    words = ("help-number", "add", "Crisis team", "--source", "nhs.uk")
    assert "--how" in wesaid(*words).err
    wrong = wesaid(*words, "--how", "1", "--topic", "suicid")
    assert wrong.status == 2
    assert "Did you mean suicide?" in wrong.err
    assert wesaid(*words, "--how", "x" * 81).status == 2
    assert wesaid(*words, "--how", "1", "--checked", "2199-01-01").status == 2
    assert wesaid(*words, "--how", "1", "--nation", "france").status == 2
    assert "it must be a whole number, such as 3." in wesaid("help-number", "remove", "ZZ").err
