"""`wesaid staff add`, `link` and `list`; `set` and `remove` are in staff_changes.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.cli.links import staff_links
from bot.cli.looking_up import (
    Another,
    AsJson,
    OneProject,
    ProjectName,
    find_project,
    find_staff,
    name_given,
    project_id,
    refuse_same_name,
    warn_without_lead,
)
from bot.cli.saying import print_json, print_list, say
from bot.cli.staff_changes import add_changes_to
from bot.cli.staff_email import add_email_to, address_given, keep_address, warn_without_mail_server
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.people import Someone

Role = Literal["facilitator", "coordinator"]

NOBODY = "There are no members of staff. Add one with: wesaid staff add NAME --role facilitator"

app = typer.Typer(help="Members of staff: facilitators and coordinators.")
add_email_to(app)
add_changes_to(app)


@app.callback()
def staff() -> None:
    """Members of staff: facilitators and coordinators."""


@app.command("add")
def add_staff(
    name: Annotated[str, typer.Argument(metavar="NAME", help="What participants call them.")],
    role: Annotated[Role, typer.Option("--role", help="What they do.")],
    lead: Annotated[
        bool, typer.Option("--lead", help="They are a safeguarding lead: concerns about staff.")
    ] = False,
    email: Annotated[
        str | None,
        typer.Option(
            "--email",
            metavar="E",
            help="Alerts go there too, beside the staff bot.",
        ),
    ] = None,
    another: Another = False,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Adds a member of staff, with a code that lets them into the staff bot once."""
    from bot.people.enrolment import enrol, make_code
    from storage.people import staff_of

    name, address = name_given(name, "NAME"), address_given(email, "--email")
    with opened(make=True) as store:

        def work(connection: Connection) -> tuple[Someone, str]:
            within = project_id(connection, project, store.now)
            if not another:
                refuse_same_name(staff_of(connection, within), name, "this project")
            person = enrol(
                connection, role=role, project_id=within, name=name, lead=lead, now=store.now
            )
            if address is not None:
                keep_address(connection, person, address, store)
            return person, make_code(connection, person.id, store.now)

        person, code = store.database.transact_now(work)
        store.database.read_now(lambda connection: warn_without_lead(connection, person.project_id))
        link = staff_links(store.settings).telegram(code)
    if address is not None:
        warn_without_mail_server(store)
    _show(person, code, link, as_json=as_json)


@app.command("link")
def link_staff(
    person_id: Annotated[str, typer.Argument(metavar="ID", help="Such as S-4XD9P, or their name.")],
    as_json: AsJson = False,
) -> None:
    """Makes a fresh code for a member of staff, for another phone or when theirs is lost."""
    from bot.people.enrolment import make_code

    with opened() as store:

        def work(connection: Connection) -> tuple[Someone, str]:
            person = find_staff(connection, person_id)
            return person, make_code(connection, person.id, store.now)

        person, code = store.database.transact_now(work)
        link = staff_links(store.settings).telegram(code)
    _show(person, code, link, as_json=as_json)


@app.command("list")
def list_staff(project: OneProject = None, as_json: AsJson = False) -> None:
    """Lists members of staff, and how they are reached."""
    from bot.cli.staff_email import ways_of
    from storage.people import staff_of
    from storage.projects import projects

    with opened() as store:

        def look(connection: Connection) -> list[dict[str, Any]]:
            within = find_project(connection, project) if project is not None else None
            ways = {place.id: ways_of(connection, place.id) for place in projects(connection)}
            return [
                {
                    "id": one.code,
                    "name": one.name,
                    "role": one.role,
                    "lead": one.lead,
                    "project": place.name,
                    "joined_at": one.joined_at,
                    "reached_by": ways[place.id].get(one.id, {}),
                }
                for place in ([within] if within else projects(connection))
                for one in staff_of(connection, place.id)
            ]

        rows = store.database.read_now(look)
    print_list(
        rows,
        ("id", "name", "role", "safeguarding lead", "project", "joined", "reached by"),
        [
            (
                row["id"],
                row["name"],
                row["role"],
                "yes" if row["lead"] else "",
                row["project"],
                "yes" if row["joined_at"] else "not yet",
                ", ".join(
                    way if works == "works" else f"{way}: {works}"
                    for way, works in row["reached_by"].items()
                )
                or "nothing",
            )
            for row in rows
        ],
        none=NOBODY,
        as_json=as_json,
    )


def _show(person: Someone, code: str, link: str | None, *, as_json: bool) -> None:
    if as_json:
        made: dict[str, Any] = {"id": person.code, "code": code, "link": link}
        print_json(made)
        return
    say(f"{person.code} joins the staff bot with this link or code.")
    say("It works once, and for 90 days.")
    if link:
        say(f"  {link}")
    say(f"  {code}")
