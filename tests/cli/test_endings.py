"""How commands begin and end: help, wrong words, wrong settings, and errors nobody expected."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from storage.database import Database
from tests.cli.command import ROOT, WarmCommands, Wesaid, environment_for, wesaid_in

SLOW = (
    *("sqlmodel", "sqlalchemy", "alembic", "aiogram", "telegram", "aiohttp", "textblob"),
    *("apscheduler", "pydantic_settings", "cryptography", "babel", "httpx", "ruamel", "structlog"),
)


def python(folder: Path, code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment_for(folder, "sqlite:///wesaid.db") | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_help_needs_nothing_that_is_slow_to_import(tmp_path: Path) -> None:
    said = python(
        tmp_path,
        "import sys\n"
        "sys.argv = ['wesaid', '--help']\n"
        "from bot.cli import main\n"
        "try:\n"
        "    main()\n"
        "finally:\n"
        f"    print([name for name in {SLOW!r} if name in sys.modules], file=sys.stderr)\n",
    )
    assert said.returncode == 0
    assert "participant" in said.stdout
    assert said.stderr.strip() == "[]"


@pytest.mark.parametrize(
    "words",
    [
        *(("demo",), ("run",), ("serve",), ("work",), ("migrate",), ("doctor",), ("triage",)),
        *(("project", "add"), ("cohort", "add"), ("staff", "add"), ("participant", "add")),
        *(("participant", "import"), ("participant", "link"), ("round", "add"), ("flows", "list")),
        *(("flows", "check"), ("flows", "play"), ("flags", "list"), ("export", "answers")),
        *(("project", "list"), ("cohort", "list"), ("staff", "list"), ("participant", "list")),
        *(("participant", "show"), ("round", "list")),
    ],
)
def test_every_command_has_help(wesaid: Wesaid, words: tuple[str, ...]) -> None:
    said = wesaid(*words, "--help")
    assert said.status == 0
    assert f"wesaid {' '.join(words)}" in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("participants",), "Did you mean 'participant'?"),
        (("participant", "add"), "--cohort"),
        (("staff", "add", "Sam", "--role", "wizard"), "'facilitator', 'coordinator'"),
        (("staff", "add", " ", "--role", "facilitator"), "the name is empty"),
        (("staff", "add", "Sam", "--role", "facilitator", "--email", "sam"), "name@example.org"),
        (("demo", "--port", "70000"), "--port"),
        (("flags", "list", "--colour"), "--colour"),
    ],
)
def test_wrong_words_end_with_status_2_and_one_sentence(
    wesaid: Wesaid, words: tuple[str, ...], told: str
) -> None:
    said = wesaid(*words)
    assert (said.status, said.out) == (2, "")
    assert told in said.err
    assert said.err.count("\n") == 1
    assert "--help" in said.err


@pytest.mark.parametrize(
    "group", ["project", "cohort", "staff", "participant", "round", "flows", "flags", "export"]
)
def test_a_group_without_a_command_shows_the_help_of_its_commands(
    wesaid: Wesaid, group: str
) -> None:
    said = wesaid(group)
    assert said.status == 2
    assert f"Usage: wesaid {group}" in said.out
    assert "Commands" in said.out
    assert said.err == ""


@pytest.mark.parametrize(
    "words",
    [
        ("flags", "list"),
        ("export", "answers"),
        *(("project", "list"), ("cohort", "list"), ("staff", "list"), ("participant", "list")),
        *(
            ("participant", "show", "P-22222"),
            ("participant", "link", "P-22222"),
            ("round", "list"),
        ),
        ("staff", "link", "S-22222"),
        ("participant", "add", "--cohort", "Tuesday group"),
        ("round", "add", "after-session", "--cohort", "Tuesday group", "--now"),
    ],
)
def test_in_the_wrong_folder_nothing_is_made_and_the_missing_database_is_named(
    commands: WarmCommands, tmp_path: Path, words: tuple[str, ...]
) -> None:
    wesaid = wesaid_in(commands, tmp_path, "sqlite:///wesaid.db")
    said = wesaid(*words, WESAID_SECRET_KEY="")
    assert (said.status, said.out) == (1, "")
    assert f"There is no database {tmp_path}/wesaid.db." in said.err
    assert "DATABASE_URL" in said.err
    assert said.err.count("\n") == 1
    assert list(tmp_path.glob("wesaid*")) == []


@pytest.mark.parametrize(
    "words",
    [
        ("project", "add", "Gardens"),
        ("cohort", "add", "Tuesday group"),
        ("staff", "add", "Sam", "--role", "facilitator"),
    ],
)
def test_commands_that_set_up_make_the_database(
    commands: WarmCommands, tmp_path: Path, words: tuple[str, ...]
) -> None:
    assert wesaid_in(commands, tmp_path, "sqlite:///wesaid.db")(*words).status == 0
    assert (tmp_path / "wesaid.db").exists()


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({"WESAID_SENDS_PER_SECOND": "many"}, "WESAID_SENDS_PER_SECOND must be a number."),
        ({"PORT": "99999"}, "PORT must be at most 65535."),
        ({"WESAID_URGENT_ACK_S": "0"}, "WESAID_URGENT_ACK_S must be more than 0."),
        ({"WESAID_PUBLIC_URL": "wesaid.example.org"}, "WESAID_PUBLIC_URL is not right: it must"),
        ({"WESAID_SECRET_KEY": "short"}, "WESAID_SECRET_KEY is too short"),
        ({"WESAID_SECRET_KEY": ""}, "wesaid.db.key is missing"),
        ({"DATABASE_URL": "mysql://root:pass@host/x"}, "mysql"),
        ({"DATABASE_URL": "what is this"}, "DATABASE_URL is not an address"),
        ({"DATABASE_URL": "sqlite:////proc/wesaid.db"}, "/proc/wesaid.db"),
        ({"DATABASE_URL": "postgresql://u:pass@127.0.0.1:1/x"}, "cannot be reached"),
    ],
)
def test_a_wrong_setting_is_named_in_one_sentence_and_its_value_is_not_shown(
    wesaid: Wesaid, settings: dict[str, str], told: str
) -> None:
    said = wesaid("flags", "list", "--json", **settings)
    assert (said.status, said.out) == (1, "")
    assert told in said.err
    assert "pass@" not in said.err
    assert said.err.count("\n") == 1


def test_an_unmigrated_postgresql_database_says_what_to_run(
    commands: WarmCommands, tmp_path: Path, postgresql_url: str
) -> None:
    import psycopg

    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("DROP TABLE alembic_version")
    said = wesaid_in(commands, tmp_path, postgresql_url)("flags", "list")
    assert said.status == 1
    assert said.err == "The database is not up to date. Run: wesaid migrate\n"


def test_migrate_makes_the_tables_once(commands: WarmCommands, tmp_path: Path) -> None:
    wesaid = wesaid_in(commands, tmp_path, "sqlite:///data/new.db")
    assert wesaid("migrate", "--json").json()["applied"]
    assert wesaid("migrate", "--json").json() == {"applied": []}
    assert (tmp_path / "data/new.db").exists()


def test_an_error_that_nobody_expected_is_a_sentence_and_an_entry_without_its_words(
    tmp_path: Path,
) -> None:
    said = python(
        tmp_path,
        "import sys\n"
        "from bot.cli import program\n"
        "@program.app.command('boom')\n"
        "def boom() -> None:\n"
        "    try:\n"
        "        raise KeyError('planted words')\n"
        "    except KeyError as error:\n"
        "        raise RuntimeError('more planted words') from error\n"
        "sys.argv = ['wesaid', 'boom']\n"
        "program.main()\n",
    )
    log = tmp_path / "state/wesaid/errors.log"
    assert said.returncode == 1
    assert said.stdout == ""
    assert said.stderr == (
        f"Something went wrong inside WeSaid (RuntimeError). Where it happened is in {log}.\n"
    )
    entry = log.read_text()
    assert "builtins.RuntimeError" in entry
    assert "builtins.KeyError" in entry
    assert "planted" not in entry + said.stderr


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, sqlite_url: str) -> None:
    said = subprocess.run(
        f"{sys.executable} -m bot flows list --json | head -c 1",
        shell=True,
        cwd=tmp_path,
        env=environment_for(tmp_path, sqlite_url),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert said.stdout == "["
    assert said.stderr == ""


def test_commands_wait_for_a_program_that_is_writing(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    wesaid("cohort", "add", "Tuesday group")
    begun, finish = threading.Event(), threading.Event()

    def hold(_connection: object) -> None:
        begun.set()
        finish.wait(30)

    writer = threading.Thread(target=lambda: sqlite_database.transact_now(hold))
    writer.start()
    begun.wait(30)
    threading.Timer(1.0, finish.set).start()
    said = wesaid("participant", "add", "--cohort", "Tuesday group", "--json")
    writer.join()
    assert said.json()["id"].startswith("P-")


def test_the_module_and_the_command_are_the_same() -> None:
    said = subprocess.run(
        [sys.executable, "-m", "bot", "nothing"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert said.returncode == 2
    assert "See: wesaid --help" in said.stderr
