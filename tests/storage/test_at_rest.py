"""Nothing that was sealed can be read in the files that a database consists of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, LargeBinary, insert, text
from sqlmodel import SQLModel

from storage.database import Database
from storage.sealing import sealer_of
from tests.storage.rows import NOON

PLANTED = "Quetzal Beaumaris"
WORDS = f"My name is {PLANTED}, and I did not feel heard. \N{OWL}"
PLAIN = "Plainly Visible"


def plant(connection: Connection) -> None:
    """Keep a row in every table, each pointing to the first of the others, with the words in
    each column that is sealed or a keyed hash."""
    sealer = sealer_of(connection)
    for table in SQLModel.metadata.sorted_tables:
        row: dict[str, object] = {}
        for column in table.columns:
            if column.name.endswith("_sealed"):
                row[column.name] = sealer.seal(WORDS, f"{table.name}.{column.name}")
            elif column.name.endswith("_hash"):
                row[column.name] = sealer.fingerprint("kind", PLANTED)
            elif not column.nullable:
                row[column.name] = _filler(column.type.python_type)
        connection.execute(insert(table).values(row))


def _filler(kind: type) -> object:
    return {int: 1, str: PLAIN, bool: False, bytes: b""}.get(kind, NOON)


def files(database: Database) -> Iterator[Path]:
    """Every file that the database's content could be in."""
    if database.path is not None:
        yield from database.path.parent.glob(f"{database.path.name}*")
        return

    def find(connection: Connection) -> tuple[str, int]:
        connection.execute(text("CHECKPOINT"))
        number = text("SELECT oid FROM pg_database WHERE datname = current_database()")
        return connection.scalar(text("SHOW data_directory")), connection.scalar(number)

    folder, number = database.transact_now(find)
    for part in (f"base/{number}", "pg_wal"):
        yield from (path for path in Path(folder, part).rglob("*") if path.is_file())


def found(words: str, contents: list[bytes]) -> bool:
    """Whether the words stand anywhere, in any of the forms in which they could."""
    raw = [words.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    forms = raw + [form.hex().encode() for form in raw]
    return any(form in content for form in forms for content in contents)


def test_no_file_of_the_database_holds_a_sealed_word(database: Database) -> None:
    database.transact_now(plant)
    contents = [path.read_bytes() for path in files(database)]
    assert found(PLAIN, contents), "the search would not find anything"
    for word in (PLANTED, *PLANTED.split(), "did not feel heard"):
        assert not found(word, contents)


def test_no_file_of_a_closed_database_holds_a_sealed_word(sqlite_database: Database) -> None:
    sqlite_database.transact_now(plant)
    sqlite_database.close()
    contents = [path.read_bytes() for path in files(sqlite_database)]
    assert found(PLAIN, contents), "the search would not find anything"
    assert not found(PLANTED, contents)


def test_every_binary_column_says_how_it_is_protected() -> None:
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, LargeBinary):
                assert column.name.endswith(("sealed", "_hash")), f"{table.name}.{column.name}"
