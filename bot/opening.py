"""Opens the database that the settings name. Imports nothing that is slow."""

from __future__ import annotations

from bot.settings import Settings
from storage.database import Database, open_database
from storage.migrate import migrate, pending


class CannotStart(Exception):  # noqa: N818 - it is what the user is told
    """Why nothing can start, in one sentence that says how to mend it."""


def open_store(settings: Settings) -> Database:
    """The database. A SQLite file is brought up to date first; PostgreSQL waits for `migrate`.

    Raises CannotStart, and whatever `open_database` raises, each with a sentence for the user.
    """
    url = settings.database_url
    if pending(url):
        if not url.startswith("sqlite"):
            raise CannotStart("The database is not up to date. Run: wesaid migrate")
        migrate(url)
    return open_database(url, settings.secret_key or None)
