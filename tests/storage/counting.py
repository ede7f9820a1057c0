"""A program that raises a number, as others do at the same time."""

from __future__ import annotations

import sys

from sqlalchemy import Connection, insert, select, update

from storage.database import open_database
from tests.storage.rows import LEASE, NOON

NAME = "count"


def set_to_zero(connection: Connection) -> None:
    connection.execute(insert(LEASE).values(name=NAME, holder="0", until=NOON))


def raise_by_one(connection: Connection) -> None:
    """Read the number, then write it one higher: wrong unless nobody comes between."""
    number = connection.scalar(select(LEASE.c.holder).where(LEASE.c.name == NAME).with_for_update())
    connection.execute(
        update(LEASE).where(LEASE.c.name == NAME).values(holder=str(int(number or 0) + 1))
    )


def current(connection: Connection) -> int:
    return int(connection.scalar(select(LEASE.c.holder).where(LEASE.c.name == NAME)) or 0)


def main(url: str, secret: str, times: str) -> None:
    database = open_database(url, secret)
    for _ in range(int(times)):
        database.transact_now(raise_by_one)
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
