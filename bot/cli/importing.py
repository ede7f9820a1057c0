"""`wesaid participant import`: adds the rows of a spreadsheet.

They are added a few at a time, so that a running bot is not kept waiting.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.links import Links, participant_links
from bot.cli.looking_up import (
    AsJson,
    CohortName,
    FacilitatorId,
    ProjectName,
    find_cohort,
    find_facilitator,
    warn_without_lead,
)
from bot.cli.saying import CannotDo, counted, note, print_json, print_table, say
from bot.cli.store import Store, opened

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from bot.people.importing import Imported, NameList, RowProblem, RowToAdd
    from storage.rows import AnyRow


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("import")(import_participants)


def import_participants(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE.csv",
            help='Saved as "CSV UTF-8". It has a column name, and may have one facilitator '
            "(an id or a name).",
        ),
    ],
    cohort: CohortName,
    facilitator: FacilitatorId = None,
    project: ProjectName = None,
    anyway: Annotated[
        bool,
        typer.Option(
            "--anyway",
            help="Add every row, also of people whose name is in the cohort or file already.",
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be added, and add nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Adds a participant for each row.

    A row that cannot be used is left out and listed with its reason; the others are added. So is a
    row with a name that the cohort or the file has already, unless you say --anyway: then the same
    file can be imported again after a mend, and adds nobody twice.
    """
    listed = _read(file, as_json=as_json)
    with opened() as store:

        def look(connection: Connection) -> tuple[AnyRow, list[RowToAdd], list[RowProblem]]:
            within = find_cohort(connection, cohort, project)
            default = find_facilitator(connection, facilitator, within)
            ready, problems = _ready(connection, listed, within, default, anyway=anyway)
            return within, ready, problems

        within, ready, problems = store.database.read_now(look)
        _note_columns(listed)
        made, lost = ([], []) if dry_run else add_rows(store, ready, within)
        store.database.read_now(lambda connection: warn_without_lead(connection, within.project_id))
        links = participant_links(store.settings) if made else Links("", "")
    left_out = sorted((*listed.problems, *problems, *lost), key=lambda one: one.row)
    errors = [{"row": one.row, "problem": one.problem} for one in left_out]
    rows = [_planned(one) for one in ready] if dry_run else [_made(one, links) for one in made]
    if as_json:
        print_json({"participants": rows, "errors": errors})
    elif rows:
        _show_import(rows, dry_run=dry_run)
    if made:
        links.warn_if_local()
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


def _ready(
    connection: Connection, listed: NameList, cohort: AnyRow, default: int | None, *, anyway: bool
) -> tuple[list[RowToAdd], list[RowProblem]]:
    """The rows that can be added, each with its facilitator's id, and those that cannot."""
    from bot.people.importing import RowProblem, RowToAdd, namesakes
    from storage.people import participants_of

    there = [one.name for one in participants_of(connection, cohort.id)]
    known: dict[str, int | str | None] = {"": default}
    twice = namesakes(listed.rows, there)
    ready, problems = [], []
    for one in listed.rows:
        if one.facilitator not in known:
            known[one.facilitator] = _facilitator(connection, one.facilitator, cohort)
        found = known[one.facilitator]
        if isinstance(found, str):
            problems.append(RowProblem(one.row, found))
        elif one.row in twice and not anyway:
            mend = (
                "if this is another person, put the row into a file of its own (with the first "
                "line of this one) and import that with --anyway"
            )
            problems.append(RowProblem(one.row, f"{twice[one.row]}; {mend}"))
        else:
            if one.row in twice:
                note(f"Row {one.row}: {twice[one.row]}. Added anyway.")
            ready.append(RowToAdd(one.row, one.name, found))
    return ready, problems


def _facilitator(connection: Connection, given: str, cohort: AnyRow) -> int | str | None:
    """The id of a row's facilitator; or, in words, why it is nobody's."""
    try:
        return find_facilitator(connection, given, cohort)
    except CannotDo as problem:
        sentence = str(problem).rstrip(".")
        return f"the facilitator cannot be found: {sentence}"


def _note_columns(listed: NameList) -> None:
    if listed.unused:
        note(
            f"Only the columns name and facilitator are kept. Not used: {', '.join(listed.unused)}."
        )
    if listed.contacts:
        note(
            "WeSaid keeps no phone numbers and e-mail addresses of participants "
            f"({', '.join(listed.contacts)}): it cannot write to anybody who has not opened their "
            "own link. Send each person their link yourself."
        )


def add_rows(
    store: Store, ready: Sequence[RowToAdd], cohort: AnyRow
) -> tuple[list[Imported], list[RowProblem]]:
    """Those who were added, and the rows that could not be because the database went away."""
    from bot.people.importing import AT_ONCE, RowProblem, import_rows
    from storage.unavailable import DatabaseUnavailable

    def adding(rows: Sequence[RowToAdd]) -> Callable[[Connection], list[Imported]]:
        return lambda connection: import_rows(connection, rows, cohort, store.now)

    made: list[Imported] = []
    for start in range(0, len(ready), AT_ONCE):
        try:
            made += store.database.transact_now(adding(ready[start : start + AT_ONCE]))
        except DatabaseUnavailable as error:
            # What was added before stands, and its codes must not be lost.
            if not made:
                raise
            reason = f"the database could not be written to. {error}"
            return made, [RowProblem(one.row, reason) for one in ready[start:]]
    return made, []


def _planned(one: RowToAdd) -> dict[str, Any]:
    return {
        "id": None,
        "name": one.name,
        "code": None,
        "telegram_link": None,
        "web_link": None,
        "row": one.row,
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
    say(f"Added {many}. Each code works once, and for 90 days:")
    shown = [(one["id"], one["name"], one["code"], one["web_link"]) for one in rows]
    print_table(("id", "name", "code", "web link"), shown)


def _tell_errors(
    errors: list[dict[str, Any]], rows: list[dict[str, Any]], *, as_json: bool
) -> None:
    if not errors:
        return
    if as_json:
        note(f"{counted(len(errors), 'row was', 'rows were')} left out; `errors` says why.")
    else:
        note(f"{counted(len(errors), 'row was', 'rows were')} left out:")
        for one in errors:
            note(f"  Row {one['row']}: {one['problem']}.")
    if not rows:
        raise CannotDo("No row could be used.")
