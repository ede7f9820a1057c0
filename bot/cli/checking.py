"""What `wesaid doctor` looks at. Nothing is changed, and nothing is sent to anybody."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

from bot.cli.saying import CannotDo, counted
from bot.cli.store import read_settings, told
from bot.cli.tokens import PARTICIPANTS_BOT, SAME_TWICE, STAFF_BOT, WHY_TELEGRAM

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.settings import Settings
    from storage.database import Database
    from storage.people import Someone
    from storage.rows import AnyRow

State = Literal["ok", "warning", "broken"]

TOO_OLD: Final = timedelta(days=183)
"""Half a year: then somebody has to look whether a number still works."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, how it is, and what to do when it is not well."""

    name: str
    state: State
    words: str


def checks(now: datetime) -> Iterator[Check]:
    """All checks, in an order in which each rests on those before it."""
    try:
        settings = read_settings()
    except CannotDo as problem:
        yield Check("settings", "broken", str(problem))
        return
    yield Check("settings", "ok", "The settings can be read.")
    yield from _tokens(settings)
    yield from _outside(settings)
    yield from _help_numbers(now)
    yield from _database(settings, now)


def _tokens(settings: Settings) -> Iterator[Check]:
    from bot.bot_names import NoBotName, bot_name

    tokens = (
        ("participants' bot", settings.participant_token, PARTICIPANTS_BOT),
        ("staff bot", settings.staff_token, STAFF_BOT),
    )
    for name, token, variable in tokens:
        if not token:
            words = f"{variable} is not set. @BotFather on Telegram gives one: write /newbot."
            why = f" {WHY_TELEGRAM}" if variable == STAFF_BOT else ""
            yield Check(name, "broken", f"{words}{why}")
            continue
        try:
            found = bot_name(settings.telegram_api, token, variable)
        except NoBotName as problem:
            yield Check(name, "broken", str(problem))
        else:
            yield Check(name, "ok", f"Telegram knows it as @{found}.")
    if settings.participant_token and settings.participant_token == settings.staff_token:
        yield Check("two bots", "broken", SAME_TWICE)


def _outside(settings: Settings) -> Iterator[Check]:
    from bot.cli.checking_alerts import email, heartbeat

    yield email(settings)
    yield heartbeat(settings)


def _help_numbers(now: datetime) -> Iterator[Check]:
    from bot.aftercare.help_numbers import HelpNumbers
    from bot.texts import LOCALES

    for path in sorted(LOCALES.glob("*/help.yaml")):
        locale = path.parent.name
        name = f"numbers to call ({locale})"
        try:
            numbers = HelpNumbers.load(locale).all()
        except ValueError as problem:
            yield Check(name, "broken", str(problem))
            continue
        old = [one.name for one in numbers if is_old(one.checked, now)]
        if old:
            words = f"Last checked more than six months ago: {', '.join(old)}."
            yield Check(name, "warning", words)
        else:
            oldest = min(one.checked for one in numbers)
            yield Check(name, "ok", f"All were checked on {oldest.isoformat()} or later.")


def is_old(checked: date, now: datetime) -> bool:
    """Whether a number was last checked more than six months ago."""
    return now.date() - checked > TOO_OLD


def _database(settings: Settings, now: datetime) -> Iterator[Check]:
    from storage.database import open_database
    from storage.engines import parse, sqlite_path
    from storage.migrate import pending

    try:
        with told():
            path = sqlite_path(parse(settings.database_url))
            missing = path is not None and not path.exists()
            behind = not missing and pending(settings.database_url)
    except CannotDo as problem:
        yield Check("database", "broken", str(problem))
        return
    if missing:
        yield Check("database", "broken", f"There is no {path} yet. Run: wesaid migrate")
        return
    if behind:
        yield Check("database", "broken", "Its tables are not up to date. Run: wesaid migrate")
        return
    yield Check("database", "ok", "It can be reached, and its tables are up to date.")
    try:
        with told():
            database = open_database(settings.database_url, settings.secret_key or None)
    except CannotDo as problem:
        yield Check("key", "broken", str(problem))
        return
    try:
        yield _key(database)
        yield from database.read_now(
            lambda connection: list(_people_and_flags(connection, settings, now))
        )
    finally:
        database.close()


