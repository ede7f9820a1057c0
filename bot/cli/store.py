"""The settings and the database, as commands get at them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from bot.cli.saying import CannotDo, note

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from bot.settings import Settings
    from storage.database import Database


@dataclass(frozen=True, slots=True)
class Store:
    """The database, and the moment at which the command runs."""

    settings: Settings
    database: Database
    now: datetime


@contextmanager
def opened(*, make: bool = False) -> Iterator[Store]:
    """The database that the settings name, closed afterwards. Raises CannotDo.

    Only the commands that set up say `make`: then a SQLite file that is not there is made.
    """
    from bot.clock import SystemClock
    from bot.opening import open_store

    settings = read_settings()
    with told():
        database = open_store(settings, make=make)
        try:
            if database.key_file_made:
                note(
                    f"A key was made in {database.key_file}. Keep a copy of it somewhere safe: "
                    "without it nobody can read this database."
                )
            yield Store(settings, database, SystemClock().now())
        finally:
            database.close()


@contextmanager
def told() -> Iterator[None]:
    """Turns what can be wrong with a database or a start into the sentence that ends a command."""
    from alembic.util.exc import CommandError

    from bot.opening import CannotStart
    from storage.engines import AddressError
    from storage.key_check import NotMigratedError
    from storage.key_file import KeyMissingError
    from storage.sealing import SealError
    from storage.unavailable import DatabaseUnavailable

    try:
        yield
    except (
        AddressError,
        CannotStart,
        DatabaseUnavailable,
        KeyMissingError,
        NotMigratedError,
        SealError,
    ) as error:
        raise CannotDo(str(error)) from error
    except CommandError as error:
        if "locate revision" not in str(error):
            raise
        raise CannotDo(
            "The database's tables were made by a newer WeSaid than this one. Install that again."
        ) from error
    except PermissionError as error:
        raise CannotDo(f"{error.filename} cannot be used: {error.strerror}.") from error


def read_settings() -> Settings:
    """The settings from the environment. Raises CannotDo, with a sentence for each wrong one."""
    from pydantic import ValidationError

    from bot.settings import Settings

    try:
        settings = Settings()
    except ValidationError as error:
        problems = error.errors(include_url=False, include_input=False)
        raise CannotDo(" ".join(_problem_words(one, Settings) for one in problems)) from None
    if settings.secret_key:
        _check_secret(settings.secret_key)
    return settings


def _check_secret(secret: str) -> None:
    from storage.sealing import SECRET_LENGTH

    if len(secret) < SECRET_LENGTH:
        raise CannotDo(
            f"WESAID_SECRET_KEY is too short: it has {len(secret)} characters, "
            f"and needs {SECRET_LENGTH} or more."
        )


_WORDS: Final = {
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_parsing_size": "must be a smaller number",
    "float_parsing": "must be a number",
    "finite_number": "must be a number",
    "greater_than": "must be more than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
}


def _problem_words(problem: ErrorDetails, settings: type[Settings]) -> str:
    """`WESAID_SENDS_PER_SECOND must be a number.` The value is not shown: it may be a secret."""
    name = variable_of(settings, str(problem["loc"][0]))
    found = problem.get("ctx", {})
    words = _WORDS.get(problem["type"], "").format(**found)
    if not words and "error" in found:
        words = f"is not right: {found['error']}"
    return f"{name} {words or 'cannot be read: ' + problem['msg']}."


def variable_of(settings: type[Settings], name: str) -> str:
    """The environment variable of a setting, which may be named by any of its names."""
    from pydantic import AliasChoices

    field = settings.model_fields.get(name)
    if field is None:
        return name
    alias = field.validation_alias
    if isinstance(alias, AliasChoices):
        return str(alias.choices[0])
    return f"WESAID_{name.upper()}"
