"""From the words of a command to the project, cohort or person that they name."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Final

import typer

from bot.cli.saying import CannotDo, note

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from storage.people import Someone
    from storage.rows import AnyRow

DEFAULT_PROJECT: Final = "WeSaid"

AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
ProjectName = Annotated[
    str | None,
    typer.Option(
        "--project", metavar="NAME", help="The project; the first one when it is not said."
    ),
]
Another = Annotated[
    bool,
    typer.Option("--another", help="Somebody of the same name is there already: add another."),
]
OneProject = Annotated[
    str | None,
    typer.Option("--project", metavar="NAME", help="One project; all when it is not said."),
]
CohortName = Annotated[str, typer.Option("--cohort", metavar="NAME", help="The cohort.")]
FacilitatorId = Annotated[
    str | None,
    typer.Option(
        "--facilitator",
        metavar="ID",
        help="Their named facilitator: an id such as S-4XD9P, or a name.",
    ),
]


def name_given(name: str, where: str) -> str:
    """The name as it is kept. Raises BadParameter, naming the argument or option `where`."""
    from bot.people.names import NameProblem, tidy_name

    try:
        return tidy_name(name)
    except NameProblem as problem:
        raise typer.BadParameter(str(problem), param_hint=where) from None


def suggestion(wrong: str, known: Iterable[str], cutoff: float = 0.5) -> str:
    """` Did you mean X?`, or nothing. Capitals and spaces do not matter.

    `cutoff` says how much of it must be right, from 0 to 1.
    """
    names = {name.casefold(): name for name in known}
    close = get_close_matches(wrong.strip().casefold(), names, n=1, cutoff=cutoff)
    return f" Did you mean {names[close[0]]}?" if close else ""


def find_project(connection: Connection, name: str | None) -> AnyRow | None:
    """The project of that name; without a name the default one, or None when there is none yet.

    Raises CannotDo.
    """
    from storage.projects import projects

    known = projects(connection)
    if name is None:
        return known[0] if known else None
    found = next((one for one in known if one.name == name), None)
    if found is None:
        hint = suggestion(name, (one.name for one in known))
        raise CannotDo(
            f"There is no project called {name}.{hint or ' Add it with: wesaid project add NAME'}"
        )
    return found


def project_id(connection: Connection, name: str | None, now: datetime) -> int:
    """As `find_project`; the default project is made when there is none."""
    from storage.projects import add_project

    found = find_project(connection, name)
    return found.id if found is not None else add_project(connection, DEFAULT_PROJECT, now)


def find_cohort(connection: Connection, name: str, project: str | None) -> AnyRow:
    """The cohort of that name (id, project_id, name, timezone, nation, project).

    Without a project, the default project's own, or else the only one of that name. Raises
    CannotDo.
    """
    from storage.projects import cohorts

    within = find_project(connection, project)
    known = cohorts(connection, within.id if project is not None and within else None)
    found = [one for one in known if one.name == name]
    own = [one for one in found if within is not None and one.project_id == within.id]
    if own or len(found) == 1:
        return (own or found)[0]
    if found:
        listed = ", ".join(one.project for one in found)
        raise CannotDo(
            f"There is a cohort called {name} in more than one project: {listed}. "
            "Say which with --project."
        )
    hint = suggestion(name, (one.name for one in known))
    raise CannotDo(
        f"There is no cohort called {name}.{hint or ' Add it with: wesaid cohort add NAME'}"
    )


def find_someone(connection: Connection, given: str) -> Someone | None:
    """The person whose id this is: P-7KQ2M or S-4XD9P in any case, or a number."""
    from storage.people import find_person, find_person_by_code

    plain = given.strip()
    person = find_person_by_code(connection, plain.upper())
    if person is None and plain.isascii() and plain.isdigit() and len(plain) < 19:
        person = find_person(connection, int(plain))
    return person


def find_participant(connection: Connection, given: str) -> Someone:
    """The participant with this id. Raises CannotDo."""
    from storage.people import LEFT

    person = find_someone(connection, given)
    if person is None:
        raise CannotDo(f"Nobody has the id {given}. See: wesaid participant list")
    if person.role == LEFT:
        raise CannotDo(f"{person.code} was a member of staff, and does not work here any more.")
    if person.role != "participant":
        raise CannotDo(f"{person.code} is a member of staff. Say: wesaid staff link {person.code}")
    return person


def find_staff(connection: Connection, given: str, project: int | None = None) -> Someone:
    """The member of staff with this id, or with exactly this name when only one has it.

    Names are looked for in one project, or in all. Raises CannotDo.
    """
    from storage.people import LEFT

    person = find_someone(connection, given)
    if person is not None:
        if person.role == "participant":
            raise CannotDo(f"{person.code} is a participant, and not a member of staff.")
        if person.role == LEFT:
            raise CannotDo(f"{person.code} does not work here any more. See: wesaid staff list")
        return person
    staff = _staff(connection, project)
    wanted = " ".join(given.split())
    found = [one for one in staff if one.name == wanted]
    if len(found) > 1:
        listed = ", ".join(one.code for one in found)
        raise CannotDo(f"More than one is called {wanted}: {listed}. Say which by id.")
    if not found:
        hint = suggestion(wanted, (one.name for one in staff))
        raise CannotDo(
            f"No member of staff has the id or name {wanted}.{hint or ' See: wesaid staff list'}"
        )
    return found[0]


def _staff(connection: Connection, project: int | None) -> list[Someone]:
    from storage.people import staff_of
    from storage.projects import projects

    within = [project] if project is not None else [one.id for one in projects(connection)]
    return [one for number in within for one in staff_of(connection, number)]


def find_facilitator(connection: Connection, given: str | None, cohort: AnyRow) -> int | None:
    """The member of staff named as facilitator for somebody in the cohort. Raises CannotDo."""
    if given is None:
        return None
    person = find_staff(connection, given, cohort.project_id)
    if person.project_id != cohort.project_id:
        raise CannotDo(f"{person.code} works in another project than the cohort {cohort.name}.")
    return person.id


def refuse_same_name(known: Iterable[Someone], name: str, where: str) -> None:
    """Raises CannotDo when one of those in `where` ("this project") has the name already."""
    found = [one for one in known if one.name.casefold() == name.casefold()]
    if found:
        listed = ", ".join(one.code for one in found)
        raise CannotDo(
            f"Somebody of that name is in {where} already: {listed}. "
            "If this is another person, say so with --another."
        )


def warn_without_lead(connection: Connection, project: int) -> None:
    """Says so when nobody would get a concern about staff."""
    from storage.people import staff_of

    if not any(one.lead for one in staff_of(connection, project)):
        note(
            "Warning: this project has no safeguarding lead, who gets concerns about staff. "
            "Add one with: wesaid staff add NAME --role coordinator --lead"
        )
