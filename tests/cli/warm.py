"""A process that has imported and read everything once, and forks itself for each command.

A command is then a process of its own, as for a user, without a second or two of imports each.
Requests and answers are lines of JSON.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import threading
from typing import Any

import bot.bot_names
import bot.checkins.outside_session
import bot.cli.checking
import bot.cli.playing
import bot.cli.program
import bot.cli.soundness
import bot.opening
import bot.outcomes.exporting
import bot.people.importing
import bot.rounds.rounds
from bot.composing import triage_for
from bot.opening import open_store
from bot.settings import Settings
from flows.library import library
from storage.migrate import migrate
from tests.conftest import SECRET


def rehearse() -> None:
    """Does once what most commands do, so that they find it loaded, read and compiled."""
    library()
    triage_for("en").warm()
    bot.cli.program.command()
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/wesaid.db"
        migrate(url)
        open_store(Settings(database_url=url, secret_key=SECRET)).close()
    assert threading.active_count() == 1, "what is forked has one thread"
    gc.freeze()


def serve() -> None:
    """Carries out the commands that come in, until there are no more."""
    rehearse()
    for line in sys.stdin:
        request = json.loads(line)
        child = os.fork()
        if child == 0:
            _become(request)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(request: dict[str, Any]) -> None:
    """This process is the command from here on; it does not come back."""
    status: Any = 99
    try:
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"])
        for number, (name, flags) in enumerate(
            (
                ("stdin", os.O_RDONLY),
                ("stdout", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
                ("stderr", os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
            )
        ):
            os.dup2(os.open(request[name], flags, 0o600), number)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.argv = ["wesaid", *request["words"]]
        bot.cli.program.main()
    except SystemExit as end:
        status = end.code or 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    serve()
