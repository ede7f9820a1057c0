"""Fixtures for the tests of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import WarmCommands, Wesaid, wesaid_in


@pytest.fixture(scope="session")
def commands() -> Iterator[WarmCommands]:
    """Where commands run."""
    warm = WarmCommands()
    yield warm
    warm.close()


@pytest.fixture
def wesaid(commands: WarmCommands, tmp_path: Path, sqlite_url: str) -> Wesaid:
    """Commands on a new SQLite database."""
    return wesaid_in(commands, tmp_path, sqlite_url)


@pytest.fixture
def wesaid_anywhere(commands: WarmCommands, tmp_path: Path, database_url: str) -> Wesaid:
    """Commands on a new database, of each of both kinds."""
    return wesaid_in(commands, tmp_path, database_url)
