"""Migrations make exactly the tables of storage/tables, and can be gone back on."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy.exc import DBAPIError

import storage.migrations
from storage.database import open_database
from storage.migrate import drift, main, migrate, pending
from tests import postgres
from tests.conftest import SECRET
from tests.storage.rows import keep, kept
from tests.storage.shapes import drop_all, make_from_models, run, shape_of


def revisions() -> list[str]:
    """The ids of all migrations, oldest first."""
    config = Config()
    config.set_main_option("script_location", str(Path(storage.migrations.__file__).parent))
    config.set_main_option("path_separator", "os")
    scripts = ScriptDirectory.from_config(config).walk_revisions()
    return [script.revision for script in scripts][::-1]


def ids(applied: list[str]) -> list[str]:
    return [name.split()[0] for name in applied]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path, run_folder: Path) -> Iterator[str]:
    """The address of a new database without tables, on each of both kinds."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    with postgres.new_database(run_folder, template="template0") as url:
        yield url


def test_every_migration_goes_up_and_down_and_up_again(empty_url: str) -> None:
    before = "base"
    for revision in revisions():
        assert ids(migrate(empty_url, revision)) == [revision]
        up = shape_of(empty_url)
        assert ids(migrate(empty_url, before)) == [revision]
        assert ids(migrate(empty_url, revision)) == [revision]
        assert shape_of(empty_url) == up
        before = revision
    migrate(empty_url, "base")
    assert shape_of(empty_url) == set()


def test_migrations_make_exactly_the_tables_of_the_models(empty_url: str) -> None:
    make_from_models(empty_url)
    wanted = shape_of(empty_url)
    assert len(wanted) > 100
    drop_all(empty_url)
    assert shape_of(empty_url) == set()
    migrate(empty_url)
    assert shape_of(empty_url) == wanted


def test_models_and_migrations_have_not_drifted_apart(database_url: str) -> None:
    assert drift(database_url) == []


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE lease ADD COLUMN extra VARCHAR",
        "ALTER TABLE outbox DROP COLUMN problem",
        "DROP INDEX ix_outbox_due",
        "CREATE INDEX ix_extra ON outbox (kind)",
        "CREATE TABLE extra (id INTEGER PRIMARY KEY)",
        "DROP TABLE lease",
    ],
)
def test_a_table_that_differs_from_its_model_is_found(database_url: str, change: str) -> None:
    run(database_url, change)
    assert len(drift(database_url)) == 1


def test_the_check_for_developers_passes_and_knows_its_words(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check"]) == 0
    assert main([]) == 2
    assert "check, or new MESSAGE" in capsys.readouterr().err


def test_a_database_is_pending_until_it_is_migrated(empty_url: str) -> None:
    assert pending(empty_url)
    assert ids(migrate(empty_url)) == revisions()
    assert not pending(empty_url)
    assert migrate(empty_url) == []


def test_a_file_that_is_not_there_is_pending_and_is_not_made(tmp_path: Path) -> None:
    assert pending(f"sqlite:///{tmp_path}/none.db")
    assert not list(tmp_path.iterdir())


def test_programs_that_migrate_at_once_do_it_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        applied = list(threads.map(lambda _: migrate(empty_url), range(4)))
    assert sorted(map(ids, applied)) == [[], [], [], revisions()]


def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    run(empty_url, "CREATE TABLE outbox (id INTEGER PRIMARY KEY)")
    before = shape_of(empty_url)
    with pytest.raises(DBAPIError, match="already exists"):
        migrate(empty_url)
    assert shape_of(empty_url) == before
    assert pending(empty_url)


def test_migrating_keeps_what_is_stored_and_those_who_use_it(database_url: str) -> None:
    database = open_database(database_url, SECRET)
    database.transact_now(keep("a"))
    assert migrate(database_url) == []
    assert database.read_now(kept) == {"a"}
    database.transact_now(keep("b"))
    database.close()
