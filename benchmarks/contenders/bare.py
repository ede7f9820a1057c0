"""The yardstick: what SQLite itself commits on this disk, one INSERT at a time."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from time import perf_counter


def open_durable(path: Path) -> sqlite3.Connection:
    """A connection that waits for the disk at each commit, as the product's does."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    return connection


def commit_times(path: Path, commits: int) -> list[float]:
    """Seconds that each of so many commits took, one INSERT each."""
    connection = open_durable(path)
    connection.execute(
        "CREATE TABLE answer (id INTEGER PRIMARY KEY, person INTEGER, step TEXT, value TEXT)"
    )
    times = []
    for number in range(commits):
        begun = perf_counter()
        connection.execute(
            "INSERT INTO answer (person, step, value) VALUES (?, ?, ?)",
            (number, "heard", "What was good about today was that there was enough time."),
        )
        times.append(perf_counter() - begun)
    connection.close()
    return times
