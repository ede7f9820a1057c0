"""`wesaid staff set` and `remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from bot.cli.in_project import changed_in
from bot.cli.looking_up import AsJson, ProjectName, find_staff, name_given, warn_without_lead
from bot.cli.saying import CannotDo, print_json, say

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from bot.aftercare.leaving import Left
    from storage.people import Someone

Role = Literal["facilitator", "coordinator"]
Who = Annotated[str, typer.Argument(metavar="ID", help="Such as S-4XD9P, or their name.")]


def add_changes_to(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("set")(set_staff)
    app.command("remove")(remove_staff)


def set_staff(
    person_id: Who,
    role: Annotated[Role | None, typer.Option("--role", help="What they do from now on.")] = None,
    lead: Annotated[
        bool | None,
        typer.Option("--lead/--no-lead", help="Whether they are a safeguarding lead."),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="N", help="What participants call them now.")
    ] = None,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Changes what a member of staff does, or their name. It counts at once."""
    if role is None and lead is None and name is None:
        wrong = "say what to change: --role, --lead, --no-lead or --name"
        raise typer.BadParameter(wrong, param_hint="ID")
    called = name_given(name, "--name") if name is not None else None

    def work(connection: Connection, project_id: int, _: datetime) -> Someone:
        from storage.people import find_person, keep_name
        from storage.staff_changes import change_staff

        person = find_staff(connection, person_id, project_id if project else None)
        values: dict[str, Any] = {"role": role, "lead": lead}
        values = {key: value for key, value in values.items() if value is not None}
        if values:
            change_staff(connection, person.id, **values)
        if called is not None:
            keep_name(connection, person.id, called)
        changed = find_person(connection, person.id)
        assert changed is not None
        warn_without_lead(connection, changed.project_id)
        return changed

    person = changed_in(project, work)
    if as_json:
        print_json(
            {"id": person.code, "name": person.name, "role": person.role, "lead": person.lead}
        )
        return
    also = ", and a safeguarding lead" if person.lead else ""
    say(f"{person.name or person.code} ({person.code}) is a {person.role}{also}.")


def remove_staff(
    person_id: Who,
    facilitator: Annotated[
        str | None,
        typer.Option(
            "--facilitator", metavar="ID", help="Who looks after their participants from now on."
        ),
    ] = None,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Takes out somebody who does not work here any more. What they did stays on record.

    Flags that they had go to the next people at once, and the coordinators are told what they
    leave behind: flags, places on the rota, participants.
    """
    from bot.aftercare.leaving import leave, left_words
    from bot.cli.store import read_settings
    from bot.composing import limits_of
    from bot.texts import texts_for

    limits = limits_of(read_settings())

    def work(
        connection: Connection, project_id: int, now: datetime
    ) -> tuple[Someone, Someone | None, Left]:
        within = project_id if project else None
        person = find_staff(connection, person_id, within)
        heir = find_staff(connection, facilitator, person.project_id) if facilitator else None
        if heir is not None and (heir.id == person.id or heir.project_id != person.project_id):
            raise CannotDo(f"{heir.code} cannot look after the participants of {person.code}.")
        _refuse_if_nobody_is_left(connection, person, now)
        left = leave(connection, limits, person, heir, now)
        warn_without_lead(connection, person.project_id)
        return person, heir, left

    person, heir, left = changed_in(project, work)
    if as_json:
        print_json(
            {
                "id": person.code,
                "flags": left.flags,
                "shifts": left.shifts,
                "participants": left.participants,
            }
        )
        return
    for line in left_words(texts_for("en"), person, heir, left):
        say(line)


def _refuse_if_nobody_is_left(connection: Connection, person: Someone, now: datetime) -> None:
    """Raises CannotDo when flags are open and nobody else could be told of them."""
    from bot.aftercare.team import team_of
    from storage.staff_changes import has_open_flags

    team = team_of(connection, person.project_id, now)
    others = [one for one in team.channels if one != person.id]
    if not others and has_open_flags(connection, person.project_id):
        raise CannotDo(
            f"Flags are open, and nobody but {person.name or person.code} could be reached about "
            "them. Let somebody else join first: wesaid staff add NAME --role coordinator --lead"
        )
