"""Opening a database: its address, its key, and what is said when one of them is wrong."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.database import open_database
from storage.engines import AddressError
from storage.key_check import NotMigratedError
from storage.key_file import KeyMissingError, key_file_secret
from storage.migrate import migrate
from storage.sealing import WrongKeyError
from storage.unavailable import DatabaseUnavailable
from tests.conftest import SECRET
from tests.storage.rows import keep, kept

OTHER = "another secret that is long enough"


@pytest.fixture
def new_path(tmp_path: Path) -> Path:
    """A migrated database that nobody has opened with a key yet."""
    path = tmp_path / "new.db"
    migrate(f"sqlite:///{path}")
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_key_file_is_made_for_its_owner_only_and_named(new_path: Path) -> None:
    database = open_database(f"sqlite:///{new_path}", None)
    database.close()
    assert database.key_file == new_path.with_name("new.db.key")
    assert database.key_file_made
    assert mode(database.key_file) == 0o600
    assert len(database.key_file.read_text().strip()) >= 32


def test_a_key_file_is_made_once(new_path: Path) -> None:
    url = f"sqlite:///{new_path}"
    first = open_database(url, None)
    first.transact_now(keep("a"))
    first.close()
    assert first.key_file is not None
    key = first.key_file.read_bytes()
    second = open_database(url, None)
    assert second.read_now(kept) == {"a"}
    second.close()
    assert not second.key_file_made
    assert first.key_file.read_bytes() == key


def test_programs_that_start_at_once_get_the_same_key(new_path: Path) -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: key_file_secret(new_path), range(8)))
    assert len({secret for secret, _, _ in found}) == 1
    assert sum(made for _, _, made in found) == 1
    assert sorted(path.name for path in new_path.parent.glob("*.key*")) == ["new.db.key"]


def test_a_lost_key_file_is_not_replaced(new_path: Path) -> None:
    open_database(f"sqlite:///{new_path}", None).close()
    key_file = new_path.with_name("new.db.key")
    key_file.unlink()
    with pytest.raises(KeyMissingError, match="Put the key file back from a backup"):
        open_database(f"sqlite:///{new_path}", None)
    assert not key_file.exists()


def test_an_empty_key_file_is_told_in_a_sentence(new_path: Path) -> None:
    new_path.with_name("new.db.key").touch()
    with pytest.raises(KeyMissingError, match="is empty"):
        open_database(f"sqlite:///{new_path}", None)


def test_no_key_file_is_made_when_a_key_is_set(new_path: Path) -> None:
    database = open_database(f"sqlite:///{new_path}", SECRET)
    database.close()
    assert database.key_file is None
    assert not list(new_path.parent.glob("*.key"))


def test_the_wrong_key_is_told_at_once(database_url: str) -> None:
    open_database(database_url, SECRET).close()
    with pytest.raises(WrongKeyError, match="sealed with another key"):
        open_database(database_url, OTHER)


def test_a_new_key_opens_the_database_beside_the_older_one(database_url: str) -> None:
    open_database(database_url, SECRET).close()
    open_database(database_url, OTHER, older=[SECRET]).close()


def test_postgresql_needs_a_key_that_is_set(postgresql_url: str) -> None:
    with pytest.raises(KeyMissingError, match="WESAID_SECRET_KEY is not set"):
        open_database(postgresql_url, None)


def test_a_database_without_tables_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotMigratedError, match="wesaid migrate"):
        open_database(f"sqlite:///{tmp_path}/empty.db", SECRET)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite+aiosqlite:///a.db",
        "mysql://someone:planted@host/name",
        "postgres//someone:planted@host/name",
        "a file",
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_showing_it(url: str) -> None:
    with pytest.raises(AddressError, match="DATABASE_URL") as caught:
        open_database(url, SECRET)
    assert "planted" not in str(caught.value)


def test_a_platforms_short_name_for_postgresql_works(postgresql_url: str) -> None:
    url = postgresql_url.replace("postgresql://", "postgres://")
    database = open_database(url, SECRET)
    assert database.dialect == "postgresql"
    assert database.path is None
    database.close()


def test_a_relative_path_names_a_file_in_the_folder_one_is_in(
    new_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(new_path.parent)
    database = open_database("sqlite:///new.db", SECRET)
    assert database.dialect == "sqlite"
    assert database.path == new_path
    database.close()


def test_the_database_file_is_for_its_owner_only(new_path: Path) -> None:
    database = open_database(f"sqlite:///{new_path}", SECRET)
    assert {mode(path) for path in new_path.parent.glob("new.db*")} == {0o600}
    database.close()


def test_a_folder_that_is_missing_is_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/deep/er/w.db"
    migrate(url)
    open_database(url, SECRET).close()


def test_a_place_that_cannot_hold_a_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "w.db").mkdir()
    with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
        open_database(f"sqlite:///{tmp_path}/w.db", SECRET)


@pytest.mark.parametrize("secret", [SECRET, None])
def test_a_file_that_is_no_database_is_told_in_a_sentence(
    tmp_path: Path, secret: str | None
) -> None:
    (tmp_path / "w.db").write_text("Dear diary, " * 100)
    with pytest.raises(DatabaseUnavailable, match="not a database"):
        open_database(f"sqlite:///{tmp_path}/w.db", secret)


def test_a_path_with_odd_characters_works(tmp_path: Path) -> None:
    path = tmp_path / "Jo's data #1 & é" / "w e.db"
    url = f"sqlite:///{path}"
    migrate(url)
    database = open_database(url, None)
    database.transact_now(keep("a"))
    database.close()
    assert database.path == path
    assert path.exists()
    assert path.with_name("w e.db.key").exists()
