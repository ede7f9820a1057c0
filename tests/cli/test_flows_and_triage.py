"""Looking at flows, walking through one in the terminal, and triage of many texts."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.command import Wesaid, environment_for


def lines(*records: dict[str, Any]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def test_the_library_is_listed_and_sound(wesaid: Wesaid) -> None:
    listed = wesaid("flows", "list", "--json").json()
    assert {"welcome", "after-session"} <= {one["name"] for one in listed}
    assert all({"name", "title", "version", "steps"} <= set(one) for one in listed)
    checked = wesaid("flows", "check", "--json").json()
    assert {"welcome.yaml", "after-session.yaml", "locales/en/phrases.yaml"} <= {
        one["source"] for one in checked
    }
    assert all(one["ok"] and one["problems"] == [] for one in checked)


def test_a_flow_that_is_not_sound_is_refused_with_line_and_mend(
    wesaid: Wesaid, tmp_path: Path
) -> None:
    (tmp_path / "bad.yaml").write_text(
        "flow: bad\ntitle: Bad\nsteps:\n"
        "  - id: a\n    choice: Are you well?\n    options: {no: No, yes: Yes}\n    next: nowhere\n"
        "  - id: z\n    end: Thank you.\n"
    )
    said = wesaid("flows", "check", "bad.yaml", "--json")
    assert said.status == 1
    [checked] = json.loads(said.out)
    assert checked["ok"] is False
    problem = checked["problems"][0]
    assert problem["line"] == 7
    assert "nowhere" in problem["what"]
    assert problem["mend"]
    assert said.err == "1 file is not sound.\n"
    assert "line 7, a:" in wesaid("flows", "check", "bad.yaml").out
    assert wesaid("flows", "play", "bad.yaml").status == 1
    assert wesaid("flows", "check", "nowhere.yaml").status == 1


SAFE = """
flow: safe
title: Are you safe?
steps:
  - id: heard
    rating: How much did you feel listened to?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
  - id: safe
    choice: Do you feel safe right now?
    options: {"yes": "Yes", "no": "No"}
    flag: {when: "safe == 'no'", level: urgent, topic: danger, reason: does not feel safe}
  - id: message
    text: Anything else you want to tell {{ facilitator }}?
  - id: bye
    end: Thank you.
