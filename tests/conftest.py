"""Fixtures and switches that all tests share."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from storage.database import Database, open_database
from storage.migrate import migrate
from tests import postgres

SECRET = "a secret for tests, and for nothing else"

# How long one example takes says nothing on a machine that others use as well.
settings.register_profile("wesaid", deadline=None)
settings.load_profile("wesaid")

_RUN = pytest.StashKey[Path]()


MEMORY = Path("/dev/shm")
_ROOM = 4 * 1024**3


def roomy_memory() -> bool:
    """Whether there is a folder in memory that the tests' databases surely fit into."""
    writable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK)
    return writable and shutil.disk_usage(MEMORY).free > _ROOM


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="run storms and long simulations too")


def pytest_configure(config: pytest.Config) -> None:
    if roomy_memory():
        # What tests keep must outlive a killed process, and never the machine: no disk is needed.
        tempfile.tempdir = str(MEMORY)
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    given = getattr(config, "workerinput", {}).get("run_folder")
    config.stash[_RUN] = Path(given) if given else postgres.make_run_folder()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell each xdist worker which folder the run shares."""
    node.workerinput["run_folder"] = str(node.config.stash[_RUN])


def pytest_unconfigure(config: pytest.Config) -> None:
    if _RUN in config.stash and not hasattr(config, "workerinput"):
        postgres.clear_run_folder(config.stash[_RUN])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave long tests out, unless they are asked for by `--long` or by `-m`."""
    for item in items:
        if _is_repeated_elsewhere(item):
            item.add_marker(pytest.mark.long)
    if config.getoption("--long") or "long" in config.getoption("markexpr"):
        return
    long = [item for item in items if item.get_closest_marker("long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def _is_repeated_elsewhere(item: pytest.Item) -> bool:
    """A test of conversations or aftercare on PostgreSQL, which runs on SQLite as well; or of a
    page at the width of a desk, which is tested at a phone's.

    What is stored and sent is tested on both databases each time; the rest costs minutes there.
    """
    kind = getattr(item, "callspec", None)
    if kind is None:
        return False
    if item.get_closest_marker("browser"):
        return "desk" in kind.id
    return "postgresql" in kind.id and (
        item.path.parent.name in ("aftercare", "checkins", "cli", "web", "rounds")
        or item.path.name.endswith("end_to_end.py")
    )


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") and find_chromium() is None:
        reason = "Chromium is not installed (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def find_chromium() -> str | None:
    """The path of the Chromium that browser tests use."""
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium, for tests marked `browser`."""
    path = find_chromium()
    assert path is not None
    return path


@pytest.fixture(scope="session")
def run_folder(pytestconfig: pytest.Config) -> Path:
    """A folder that all processes of this test run share."""
    return pytestconfig.stash[_RUN]


@pytest.fixture(scope="session")
def sqlite_template(run_folder: Path) -> Path:
    """A SQLite file with migrated tables that has been opened with the tests' secret."""
    template = run_folder / "template.db"
    with postgres.only_one(run_folder):
        if not template.exists():
            draft = f"sqlite:///{run_folder}/draft.db"
            migrate(draft)
            open_database(draft, SECRET).close()
            (run_folder / "draft.db").rename(template)
    return template


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a new SQLite database with migrated tables."""
    path = tmp_path / "wesaid.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgresql_url(run_folder: Path) -> Iterator[str]:
    """The address of a new PostgreSQL database with migrated tables."""
    with postgres.new_database(run_folder) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a new database with migrated tables, on each of both kinds."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A new database with migrated tables, on each of both kinds."""
    yield from _opened(database_url)


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A new SQLite database with migrated tables."""
    yield from _opened(sqlite_url)


def _opened(url: str) -> Iterator[Database]:
    database = open_database(url, SECRET)
    yield database
    database.close()
