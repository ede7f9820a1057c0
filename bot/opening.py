"""Opens the database that the settings name. Imports nothing that is slow."""

from __future__ import annotations

from bot.settings import Settings
from storage.database import Database, open_database
from storage.engines import parse, sqlite_path
from storage.migrate import migrate, pending


class CannotStart(Exception):  # noqa: N818 - it is what the user is told
    """Why nothing can start, in one sentence that says how to mend it."""


def open_store(settings: Settings, *, make: bool = True) -> Database:
    """The database. A SQLite file is brought up to date first; PostgreSQL waits for `migrate`.

    Without `make` a SQLite file that is not there is not made: whoever only looks is in the wrong
    folder. Raises CannotStart, and whatever `open_database` raises, each with a sentence for the
    user.
    """
    url = settings.database_url
    if not make:
        _must_be_there(url)
    if pending(url):
        if not url.startswith("sqlite"):
            raise CannotStart("The database is not up to date. Run: wesaid migrate")
        migrate(url)
    return open_database(url, settings.secret_key or None)


def _must_be_there(url: str) -> None:
    path = sqlite_path(parse(url))
    if path is not None and not path.exists():
        raise CannotStart(
            f"There is no database {path}. Go to the folder that WeSaid runs in, or set "
            "DATABASE_URL to its database. To begin a new one here, run: wesaid migrate"
        )
