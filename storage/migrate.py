"""Brings a database's tables up to date, and tells when tables and migrations drift apart.

For developers: `python -m storage.migrate check` fails when a table was changed without a
migration, and `python -m storage.migrate new "add the rota"` writes one to be read and corrected.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

import storage.tables  # noqa: F401 - completes the metadata
from storage.engines import make_file, parse, postgresql_engine, sqlite_engine, sqlite_path
from storage.unavailable import as_told

_MIGRATIONS = Path(__file__).parent / "migrations"
_ONLY_ONE_MIGRATES = 7_305_412_981  # a number of our own for PostgreSQL's advisory lock


def migrate(url: str, target: str = "head") -> list[str]:
    """Bring the tables at `url` to `target`; the migrations that were applied, in order.

    Made in one transaction: all of them, or none. Safe to run in several programs at once, and
    while others use the database. Going down is for tests: it throws data away.
    """
    applied: list[str] = []

    def note(*, step: Any, **_: Any) -> None:
        applied.append(f"{step.up_revision_id} {step.up_revision.doc}".rstrip("."))

    with _connected(url) as connection:
        config = _config(connection)
        config.attributes["on_version_apply"] = note
        if _is_down(connection, target):
            command.downgrade(config, target)
        else:
            command.upgrade(config, target)
        _check_foreign_keys(connection)
        connection.commit()
    return applied


def pending(url: str) -> bool:
    """Whether the tables at `url` are missing, or older than this program."""
    path = sqlite_path(parse(url))
    if path is not None and not path.exists():
        return True
    with _connected(url, alone=False) as connection:
        return _revision(connection) != ScriptDirectory.from_config(_config()).get_current_head()


def drift(url: str) -> list[str]:
    """What differs between the migrated tables at `url` and those of storage/tables."""
    with _connected(url, alone=False) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return [str(difference) for difference in compare_metadata(context, SQLModel.metadata)]


def write_migration(message: str) -> Path:
    """Write a migration for what storage/tables has and the migrations do not make yet."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/new.db"
        migrate(url)
        number = f"{len(list(_MIGRATIONS.glob('versions/[0-9]*.py'))) + 1:04}"
        with _connected(url) as connection:
            made: Any = command.revision(
                _config(connection), message, autogenerate=True, rev_id=number
            )
    path = Path(made.path)
    # Names are all explicit, and need no mark that says so.
    text = re.sub(r"op\.f\(('[^']*')\)", r"\1", path.read_text("utf-8"))
    path.write_text(re.sub(r" *# ### .* ###\n", "", text), "utf-8")
    return path


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


@contextmanager
def _connected(url: str, *, alone: bool = True) -> Iterator[Connection]:
    """A connection in a transaction; `alone`: in which nobody else migrates."""
    address = parse(url)
    path = sqlite_path(address)
    if path is None:
        engine = postgresql_engine(address, poolclass=NullPool)
    else:
        make_file(path)
        # Making a table anew must not delete the rows that point to it; they are checked at the
        # end instead.
        setup = ("journal_mode = WAL", "foreign_keys = OFF")
        engine = sqlite_engine(path, writes=alone, setup=setup, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            if alone and path is None:
                connection.exec_driver_sql("SET LOCAL lock_timeout = '60s'")
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_ONLY_ONE_MIGRATES})")
            else:
                connection.begin()
            yield connection
    except DBAPIError as error:
        raise as_told(error) from error


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _is_down(connection: Connection, target: str) -> bool:
    current = _revision(connection)
    if current is None or target == "head":
        return False
    return target == "base" or target < current


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if lost:
        tables = ", ".join(sorted({row[0] for row in lost}))
        raise RuntimeError(f"The migration left rows that point to nothing, in: {tables}")


def _check() -> int:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/check.db"
        migrate(url)
        differences = drift(url)
    for difference in differences:
        sys.stderr.write(f"Not in the migrations: {difference}\n")
    return 1 if differences else 0


def main(words: list[str]) -> int:
    """`check` or `new MESSAGE`; the exit status."""
    match words:
        case ["check"]:
            return _check()
        case ["new", message]:
            sys.stdout.write(f"{write_migration(message)}\n")
            return 0
    sys.stderr.write("Say: python -m storage.migrate check, or new MESSAGE\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
