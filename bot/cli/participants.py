"""`wesaid participant add`, `import` and `link`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.importing import add_rows
from bot.cli.links import Links, participant_links
from bot.cli.looking_up import (
    AsJson,
    CohortName,
    FacilitatorId,
    ProjectName,
    find_cohort,
    find_facilitator,
    find_participant,
    name_given,
    warn_without_lead,
)
from bot.cli.saying import CannotDo, counted, note, print_json, print_table, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.people.importing import Imported, NameList
    from storage.rows import AnyRow

app = typer.Typer(help="Participants, and the codes that let them in.")


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
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Adds a participant, with a code that lets them in once."""
    from bot.people.enrolment import enrol, make_code

    name = name_given(name, "--name") if name else ""
    with opened() as store:

        def work(connection: Connection) -> tuple[int, str, str]:
            within = find_cohort(connection, cohort, project)
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
    _show(person_code, code, links, as_json=as_json)


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
    _show(person_code, code, links, as_json=as_json)


@app.command("import")
def import_participants(
    file: Annotated[
        Path, typer.Argument(metavar="FILE.csv", help='Saved as "CSV UTF-8", with a column name.')
    ],
    cohort: CohortName,
    facilitator: FacilitatorId = None,
    project: ProjectName = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be added, and add nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Adds a participant for each row. Rows that cannot be used are told, the others are added."""
    listed = _read(file, as_json=as_json)
    with opened() as store:

        def look(connection: Connection) -> tuple[AnyRow, int | None, set[str]]:
            from storage.people import participants_of

            within = find_cohort(connection, cohort, project)
            there = {one.name.casefold() for one in participants_of(connection, within.id)}
            return within, find_facilitator(connection, facilitator, within), there

        within, facilitator_id, there = store.database.read_now(look)
        _note_namesakes(listed, there)
        made, problems = ([], []) if dry_run else add_rows(store, listed, within, facilitator_id)
        store.database.read_now(lambda connection: warn_without_lead(connection, within.project_id))
        links = participant_links(store.settings) if made else Links("", "")
    errors = [{"row": one.row, "problem": one.problem} for one in (*listed.problems, *problems)]
    if dry_run:
        rows = [_planned(one.row, one.name) for one in listed.rows]
    else:
        rows = [_made(one, links) for one in made]
    if as_json:
        print_json({"participants": rows, "errors": errors})
    else:
        _show_import(rows, dry_run=dry_run)
    _tell_errors(errors, rows, as_json=as_json)


def _read(file: Path, *, as_json: bool) -> NameList:
    from bot.people.importing import NoSpreadsheet, read_names

    try:
        return read_names(file.read_bytes())
    except OSError as error:
        raise CannotDo(f"{file} cannot be read: {error.strerror}.") from None
    except NoSpreadsheet as problem:
        if as_json:
            print_json({"participants": [], "errors": [{"row": 1, "problem": str(problem)}]})
        raise CannotDo(str(problem)) from None


def _note_namesakes(listed: NameList, there: set[str]) -> None:
    for one in listed.rows:
        if one.name.casefold() in there:
            note(f"Row {one.row}: somebody of this name is in the cohort already.")
    if listed.unused:
        note(f"Only the column name is kept. Not used: {', '.join(listed.unused)}.")


def _planned(row: int, name: str) -> dict[str, Any]:
    return {
        "id": None,
        "name": name,
        "code": None,
        "telegram_link": None,
        "web_link": None,
        "row": row,
    }


def _made(one: Imported, links: Links) -> dict[str, Any]:
    return {
        "id": one.code,
        "name": one.name,
        "code": one.join_code,
        "telegram_link": links.telegram(one.join_code),
        "web_link": links.chat(one.join_code),
        "row": one.row,
    }


def _show_import(rows: list[dict[str, Any]], *, dry_run: bool) -> None:
    many = counted(len(rows), "participant", "participants")
    if dry_run:
        say(f"{many} would be added:")
        print_table(("row", "name"), [(str(one["row"]), one["name"]) for one in rows])
        return
    say(f"{many} added. Each code works once, for 90 days:")
    shown = [(one["id"], one["name"], one["code"], one["web_link"]) for one in rows]
    print_table(("id", "name", "code", "web link"), shown)


def _tell_errors(
    errors: list[dict[str, Any]], rows: list[dict[str, Any]], *, as_json: bool
) -> None:
    if not errors:
        return
    if not as_json:
        for one in errors:
            note(f"Row {one['row']}: {one['problem']}.")
    note(f"{counted(len(errors), 'row was', 'rows were')} left out; see the problems.")
    if not rows:
        raise CannotDo("No row could be used.")


def _show(person_code: str, code: str, links: Links, *, as_json: bool) -> None:
    telegram, web = links.telegram(code), links.chat(code)
    if as_json:
        print_json({"id": person_code, "code": code, "telegram_link": telegram, "web_link": web})
        return
    say(f"{person_code} joins with one of these links, or with the code. It works once, 90 days.")
    if telegram:
        say(f"  Telegram: {telegram}")
    say(f"  In a browser: {web}")
    say(f"  Code: {code}")
