"""`wesaid rota add`, `list`, `gaps`, `swap`, `away`, `remove` and `off`."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal
from zoneinfo import ZoneInfo

import typer

from bot.cli import covering
from bot.cli.covering import Who
from bot.cli.in_project import changed_in, looked_in
from bot.cli.looking_up import AsJson, ProjectName, find_staff
from bot.cli.saying import CannotDo, in_zone, note, print_json, print_table, say
from bot.cli.times_given import (
    clock_given,
    day_given,
    weekdays_given,
    weekdays_words,
    zone_given,
)

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.aftercare.team import Team
    from storage.rows import AnyRow

HELP: Final = "The rota: who is on call, besides the named facilitators."
MOST_DAYS: Final = 366

app = typer.Typer(help=HELP)
covering.add_to(app)


@app.callback()
def rota() -> None:
    """The rota: who is on call, besides the named facilitators."""


@app.command("add")
def add(
    who: Who,
    days: Annotated[
        str, typer.Option("--days", metavar="DAYS", help="Such as mon-fri, or sat,sun, or daily.")
    ],
    begins: Annotated[str, typer.Option("--from", metavar="T", help="When it begins: 17:00.")],
    ends: Annotated[
        str,
        typer.Option(
            "--to", metavar="T", help="When it ends: 09:00. Not after the beginning: the next day."
        ),
    ],
    place: Annotated[
        Literal["first", "second"], typer.Option("--place", help="Who is told first, or second.")
    ] = "first",
    zone: Annotated[
        str | None,
        typer.Option("--zone", metavar="ZONE", help="The time zone; the project's when not said."),
    ] = None,
    starting: Annotated[
        str | None, typer.Option("--starting", metavar="DATE", help="The first day; else today.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DATE", help="The last day it begins on.")
    ] = None,
    not_on_holidays: Annotated[
        bool, typer.Option("--not-on-holidays", help="Not on bank holidays and days off.")
    ] = False,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Puts somebody on the rota, every week. Somebody whom no alert reaches is refused."""
    from bot.aftercare.rota_changes import add_shift
    from bot.aftercare.team import hours_of_project

    weekdays = weekdays_given(days, "--days")
    starts, stops = clock_given(begins, "--from"), clock_given(ends, "--to")
    own_zone = zone_given(zone, "--zone")
    first = day_given(starting, "--starting") if starting else None
    last = day_given(until, "--until") if until else None

    def work(connection: Connection, project_id: int, now: datetime) -> int:
        within = own_zone or hours_of_project(connection, project_id).zone
        return add_shift(
            connection,
            project_id,
            find_staff(connection, who, project_id),
            place=place,
            weekdays=weekdays,
            starts=starts,
            ends=stops,
            zone=within,
            first_day=first or now.astimezone(ZoneInfo(within)).date(),
            last_day=last,
            on_holidays=not not_on_holidays,
            now=now,
        )

    made = changed_in(project, work)
    if as_json:
        print_json({"id": made})
    else:
        say(f"Shift {made} is on the rota. See what is missing: wesaid rota gaps")


@app.command("list")
def list_shifts(project: ProjectName = None, as_json: AsJson = False) -> None:
    """Lists the weekly shifts, and who is on call now."""
    from bot.aftercare.rota import on_call
    from bot.aftercare.team import team_of
    from storage.rota import shifts

    def look(connection: Connection, project_id: int, now: datetime) -> Any:
        team = team_of(connection, project_id, now)
        rows = [_row(team, row) for row in shifts(connection, project_id)]
        called = on_call(team.rota, now)
        return (
            rows,
            [_name(team, one) for one in called.first],
            [_name(team, one) for one in called.second],
        )

    rows, first, second = looked_in(project, look)
    if as_json:
        print_json(rows)
    elif not rows:
        say("There is no rota: the named facilitator of each participant is told first.")
    else:
        shown = ("id", "who", "place", "days", "from", "to", "zone", "starting", "until")
        print_table(shown, [[str(row[name] or "") for name in shown] for row in rows])
        say(
            f"On call now: {', '.join(first) or 'nobody'}. Second: {', '.join(second) or 'nobody'}."
        )


@app.command("gaps")
def list_gaps(
    days: Annotated[
        int, typer.Option("--days", min=1, max=MOST_DAYS, help="How far ahead to look.")
    ] = 7,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Lists the times to come at which nobody is on call who is needed."""
    from bot.aftercare.rota_watch import coming_gaps
    from bot.aftercare.team import team_of

    def look(connection: Connection, project_id: int, now: datetime) -> Any:
        team = team_of(connection, project_id, now)
        found = coming_gaps(team, now, timedelta(days=days)) if team.rota_set else []
        return (
            [{"from": one.begins, "to": one.ends} for one in found],
            team.hours.zone,
            team.rota_set,
        )

    rows, zone, rota_set = looked_in(project, look)
    if as_json:
        print_json(rows)
    elif not rota_set:
        say("There is no rota: the named facilitator of each participant is told first.")
    elif not rows:
        say(f"Somebody is on call whenever they are needed in the next {days} days.")
    else:
        cells = [
            (
                in_zone(row["from"], zone),
                in_zone(row["to"], zone) if row["to"] else "no end in sight",
            )
            for row in rows
        ]
        print_table(("nobody from", "to"), cells)


@app.command("remove")
def remove(
    shift: Annotated[int, typer.Argument(metavar="ID", help="The shift's id, from rota list.")],
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Takes a weekly shift off the rota."""
    from storage.rota import find_shift, remove_shift

    def work(connection: Connection, project_id: int, now: datetime) -> int:
        found = find_shift(connection, shift)
        if found is None or found.project_id != project_id:
            raise CannotDo(f"There is no shift {shift}. See: wesaid rota list")
        if not remove_shift(connection, shift, now):
            raise CannotDo(f"Shift {shift} is off the rota already.")
        return shift

    changed_in(project, work)
    if as_json:
        print_json({"id": shift})
    else:
        say(f"Shift {shift} is off the rota. See what is missing: wesaid rota gaps")


@app.command("off")
def off(project: ProjectName = None, as_json: AsJson = False) -> None:
    """Ends the rota: the named facilitators are told first, at any hour, as if there were none."""
    from bot.cli.ladder_ends import ladder_checks
    from storage.rota import drop_rota

    def work(connection: Connection, project_id: int, _: datetime) -> tuple[int, list[str]]:
        drop_rota(connection, project_id)
        broken = ladder_checks(connection, project_id, "")
        return project_id, [one.words for one in broken if one.state == "broken"]

    ended, broken = changed_in(project, work)
    for words in broken:
        note(f"Warning: {words}")
    if as_json:
        print_json({"project": ended})
    else:
        say("There is no rota any more. Nobody is told of gaps.")


def _row(team: Team, row: AnyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "person": _code(team, row.person_id),
        "who": _name(team, row.person_id),
        "place": row.place,
        "days": weekdays_words([int(digit) for digit in row.weekdays]),
        "from": row.starts,
        "to": row.ends,
        "zone": row.zone,
        "starting": row.first_day.isoformat(),
        "until": row.last_day.isoformat() if row.last_day else None,
        "on_holidays": row.on_holidays,
    }


def _name(team: Team, person_id: int) -> str:
    person = team.find(person_id)
    return (person.name or person.code) if person is not None else "somebody who left"


def _code(team: Team, person_id: int) -> str | None:
    person = team.find(person_id)
    return person.code if person is not None else None
