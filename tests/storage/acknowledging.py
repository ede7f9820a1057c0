"""A program that is made to be killed: it says what was acknowledged, the moment it was.

Each work keeps two rows, `N` and `N too`; every seventh fails after its first.
"""

from __future__ import annotations

import asyncio
import itertools
import sys

from storage.database import Database, open_database
from tests.storage.rows import fail_after, keep

AT_ONCE = 8


async def work_forever(database: Database, start: str, numbers: itertools.count[int]) -> None:
    for number in numbers:
        name = f"{start}-{number}"
        if number % 7 == 0:
            await asyncio.gather(database.transact(fail_after(name)), return_exceptions=True)
        else:
            await database.transact(keep(name, f"{name} too"))
            sys.stdout.write(f"{name}\n")
            sys.stdout.flush()


async def main(url: str, secret: str, start: str) -> None:
    database = open_database(url, secret)
    numbers = itertools.count(1)
    await asyncio.gather(*(work_forever(database, start, numbers) for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
