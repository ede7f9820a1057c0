"""`wesaid` as a child process, and what it printed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol

from tests.conftest import SECRET

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Its one JSON document. Raises ValueError when standard output is anything else."""
        assert self.status == 0, self.err
        return json.loads(self.out)


class Wesaid(Protocol):
    """Runs a command; keywords with capitals are environment variables."""

    def __call__(self, *words: str, stdin: str | bytes = "", **environment: str) -> Ended: ...


class WarmCommands:
    """Commands run in forks of one process (see warm.py), one after the other."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.warm"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._turn = threading.Lock()

    def run(self, folder: Path, environment: dict[str, str], words: tuple[str, ...]) -> int:
        """The exit status; input and output are the files stdin, stdout and stderr in `folder`."""
        request = {
            "folder": str(folder),
            "environment": environment,
            "words": words,
            **{name: str(folder / name) for name in ("stdin", "stdout", "stderr")},
        }
        with self._turn:
            _pipe(self._process.stdin).write(json.dumps(request) + "\n")
            _pipe(self._process.stdin).flush()
            return int(_pipe(self._process.stdout).readline())

    def close(self) -> None:
        _pipe(self._process.stdin).close()
        self._process.wait(10)
        _pipe(self._process.stdout).close()


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


def wesaid_in(commands: WarmCommands, folder: Path, database_url: str) -> Wesaid:
    """Commands that run in a folder of their own, on one database."""

    def run(*words: str, stdin: str | bytes = "", **environment: str) -> Ended:
        (folder / "stdin").write_bytes(stdin.encode() if isinstance(stdin, str) else stdin)
        status = commands.run(folder, environment_for(folder, database_url) | environment, words)
        said = Ended(
            status,
            (folder / "stdout").read_bytes().decode(),
            (folder / "stderr").read_bytes().decode(),
        )
        assert "Traceback" not in said.err + said.out, said.err
        return said

    return run


def environment_for(folder: Path, database_url: str) -> dict[str, str]:
    """The settings of a test's installation, and nothing of this machine's own."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("WESAID_") and name not in ("DATABASE_URL", "PORT")
    }
    return kept | {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database_url,
        "WESAID_SECRET_KEY": SECRET,
        "WESAID_TELEGRAM_API": "http://127.0.0.1:1",
        "XDG_STATE_HOME": str(folder / "state"),
        "TERM": "dumb",
        "COLUMNS": "100",
    }
