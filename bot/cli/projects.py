"""`wesaid project add` and `wesaid cohort add`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.looking_up import AsJson, ProjectName, name_given, project_id, suggestion
from bot.cli.saying import CannotDo, print_json, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

NATIONS: Final = ("england", "wales", "scotland", "northern-ireland")

project = typer.Typer(help="Projects: pieces of co-production work.")
cohort = typer.Typer(help="Cohorts: groups of participants in a project.")


@project.callback()
def projects() -> None:
    """Projects: pieces of co-production work."""


@cohort.callback()
def cohorts() -> None:
    """Cohorts: groups of participants in a project."""


@project.command("add")
def add_project(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the project is called.")],
    as_json: AsJson = False,
) -> None:
    """Adds a project. The first one is the default for every command."""
    from storage import people

    name = name_given(name, "NAME")
    with opened() as store:

        def work(connection: Connection) -> int:
            if people.find_project(connection, name) is not None:
                raise CannotDo(f"There is a project called {name} already.")
            return people.add_project(connection, name, store.now)

        made = store.database.transact_now(work)
    if as_json:
        print_json({"id": made, "name": name})
    else:
        say(f"The project {name} is there.")


@cohort.command("add")
def add_cohort(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the cohort is called.")],
    timezone: Annotated[
        str, typer.Option("--timezone", metavar="ZONE", help="Its IANA time zone.")
    ] = "Europe/London",
    nation: Annotated[
        str, typer.Option("--nation", metavar="NATION", help=f"One of: {', '.join(NATIONS)}.")
    ] = "england",
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Adds a cohort. Its nation decides which numbers to call are shown."""
    from storage import people

    name = name_given(name, "NAME")
    zone, nation = _zone(timezone), _nation(nation)
    with opened() as store:

        def work(connection: Connection) -> int:
            within = project_id(connection, project, store.now)
            if people.find_cohort(connection, within, name) is not None:
                raise CannotDo(f"There is a cohort called {name} already.")
            return people.add_cohort(connection, within, name, zone, nation, store.now)

        made = store.database.transact_now(work)
    if as_json:
        print_json({"id": made, "name": name, "timezone": zone, "nation": nation})
    else:
        say(f"The cohort {name} is there.")


def _zone(given: str) -> str:
    from zoneinfo import available_timezones

    zones = available_timezones()
    if given in zones:
        return given
    words = given.casefold().replace(" ", "_")
    cities = (zone for zone in sorted(zones) if zone.rpartition("/")[2].casefold() in words)
    near = next((zone for zone in cities if "/" in zone), None)
    hint = f" Did you mean {near}?" if near else suggestion(given, zones)
    raise typer.BadParameter(
        f"there is no time zone called {given}.{hint or ' Say it like Europe/London.'}",
        param_hint="--timezone",
    )


def _nation(given: str) -> str:
    plain = "-".join(given.casefold().replace("-", " ").replace("_", " ").split())
    if plain in NATIONS:
        return plain
    hint = suggestion(given, NATIONS) or f" It is one of: {', '.join(NATIONS)}."
    raise typer.BadParameter(f"there is no nation called {given}.{hint}", param_hint="--nation")