"""


def test_a_check_in_is_played_with_typed_answers_from_a_pipe(
    wesaid: Wesaid, tmp_path: Path
) -> None:
    (tmp_path / "safe.yaml").write_text(SAFE)
    said = wesaid("flows", "play", "safe.yaml", stdin="11\n7/10\n2\n1\nThe tea was nice\n")
    assert said.status == 0
    assert "> 7/10" in said.out
    assert "That number is not on the scale" in said.out
    assert "0 to 10. 0 is Not at all, 10 is Completely." in said.out
    assert "  1  Yes\n  2  No\n" in said.out
    assert "I want to talk to someone" in said.out
    assert "a flag would be raised: urgent, danger: does not feel safe\n" in said.out
    after_two = said.out.partition("> 2\n")[2]
    assert after_two.startswith("\n\u2014 a flag would be raised")
    assert "999" in said.out
    assert "  1  Carry on" in said.out
    assert "Anything else you want to tell Sam?" in said.out
    assert said.out.endswith("Thank you.\n")
    assert "nobody was told" not in said.err


def test_words_and_controls_count_in_the_terminal_as_they_do_in_the_chat(
    wesaid: Wesaid,
) -> None:
    said = wesaid("flows", "play", "after-session", stdin="I want to die\nhelp\ntalk\n2\nstop\n")
    assert said.status == 0
    assert "suicide: matched" in said.out
    assert "asked to talk to someone" in said.out
    assert "I have stopped" in said.out


def test_the_end_of_the_input_ends_a_check_in_kindly(wesaid: Wesaid) -> None:
    said = wesaid("flows", "play", "welcome", stdin="")
    assert said.status == 0
    assert "nobody was told" in said.err


def test_ctrl_c_ends_a_check_in_kindly(tmp_path: Path, sqlite_url: str) -> None:
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "bot", "flows", "play", "welcome"],
        cwd=tmp_path,
        env=environment_for(tmp_path, sqlite_url),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    while "Stop)" not in process.stdout.readline():
        assert process.poll() is None
    time.sleep(1)  # it is waiting for an answer now
    os.kill(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "nobody was told" in err
    assert "Traceback" not in err


def test_an_unknown_flow_is_wrong_words_with_a_hint(wesaid: Wesaid) -> None:
    said = wesaid("flows", "play", "after-sesion")
    assert (said.status, said.out) == (2, "")
    assert "Did you mean after-session?" in said.err


def test_triage_answers_each_line_in_order_with_level_rule_topic_and_span(
    wesaid: Wesaid,
) -> None:
    text = "I want to die"
    given = lines({"id": "a", "text": "The tea was nice."}, {"id": 7, "text": text})
    said = wesaid("triage", stdin=f"\ufeff{given}\n")
    assert said.status == 0, said.err
    first, second = (json.loads(line) for line in said.out.splitlines())
    assert first == {"id": "a", "level": "none", "rule": None, "topic": None, "span": None}
    assert set(second) == {"id", "level", "rule", "topic", "span"}
    assert second["id"] == 7
    assert second["level"] in ("soon", "urgent")
    assert second["topic"] == "suicide"
    start, end = second["span"]
    assert 0 <= start < end <= len(text)


def test_triage_explains_itself_on_the_same_line(wesaid: Wesaid) -> None:
    said = wesaid("triage", "--explain", stdin=lines({"id": "a", "text": "I want to die"}))
    [record] = [json.loads(line) for line in said.out.splitlines()]
    assert record["explanation"]["considered"][0]["rule"] == record["rule"]
    assert record["explanation"]["sentences"]


def test_triage_knows_the_names_of_staff_that_it_is_told_of(wesaid: Wesaid) -> None:
    given = lines({"id": "a", "text": "sam touched me"})
    without = wesaid("triage", "--explain", stdin=given)
    assert json.loads(without.out)["level"] == "none"
    assert "Say --project NAME, or --staff NAME." in without.err
    wesaid("staff", "add", "Sam Jones", "--role", "facilitator")
    for words in (
        ("--staff", "Sam"),
        ("--project", "WeSaid"),
        ("--staff", "Lee", "--staff", "Sam"),
    ):
        said = wesaid("triage", *words, stdin=given)
        assert (said.err, json.loads(said.out)["topic"]) == ("", "conduct")
        explained = json.loads(wesaid("triage", "--explain", *words, stdin=given).out)
        assert explained["level"] == "soon"
        assert explained["explanation"]["considered"][0]["rule"] == explained["rule"]
    unknown = wesaid("triage", "--project", "Wessaid", stdin=given)
    assert (unknown.status, unknown.out) == (1, "")
    assert "Did you mean WeSaid?" in unknown.err


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("not json\n", "Line 2 is not JSON"),
        ('{"text": "hello"}\n', 'Line 2 has no "id"'),
        ('{"id": "b", "text": 7}\n', 'Line 2 needs a "text"'),
        ("[]\n", "Line 2 is not an object"),
        ("sam touched me\n", '{"id": "1", "text": "what somebody wrote"}'),
    ],
)
def test_a_line_that_cannot_be_read_ends_triage_and_what_came_before_stands(
    wesaid: Wesaid, wrong: str, told: str
) -> None:
    said = wesaid("triage", stdin=lines({"id": "a", "text": "Fine."}) + wrong)
    assert said.status == 1
    assert json.loads(said.out)["id"] == "a"
    assert told in said.err
    assert said.err.count("\n") == 1


def test_broken_bytes_are_triaged_and_not_refused(wesaid: Wesaid) -> None:
    said = wesaid("triage", stdin=b'{"id": "a", "text": "I want to die \xff\xfe \\ud83d"}\n')
    assert said.status == 0
    assert json.loads(said.out)["topic"] == "suicide"


def test_a_language_without_rules_is_refused_and_not_quietly_taken_for_english(
    wesaid: Wesaid,
) -> None:
    said = wesaid("triage", "--locale", "xx", stdin=lines({"id": "a", "text": "Hello"}))
    assert (said.status, said.out) == (2, "")
    assert "There are rules for: en" in said.err
