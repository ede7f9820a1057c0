"""`wesaid hours set`, `show`, `close` and `open`."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.in_project import changed_in, looked_in
from bot.cli.looking_up import AsJson, ProjectName
from bot.cli.projects import NATIONS
from bot.cli.saying import print_json, print_table, say
from bot.cli.times_given import WEEKDAYS, day_given, span_given, weekdays_given, zone_given

if TYPE_CHECKING:
    from datetime import date, datetime, time

    from sqlalchemy import Connection

Day = Annotated[str, typer.Argument(metavar="DATE", help="Such as 2026-12-24.")]

app = typer.Typer(help="Working hours: when what is not urgent is answered.")


@app.callback()
def hours() -> None:
    """Working hours: when what is not urgent is answered."""


@app.command("set")
def set_hours(
    hours: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DAYS HOURS]...",
            help="Such as: mon-thu 09:00-17:00 fri 09:00-13:00. A day may be named twice. Without "
            "any, the hours stay as they are.",
        ),
    ] = None,
    zone: Annotated[
        str | None,
        typer.Option("--zone", metavar="ZONE", help="Their time zone; `own`: each participant's."),
    ] = None,
    holidays: Annotated[
        str | None,
        typer.Option(
            "--holidays",
            metavar="NATION",
            help=f"Whose bank holidays are days off: {', '.join(NATIONS)}, none, or `own`: each "
            "participant's.",
        ),
    ] = None,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Sets when a project works. Monday to Friday, 9 to 5, until it is set."""
    from storage import hours as stored

    spans = _spans(hours or [])
    calendar: dict[str, str | None] = {}
    if zone is not None:
        calendar["zone"] = None if zone == "own" else zone_given(zone, "--zone")
    if holidays is not None:
        calendar["nation"] = _holidays(holidays)
    if not spans and not calendar:
        raise typer.BadParameter("say the hours, --zone or --holidays", param_hint="DAYS HOURS")

    def work(connection: Connection, project_id: int, _: datetime) -> dict[str, Any]:
        if spans:
            stored.set_hours(connection, project_id, spans)
        if calendar:
            stored.set_calendar(connection, project_id, **calendar)
        return _document(connection, project_id)

    _show(changed_in(project, work), as_json=as_json)


@app.command("show")
def show(project: ProjectName = None, as_json: AsJson = False) -> None:
    """Shows when a project works, and its days off."""

    def look(connection: Connection, project_id: int, _: datetime) -> dict[str, Any]:
        return _document(connection, project_id)

    _show(looked_in(project, look), as_json=as_json)


@app.command("close")
def close(
    day: Day,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What it is.")] = "",
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Makes a day a day off, besides bank holidays."""
    _set_day(day_given(day, "DATE"), False, name, project, as_json=as_json)


@app.command("open")
def open_day(
    day: Day,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="What it is.")] = "",
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Makes a day a working day, though it is a holiday or a weekend."""
    _set_day(day_given(day, "DATE"), True, name, project, as_json=as_json)


def _set_day(day: date, works: bool, name: str, project: str | None, *, as_json: bool) -> None:
    from storage.hours import set_day

    def work(connection: Connection, project_id: int, _: datetime) -> dict[str, Any]:
        set_day(connection, project_id, day, works=works, name=" ".join(name.split()))
        return _document(connection, project_id)

    _show(changed_in(project, work), as_json=as_json)


def _spans(given: list[str]) -> list[tuple[int, str, str]]:
    if len(given) % 2:
        wrong = "say days and hours in turn: mon-thu 09:00-17:00 fri 09:00-13:00"
        raise typer.BadParameter(wrong, param_hint="DAYS HOURS")
    spans = [
        (days, *span_given(hours, "HOURS"))
        for days, hours in zip(given[::2], given[1::2], strict=True)
    ]
    found = sorted(
        (weekday, opens.isoformat("minutes"), closes.isoformat("minutes"))
        for days, opens, closes in spans
        for weekday in weekdays_given(days, "DAYS")
    )
    for (day, _, ends), (after, begins, _) in pairwise(found):
        if day == after and (begins < ends or ends == "00:00"):
            wrong = f"the hours of {WEEKDAYS[day]} overlap"
            raise typer.BadParameter(wrong, param_hint="DAYS HOURS")
    return found


def _holidays(given: str) -> str | None:
    from bot.aftercare.team import NO_BANK_HOLIDAYS

    plain = "-".join(given.casefold().replace("-", " ").replace("_", " ").split())
    if plain == "own":
        return None
    if plain not in (*NATIONS, NO_BANK_HOLIDAYS):
        wrong = f"it is one of: {', '.join(NATIONS)}, {NO_BANK_HOLIDAYS}, own"
        raise typer.BadParameter(wrong, param_hint="--holidays")
    return plain


def _document(connection: Connection, project_id: int) -> dict[str, Any]:
    from bot.aftercare.team import hours_of_project
    from storage.hours import calendar_of, days_of

    kept, calendar = hours_of_project(connection, project_id), calendar_of(connection, project_id)
    return {
        "hours": [
            {"day": WEEKDAYS[weekday], "from": f"{opens:%H:%M}", "to": _until(closes)}
            for weekday, spans in enumerate(kept.week)
            for opens, closes in spans
        ],
        "zone": calendar.zone if calendar else None,
        "holidays": calendar.nation if calendar else None,
        "days": [
            {"day": row.day.isoformat(), "works": row.works, "name": row.name}
            for row in days_of(connection, project_id)
        ],
    }


def _until(closes: time) -> str:
    return "24:00" if not (closes.hour or closes.minute) else f"{closes:%H:%M}"


def _show(document: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print_json(document)
        return
    rows = [(one["day"], one["from"], one["to"]) for one in document["hours"]]
    print_table(("day", "from", "to"), rows)
    say(f"Time zone: {document['zone'] or 'that of each participant'}.")
    say(f"Bank holidays: {document['holidays'] or 'those of each participant'}.")
    for one in document["days"]:
        about = f" ({one['name']})" if one["name"] else ""
        say(f"{one['day']}: {'open' if one['works'] else 'closed'}{about}.")