def _key(database: Database) -> Check:
    if database.key_file is None:
        return Check("key", "ok", "WESAID_SECRET_KEY opens this database.")
    mode = stat.S_IMODE(database.key_file.stat().st_mode)
    if mode & 0o077:
        words = f"Others on this machine can read it. Run: chmod 600 {database.key_file}"
        return Check("key", "broken", words)
    return Check("key", "ok", f"{database.key_file} opens it. Keep a copy somewhere safe.")


def _people_and_flags(connection: Connection, settings: Settings, now: datetime) -> Iterator[Check]:
    from bot.cli.checking_alerts import flags_and_alerts, staff_email
    from bot.cli.checking_rota import rota_checks
    from bot.cli.ladder_ends import ladder_checks
    from storage.projects import projects

    known = projects(connection)
    if not known:
        words = "There is nobody yet. Begin with: wesaid staff add NAME --role coordinator --lead"
        yield Check("people", "broken", words)
    for project in known:
        yield from _staff(connection, project.id, project.name)
        yield from _under_18s(connection, project)
        yield from staff_email(connection, settings, project.id, project.name)
        yield from rota_checks(connection, project.id, project.name, now)
        yield from ladder_checks(connection, project.id, project.name)
        yield from _own_numbers(connection, project.id, project.name, now)
    yield from flags_and_alerts(connection, now)


def _own_numbers(
    connection: Connection, project_id: int, project: str, now: datetime
) -> Iterator[Check]:
    from storage.help_numbers import help_numbers_of

    own = help_numbers_of(connection, project_id)
    if not own:
        return
    name = f"numbers to call ({project})"
    old = [f"{one.name} ({one.id})" for one in own if is_old(one.checked, now)]
    if old:
        words = f"Last checked more than six months ago: {', '.join(old)}."
        yield Check(name, "warning", f"{words} Look, and run: wesaid help-number check ID")
    else:
        oldest = min(one.checked for one in own)
        yield Check(name, "ok", f"All were checked on {oldest.isoformat()} or later.")


def _staff(connection: Connection, project_id: int, project: str) -> Iterator[Check]:
    from bot.aftercare.ladder import STAFF_BOTS
    from storage.contacts import working_channels
    from storage.listing import without_facilitator
    from storage.people import staff_of
    from storage.projects import cohorts

    staff = staff_of(connection, project_id)
    if not staff and not cohorts(connection, project_id):
        return  # nobody is in it yet
    leads = [one for one in staff if one.lead]
    name = f"safeguarding lead ({project})"
    if not leads:
        words = "There is none, and a concern about staff would reach nobody it is not about."
        yield Check(name, "broken", f"{words} Run: wesaid staff add NAME --role coordinator --lead")
    else:
        waiting = [named(one) for one in leads if one.joined_at is None]
        words = f"{', '.join(named(one) for one in leads)}."
        if waiting:
            yield Check(name, "warning", f"{words} Not joined yet: {', '.join(waiting)}.")
        else:
            yield Check(name, "ok", words)
    reached = {one.id for one in staff if working_channels(connection, one.id, STAFF_BOTS)}
    waiting = [
        named(one)
        for one in staff
        if one.role == "facilitator" and one.joined_at is None and one.id not in reached
    ]
    if waiting:
        words = f"Not joined yet, so alerts go to the next person: {', '.join(waiting)}."
        yield Check(f"facilitators ({project})", "warning", words)
    elif any(one.role == "facilitator" for one in staff):
        yield Check(f"facilitators ({project})", "ok", "All can be reached.")
    if staff and not reached:
        words = "Nobody can be reached by the staff bot or by e-mail: an alert would reach nobody."
        yield Check(f"alerts ({project})", "broken", words)
    if alone := without_facilitator(connection, project_id):
        words = (
            f"{counted(alone, 'participant has', 'participants have')} no named facilitator: "
            "what they raise goes to whoever is on call, or to the coordinators."
        )
        yield Check(f"participants ({project})", "warning", words)


def _under_18s(connection: Connection, project: AnyRow) -> Iterator[Check]:
    from storage.people import staff_of
    from storage.projects import cohorts

    name = f"under 18s ({project.name})"
    if project.under_18s is not None:
        yield Check(name, "ok", "They take part." if project.under_18s else "None takes part.")
    elif staff_of(connection, project.id) or cohorts(connection, project.id):
        words = "It is not stated whether they take part, so nothing is worded for them. Run:"
        command = f'wesaid project set --under-18s yes --project "{project.name}" (or no)'
        yield Check(name, "warning", f"{words} {command}")


def named(one: Someone) -> str:
    return f"{one.name} ({one.code})" if one.name else one.code
