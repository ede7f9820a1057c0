"""The key of a database that nobody set a key for: a file beside it."""

from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from storage.unavailable import unavailable


class KeyMissingError(Exception):
    """The database cannot be read without a key that is not there; the message says what to do."""


def key_file_of(database_path: Path) -> Path:
    """Where the key of this database file is kept: beside it, as NAME.db.key."""
    return database_path.with_name(database_path.name + ".key")


def key_file_secret(database_path: Path) -> tuple[str, Path, bool]:
    """The secret from the key file, the file's path, and whether it was made just now.

    Made with mode 0600, atomically: of two programs that start at once, both get the same key.
    Raises KeyMissingError when the file is gone but the database was already sealed with it.
    """
    path = key_file_of(database_path)
    with suppress(FileNotFoundError):
        return _read(path), path, False
    if _is_sealed(database_path):
        raise KeyMissingError(
            f"The key file {path} is missing, and {database_path} cannot be read without it. "
            "Put the key file back from a backup, or set WESAID_SECRET_KEY to the key."
        )
    made = _make(path)
    return _read(path), path, made


def _read(path: Path) -> str:
    secret = path.read_text("utf-8").strip()
    if not secret:
        raise KeyMissingError(f"The key file {path} is empty. Put it back from a backup.")
    return secret


def _make(path: Path) -> bool:
    """Write a new key beside its place, then link it there; False when somebody else was first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)  # unlike a rename, this never replaces a key that is already there
    except FileExistsError:
        return False
    finally:
        draft.unlink()
    _flush_folder(path.parent)
    return True


def _flush_folder(folder: Path) -> None:
    # Without this, a power cut could keep the database and lose the name of its key.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _is_sealed(database_path: Path) -> bool:
    """Whether somebody has opened the database with a key before."""
    if not database_path.exists() or database_path.stat().st_size == 0:
        return False
    with closing(sqlite3.connect(database_path)) as connection:
        try:
            return connection.execute("SELECT 1 FROM seal_check").fetchone() is not None
        except sqlite3.DatabaseError as error:
            told = unavailable(error)
            if told is not None:
                raise told from error
            return False  # no such table: there is nothing in it yet
