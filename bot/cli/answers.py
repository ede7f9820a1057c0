"""`wesaid export answers`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TextIO

import typer

from bot.cli.looking_up import AsJson, OneProject, find_project
from bot.cli.saying import CannotDo, counted, note, print_json
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.outcomes.exporting import AnswerExported

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
    project: OneProject = None,
    as_json: AsJson = False,
) -> None:
    """Exports the answers that stand; one that was changed later is left out.

    Names and contacts are not in it. Free texts are, as people wrote them. In CSV a text that a
    spreadsheet would take for a formula gets an apostrophe before it.
    """
    from bot.outcomes.exporting import answers, write_csv, write_json

    chosen = form or ("json" if as_json and out == STDOUT else "csv")
    if as_json and out == STDOUT and chosen == "csv":
        raise typer.BadParameter(
            "CSV is no JSON document. Say --format json, or give the file with --out",
            param_hint="--json",
        )
    with opened() as store:

        def look(connection: Connection) -> list[AnswerExported]:
            within = find_project(connection, project) if project is not None else None
            return list(answers(connection, within.id if within else None))

        rows = store.database.read_now(look)
    write = write_json if chosen == "json" else write_csv
    if out == STDOUT:
        write(rows, sys.stdout)
        return
    with _file(Path(out)) as file:
        write(rows, file)
    note(f"{counted(len(rows), 'answer is', 'answers are')} in {out}.")
    if as_json:
        print_json({"file": out, "rows": len(rows)})


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
