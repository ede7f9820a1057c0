"""What `wesaid run` and `serve` say before they begin, and once they run."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import Wesaid, environment_for
from tests.cli.test_endings import SLOW, python


def test_without_tokens_run_names_both_variables_and_where_to_get_them(wesaid: Wesaid) -> None:
    said = wesaid("run")
    assert (said.status, said.out) == (1, "")
    assert "WESAID_PARTICIPANT_TOKEN and WESAID_STAFF_TOKEN" in said.err
    assert "@BotFather" in said.err
    assert "Staff see to people in need in the staff bot" in said.err
    assert said.err.endswith("run: wesaid demo\n")
    assert said.err.count("\n") == 1


GOOD = "1001:participants-bot-token-for-tests"
OTHER = "1002:staff-bot-token-for-tests-only-xx"


@pytest.mark.parametrize(
    ("participant", "staff", "told"),
    [
        ("hello", OTHER, "WESAID_PARTICIPANT_TOKEN is not a token of a bot."),
        (GOOD, f"Use this token: {OTHER}", "WESAID_STAFF_TOKEN holds more than the token"),
        (f"{GOOD} ", OTHER, "WESAID_PARTICIPANT_TOKEN holds more than the token"),
        (GOOD, GOOD, "Both bots have the same token."),
        (GOOD, "", "A bot's token is missing"),
    ],
)
def test_tokens_that_cannot_be_right_are_told_before_anything_starts(
    wesaid: Wesaid, participant: str, staff: str, told: str
) -> None:
    said = wesaid("run", WESAID_PARTICIPANT_TOKEN=participant, WESAID_STAFF_TOKEN=staff)
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith(told)
    assert "went wrong" not in said.err
    assert said.err.count("\n") == 1
    for token in (GOOD, OTHER):
        assert token not in said.err


def test_missing_tokens_are_told_before_anything_slow_is_imported(tmp_path: Path) -> None:
    slow = tuple(name for name in SLOW if name != "pydantic_settings")
    said = python(
        tmp_path,
        "import sys\n"
        "sys.argv = ['wesaid', 'run']\n"
        "from bot.cli import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        f"    print([name for name in {slow!r} if name in sys.modules])\n",
        WESAID_SECRET_KEY="",
    )
    assert said.returncode == 1
    assert "tokens are missing" in said.stderr
    assert said.stdout.strip() == "[]"


def test_a_running_service_says_so_in_plain_words_and_where_its_pages_are(
    tmp_path: Path, sqlite_url: str
) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        cwd=tmp_path,
        env=environment_for(tmp_path, sqlite_url) | {"PORT": "0", "WESAID_HOST": "127.0.0.1"},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    lines = []
    for line in process.stderr:
        lines.append(line.rstrip())
        if "The web chat is at" in line:
            break
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert lines[0].startswith("Telegram is left out here. Staff are told by `wesaid work`")
    assert lines[1] == "WeSaid is starting. This takes a few seconds."
    assert "WeSaid is running. Leave this window open; Ctrl-C stops it." in lines
    assert re.search(r"The web chat is at http://localhost:[1-9]\d*/chat,", lines[-1])
    assert process.returncode == 0


@pytest.mark.long
def test_a_port_that_is_taken_is_told_before_anything_begins(
    tmp_path: Path, sqlite_url: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "-m", "bot", "run"],
            cwd=tmp_path,
            env=environment_for(tmp_path, sqlite_url)
            | {"PORT": str(port), "WESAID_HOST": "127.0.0.1"}
            | {"WESAID_PARTICIPANT_TOKEN": GOOD, "WESAID_STAFF_TOKEN": OTHER}
            | {"WESAID_TELEGRAM_API": "http://127.0.0.1:9"},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith(f"Port {port} is taken by another program.")
    for trace in ("Traceback", "CancelledError", "telegram"):
        assert trace not in ended.stderr
