"""`wesaid project add`, `set` and `list`, `wesaid cohort add` and `list`."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.cli.looking_up import (
    AsJson,
    OneProject,
    ProjectName,
    find_project,
    name_given,
    project_id,
    suggestion,
)
from bot.cli.saying import CannotDo, print_json, print_list, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection


class OnOff(Enum):
    """A setting that is on or off."""

    ON = "on"
    OFF = "off"


class YesNo(Enum):
    """Something that is so, or not."""

    YES = "yes"
    NO = "no"


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
    from storage import projects

    name = name_given(name, "NAME")
    with opened(make=True) as store:

        def work(connection: Connection) -> int:
            if projects.find_project(connection, name) is not None:
                raise CannotDo(f"There is a project called {name} already.")
            return projects.add_project(connection, name, store.now)

        made = store.database.transact_now(work)
    if as_json:
        print_json({"id": made, "name": name})
    else:
        say(f"Added the project {name}.")


@project.command("list")
def list_projects(as_json: AsJson = False) -> None:
    """Lists projects; the first is the default for every command."""
    from storage.listing import people_per_project
    from storage.projects import cohorts, projects

    with opened() as store:

        def look(connection: Connection) -> list[dict[str, Any]]:
            counts = people_per_project(connection)
            return [
                {
                    "id": one.id,
                    "name": one.name,
                    "cohorts": len(cohorts(connection, one.id)),
                    "staff": counts.get(one.id, (0, 0))[0],
                    "participants": counts.get(one.id, (0, 0))[1],
                    "approval": "on" if one.approval_needed else "off",
                    "under_18s": _yes_no(one.under_18s),
                }
                for one in projects(connection)
            ]

        rows = store.database.read_now(look)
    shown = ("name", "cohorts", "staff", "participants", "under_18s")
    cells = [
        [str(row[name] if row[name] is not None else "not stated") for name in shown]
        for row in rows
    ]
    headings = [name.replace("_", " ") for name in shown]
    print_list(rows, headings, cells, none="There are no projects.", as_json=as_json)


def _yes_no(stated: bool | None) -> str | None:
    return None if stated is None else YesNo.YES.value if stated else YesNo.NO.value


@project.command("set")
def set_project(
    approval: Annotated[
        OnOff | None,
        typer.Option(
            "--approval", help="Whether a flow is sent only after reviewers have approved it."
        ),
    ] = None,
    under_18s: Annotated[
        YesNo | None,
        typer.Option("--under-18s", help="Whether people under 18 take part."),
    ] = None,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Changes how a project works."""
    from storage import projects

    if approval is None and under_18s is None:
        raise typer.BadParameter("say what to change: --approval or --under-18s")
    with opened(make=True) as store:

        def work(connection: Connection) -> int:
            within = project_id(connection, project, store.now)
            if approval is not None:
                projects.need_approval(connection, within, needed=approval is OnOff.ON)
            if under_18s is not None:
                projects.state_under_18s(connection, within, take_part=under_18s is YesNo.YES)
            return within

        changed = store.database.transact_now(work)
    if as_json:
        stated = {"approval": approval, "under_18s": under_18s}
        values = {name: one.value for name, one in stated.items() if one is not None}
        print_json({"id": changed, **values})
    else:
        for sentence in _set_words(approval, under_18s):
            say(sentence)


def _set_words(approval: OnOff | None, under_18s: YesNo | None) -> Iterator[str]:
    if approval is OnOff.ON:
        yield "From now on, a flow is sent only once it is approved. Those of the library are."
    elif approval is OnOff.OFF:
        yield "From now on, flows are sent without approval."
    if under_18s is YesNo.YES:
        yield (
            "Noted: people under 18 take part. Childline is in every list of numbers to call, and "
            "the welcome and what is answered to somebody in trouble have words for them, too."
        )
    elif under_18s is YesNo.NO:
        yield "Noted: nobody under 18 takes part."


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
    from storage import projects as stored

    name = name_given(name, "NAME")
    zone, nation = _zone(timezone), nation_given(nation)
    with opened(make=True) as store:

        def work(connection: Connection) -> int:
            within = project_id(connection, project, store.now)
            if stored.find_cohort(connection, within, name) is not None:
                raise CannotDo(f"There is a cohort called {name} already.")
            return stored.add_cohort(connection, within, name, zone, nation, store.now)

        made = store.database.transact_now(work)
    if as_json:
        print_json({"id": made, "name": name, "timezone": zone, "nation": nation})
    else:
        say(f"Added the cohort {name}.")


@cohort.command("list")
def list_cohorts(project: OneProject = None, as_json: AsJson = False) -> None:
    """Lists cohorts, with how many participants each has."""
    from storage.listing import participants_per_cohort
    from storage.projects import cohorts

    with opened() as store:

        def look(connection: Connection) -> list[dict[str, Any]]:
            within = find_project(connection, project) if project is not None else None
            counts = participants_per_cohort(connection)
            return [
                {
                    "id": one.id,
                    "name": one.name,
                    "project": one.project,
                    "timezone": one.timezone,
                    "nation": one.nation,
                    "participants": counts.get(one.id, 0),
                }
                for one in cohorts(connection, within.id if within else None)
            ]

        rows = store.database.read_now(look)
    shown = ("name", "project", "timezone", "nation", "participants")
    cells = [[str(row[name]) for name in shown] for row in rows]
    none = "There are no cohorts. Add one with: wesaid cohort add NAME"
    print_list(rows, shown, cells, none=none, as_json=as_json)


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


def nation_given(given: str) -> str:
    """The nation as it is kept. Raises BadParameter."""
    plain = "-".join(given.casefold().replace("-", " ").replace("_", " ").split())
    if plain in NATIONS:
        return plain
    # No guess unless it is nearly right: Ireland is not England.
    hint = suggestion(given, NATIONS, cutoff=0.8)
    raise typer.BadParameter(
        f"there is no nation called {given}. It is one of: {', '.join(NATIONS)}.{hint}",
        param_hint="--nation",
    )
