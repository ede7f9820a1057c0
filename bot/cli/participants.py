"""`wesaid participant add`, `set`, `link`, `list` and `show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli import importing
from bot.cli.links import Links, participant_links
from bot.cli.looking_up import (
    Another,
    AsJson,
    CohortName,
    FacilitatorId,
    OneProject,
    ProjectName,
    find_cohort,
    find_facilitator,
    find_participant,
    find_project,
    find_staff,
    name_given,
    refuse_same_name,
    warn_without_lead,
)
from bot.cli.saying import CannotDo, in_zone, print_json, print_list, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from storage.people import Someone
    from storage.rows import AnyRow

app = typer.Typer(help="Participants, and the codes that let them in.")
importing.add_to(app)

NOWHERE = "Europe/London"
"""The time zone of somebody without a cohort."""
NOBODY = "nobody"
"""What is said in place of a facilitator's name to have none."""


@app.callback()
def participants() -> None:
    """Participants, and the codes that let them in."""


@app.command("add")
def add_participant(
    cohort: CohortName,
    name: Annotated[
        str, typer.Option("--name", metavar="N", help="What they are called; kept encrypted.")
    ] = "",
    facilitator: FacilitatorId = None,
    another: Another = False,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Adds a participant, with a code that lets them in once."""
    from bot.people.enrolment import enrol, make_code
    from storage.people import participants_of

    name = name_given(name, "--name") if name else ""
    with opened() as store:

        def work(connection: Connection) -> tuple[int, str, str]:
            within = find_cohort(connection, cohort, project)
            if name and not another:
                refuse_same_name(participants_of(connection, within.id), name, "this cohort")
            person = enrol(
                connection,
                role="participant",
                project_id=within.project_id,
                cohort_id=within.id,
                facilitator_id=find_facilitator(connection, facilitator, within),
                name=name,
                now=store.now,
            )
            return person.project_id, person.code, make_code(connection, person.id, store.now)

        within, person_code, code = store.database.transact_now(work)
        store.database.read_now(lambda connection: warn_without_lead(connection, within))
        links = participant_links(store.settings)
    _show_code(person_code, code, links, as_json=as_json)


@app.command("set")
def set_participant(
    person_id: Annotated[str, typer.Argument(metavar="ID", help="Such as P-7KQ2M.")],
    facilitator: Annotated[
        str,
        typer.Option(
            "--facilitator",
            metavar="ID",
            help="Their named facilitator from now on: an id such as S-4XD9P, a name, or nobody.",
        ),
    ],
    as_json: AsJson = False,
) -> None:
    """Changes who a participant's named facilitator is. Flags that are open stay where they are."""
    from storage.people import find_person
    from storage.staff_changes import set_facilitator

    with opened() as store:

        def work(connection: Connection) -> tuple[Someone, Someone | None]:
            person = find_participant(connection, person_id)
            named: Someone | None = None
            if facilitator.strip().casefold() != NOBODY:
                named = find_staff(connection, facilitator, person.project_id)
                if named.project_id != person.project_id:
                    raise CannotDo(f"{named.code} works in another project than {person.code}.")
            set_facilitator(connection, person.id, named.id if named else None)
            changed = find_person(connection, person.id)
            assert changed is not None
            return changed, named

        person, named = store.database.transact_now(work)
    if as_json:
        print_json({"id": person.code, "facilitator": named.code if named else None})
    elif named is None:
        say(f"{person.code} has no named facilitator now.")
    else:
        say(f"{named.name or named.code} is the facilitator of {person.code} now.")


@app.command("link")
def link_participant(
    person_id: Annotated[str, typer.Argument(metavar="ID", help="Such as P-7KQ2M.")],
    as_json: AsJson = False,
) -> None:
    """Makes a fresh code for a participant, for another device or channel."""
    from bot.people.enrolment import make_code

    with opened() as store:

        def work(connection: Connection) -> tuple[str, str]:
            person = find_participant(connection, person_id)
            return person.code, make_code(connection, person.id, store.now)

        person_code, code = store.database.transact_now(work)
        links = participant_links(store.settings)
    _show_code(person_code, code, links, as_json=as_json)


@app.command("list")
def list_participants(
    cohort: Annotated[
        str | None, typer.Option("--cohort", metavar="NAME", help="One cohort only.")
    ] = None,
    project: OneProject = None,
    as_json: AsJson = False,
) -> None:
    """Lists participants by their ids. `participant show ID` says who one of them is."""
    with opened() as store:
        rows, shown = store.database.read_now(lambda c: _listed(c, cohort, project))
    headings = ("id", "cohort", "facilitator", "joined", "reached by")
    print_list(rows, headings, shown, none="There are no participants.", as_json=as_json)


def _listed(
    connection: Connection, cohort: str | None, project: str | None
) -> tuple[list[dict[str, Any]], list[tuple[str, ...]]]:
    """Participants as JSON has them, and as people read them."""
    from storage.listing import channels, participants
    from storage.people import find_person

    one_cohort = find_cohort(connection, cohort, project).id if cohort is not None else None
    within = find_project(connection, project) if project is not None else None
    found = participants(connection, within.id if within else None, one_cohort)
    facilitators = {
        number: find_person(connection, number)
        for number in {row.facilitator_id for row in found}
        if number is not None
    }
    reached: dict[int, list[str]] = {}
    for row in channels(connection, [row.id for row in found]):
        if row.lost_at is None:
            reached.setdefault(row.person_id, []).append(row.kind)
    rows: list[dict[str, Any]] = []
    shown: list[tuple[str, ...]] = []
    for row in found:
        facilitator = facilitators.get(row.facilitator_id)
        kinds = list(dict.fromkeys(reached.get(row.id, [])))
        rows.append(
            {
                "id": row.code,
                "cohort": row.cohort,
                "facilitator": facilitator.code if facilitator else None,
                "joined_at": row.joined_at,
                "stopped_at": row.stopped_at,
                "channels": kinds,
            }
        )
        named = (facilitator.name or facilitator.code) if facilitator else "nobody"
        shown.append((row.code, row.cohort or "", named, _state(row), ", ".join(kinds)))
    return rows, shown


def _state(row: AnyRow) -> str:
    if row.stopped_at is not None:
        return "stopped"
    return in_zone(row.joined_at, row.timezone or NOWHERE) or "not yet"


@app.command("show")
def show_participant(
    person_id: Annotated[str, typer.Argument(metavar="ID", help="Such as P-7KQ2M.")],
    as_json: AsJson = False,
) -> None:
    """Shows who a participant is: the one command that turns an id into a name.

    Also what they have told us about themselves, such as their language.
    """
    from bot.texts import WRITTEN_IN

    with opened() as store:
        found, zone = store.database.read_now(lambda connection: _one(connection, person_id))
    if as_json:
        print_json(found)
        return
    facilitator = found["facilitator"]
    say(f"{found['id']}  {found['name'] or '(no name is known)'}")
    say(f"  Cohort: {found['cohort'] or 'none'}")
    named = f"{found['facilitator_name']} ({facilitator})" if facilitator else "nobody"
    say(f"  Facilitator: {named}")
    say(f"  Joined: {in_zone(found['joined_at'], zone) or 'not yet'}")
    if found["stopped_at"] is not None:
        say(f"  Stopped: {in_zone(found['stopped_at'], zone)}")
    for name, value in found["preferences"].items():
        told = value if isinstance(value, str) else ", ".join(value)
        say(f"  Told us, {name.replace('_', ' ')}: {told.replace('_', ' ') or 'nothing'}")
    if found["locale"] != WRITTEN_IN:
        say(f"  Written to in: {found['locale']}")
    for channel in found["channels"]:
        works = "last used" if channel["works"] else "does not work any more; last used"
        say(f"  Reached by {channel['kind']}: {works} {in_zone(channel['used_at'], zone)}")
    if not found["channels"]:
        say("  Reached by: nothing yet")


def _one(connection: Connection, given: str) -> tuple[dict[str, Any], str]:
    """One participant as JSON has them, and their time zone."""
    from storage.listing import channels, participants
    from storage.people import find_person
    from storage.preferences import preferences_of

    person = find_participant(connection, given)
    row = next(one for one in participants(connection, person.project_id) if one.id == person.id)
    facilitator = find_person(connection, row.facilitator_id) if row.facilitator_id else None
    return {
        "id": person.code,
        "name": person.name,
        "cohort": row.cohort,
        "facilitator": facilitator.code if facilitator else None,
        "facilitator_name": facilitator.name if facilitator else None,
        "joined_at": row.joined_at,
        "stopped_at": row.stopped_at,
        "locale": person.locale,
        "preferences": dict(preferences_of(connection, person.id)),
        "channels": [
            {"kind": one.kind, "works": one.lost_at is None, "used_at": one.used_at}
            for one in channels(connection, [person.id])
        ],
    }, row.timezone or NOWHERE


def _show_code(person_code: str, code: str, links: Links, *, as_json: bool) -> None:
    telegram, web = links.telegram(code), links.chat(code)
    if as_json:
        print_json({"id": person_code, "code": code, "telegram_link": telegram, "web_link": web})
    else:
        say(f"{person_code} joins with one of these links, or with the code.")
        say("It works once, and for 90 days.")
        if telegram:
            say(f"  Telegram: {telegram}")
        say(f"  In a browser: {web}")
        say(f"  Code: {code}")
    links.warn_if_local()
