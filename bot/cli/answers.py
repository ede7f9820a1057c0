"""`wesaid export answers`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from bot.cli.looking_up import AsJson, OneProject, find_project, find_staff
from bot.cli.saying import CannotDo, counted, note, print_json
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.outcomes.exporting import Export

STDOUT = "-"

app = typer.Typer(help="Exports, by pseudonym.")


@app.callback()
def export() -> None:
    """Exports, by pseudonym."""


@app.command("answers")
def export_answers(
    form: Annotated[
        Literal["csv", "json"] | None,
        typer.Option("--format", help="csv, if nothing is said; one row for each answer."),
    ] = None,
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help="A file, or - for standard output.")
    ] = STDOUT,
    reader: Annotated[
        list[str] | None,
        typer.Option(
            "--reader",
            metavar="NAME",
            help="A member of staff who will read it (a name or an id); can be said several times.",
        ),
    ] = None,
    project: OneProject = None,
    as_json: AsJson = False,
) -> None:
    """Exports the answers that stand; one that was changed later is left out.

    Names and contacts are not in it. Free texts are, as people wrote them. In CSV a text that a
    spreadsheet would take for a formula gets an apostrophe before it.

    A text that is kept from any member of staff (it is about them, or its writer has spoken about
    them) is left out, and its row says so: kept_from_staff is yes. With --reader, only what is kept
    from those named is left out, with its row.
    """
    from bot.outcomes.exporting import answers, write_csv, write_json

    chosen = form or ("json" if as_json and out == STDOUT else "csv")
    if as_json and out == STDOUT and chosen == "csv":
        raise typer.BadParameter(
            "CSV is no JSON document. Say --format json, or give the file with --out",
            param_hint="--json",
        )
    with opened() as store:

        def look(connection: Connection) -> Export:
            within = find_project(connection, project) if project is not None else None
            only = within.id if within else None
            readers = frozenset(find_staff(connection, one, only).id for one in reader or ())
            return answers(connection, only, readers)

        found = store.database.read_now(look)
    rows = found.rows
    write = write_json if chosen == "json" else write_csv
    if out == STDOUT:
        write(rows, sys.stdout)
    else:
        with _file(Path(out)) as file:
            write(rows, file)
        note(f"{counted(len(rows), 'answer is', 'answers are')} in {out}.")
    if found.left_out:
        note(_left_out(found.left_out, named=bool(reader)))
    if out != STDOUT and as_json:
        print_json({"file": out, "rows": len(rows), "left_out": found.left_out})


def _left_out(number: int, *, named: bool) -> str:
    """Why so many answers are not in it, and how to have them."""
    if named:
        counts = counted(number, "answer is", "answers are")
        return f"{counts} left out with the whole row: kept from somebody named with --reader."
    counts = counted(number, "text is", "texts are")
    return (
        f"{counts} left out: kept from a member of staff, as the row says (kept_from_staff). "
        "Give this file to no staff: make one for them with --reader NAME, which leaves out only "
        "what is kept from those named."
    )


@contextmanager
def _file(path: Path) -> Iterator[TextIO]:
    """A file that only its owner can read; it takes its place when it is complete."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        handle = os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        try:
            with os.fdopen(
                handle, "w", encoding="utf-8", errors="backslashreplace", newline=""
            ) as file:
                yield file
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        raise CannotDo(f"{path} cannot be written: {error.strerror}.") from None
