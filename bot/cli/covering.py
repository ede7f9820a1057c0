"""`wesaid rota swap` and `away`: when somebody is not on call who would be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.in_project import changed_in
from bot.cli.looking_up import AsJson, ProjectName, find_staff
from bot.cli.saying import in_zone, note, print_json, say
from bot.cli.times_given import instant_given

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

Who = Annotated[str, typer.Argument(metavar="WHO", help="An id such as S-4XD9P, or a name.")]


def add_to(app: typer.Typer) -> None:
    """Adds the commands to those of the rota."""
    app.command("swap")(swap)
    app.command("away")(away)


def swap(
    who: Who,
    by: Annotated[str, typer.Argument(metavar="BY", help="Who is on call in their place.")],
    begins: Annotated[str, typer.Option("--from", metavar="T", help="From: 2026-12-24T18:00.")],
    ends: Annotated[str, typer.Option("--to", metavar="T", help="To: 2026-12-25T09:00.")],
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Lets somebody be on call in somebody else's place. It counts at once: agree it before."""
    from bot.aftercare.rota_changes import add_cover
    from bot.aftercare.team import hours_of_project

    def work(connection: Connection, project_id: int, now: datetime) -> int:
        zone = hours_of_project(connection, project_id).zone
        return add_cover(
            connection,
            find_staff(connection, who, project_id),
            find_staff(connection, by, project_id),
            instant_given(begins, zone, "--from", now),
            instant_given(ends, zone, "--to", now),
            now,
            accepted=True,
        )

    made = changed_in(project, work)
    if as_json:
        print_json({"id": made})
    else:
        say("Done. See: wesaid rota gaps")


def away(
    who: Who,
    until: Annotated[
        str | None,
        typer.Option("--until", metavar="T", help='Until: 2026-12-28T09:00, or "Friday 5 pm".'),
    ] = None,
    begins: Annotated[
        str | None, typer.Option("--from", metavar="T", help="From; else from now on.")
    ] = None,
    back: Annotated[bool, typer.Option("--back", help="They are back.")] = False,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Says that somebody is away, or back: alerts then go to the others."""
    from bot.aftercare.rota_changes import come_back, go_away
    from bot.aftercare.team import hours_of_project

    if (until is None) != back:
        raise typer.BadParameter("say either --until T, or --back", param_hint="--until")

    def work(connection: Connection, project_id: int, now: datetime) -> Any:
        person = find_staff(connection, who, project_id)
        zone = hours_of_project(connection, project_id).zone
        if until is None:
            come_back(connection, person, now)
            return person, [], None, zone
        since = instant_given(begins, zone, "--from", now) if begins else now
        last = instant_given(until, zone, "--until", now)
        return person, go_away(connection, person, since, last, now)[1], last, zone

    person, made, last, zone = changed_in(project, work)
    if as_json:
        print_json(
            {"id": person.code, "gaps": [{"from": one.begins, "to": one.ends} for one in made]}
        )
        return
    state = "back" if last is None else f"away until {in_zone(last, zone)}"
    say(f"{person.name or person.code} is {state}.")
    for one in made:
        note(f"Nobody is on call from {in_zone(one.begins, zone)} to {in_zone(one.ends, zone)}.")
