"""`wesaid flags list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.looking_up import AsJson, find_project
from bot.cli.saying import print_json, print_table, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

app = typer.Typer(help="Aftercare flags: who must be contacted, and by when.")


@app.callback()
def flags() -> None:
    """Aftercare flags: who must be contacted, and by when."""


@app.command("list")
def list_flags(
    only_open: Annotated[
        bool, typer.Option("--open", help="Only those that are not closed.")
    ] = False,
    project: Annotated[
        str | None,
        typer.Option("--project", metavar="NAME", help="One project; all when it is not said."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Lists flags, the oldest first. What people said is not shown here."""
    with opened() as store:

        def look(connection: Connection) -> list[dict[str, Any]]:
            within = find_project(connection, project) if project is not None else None
            return _rows(connection, within.id if within else None)

        rows = store.database.read_now(look)
    if only_open:
        rows = [row for row in rows if row["status"] != "closed"]
    if as_json:
        print_json(rows)
    elif not rows:
        say("There are no flags.")
    else:
        shown = ("id", "participant", "level", "topic", "status", "owner", "contact_by")
        print_table(
            [name.replace("_", " ") for name in shown],
            [[_cell(row[name]) for name in shown] for row in rows],
        )


def _rows(connection: Connection, project_id: int | None) -> list[dict[str, Any]]:
    from storage.flags import all_flags, signals_of
    from storage.people import find_person

    rows = []
    for flag in all_flags(connection, project_id):
        owner = find_person(connection, flag.owner_id) if flag.owner_id else None
        reasons = dict.fromkeys(signal.reason for signal, _ in signals_of(connection, flag.id))
        rows.append(
            {
                "id": flag.id,
                "participant": flag.participant,
                "level": flag.level,
                "topic": flag.topic,
                "status": flag.status,
                "reasons": list(reasons),
                "owner": owner.code if owner else None,
                "opened_at": flag.opened_at,
                "acknowledge_by": flag.acknowledge_by,
                "contact_by": flag.contact_by,
                "acknowledged_at": flag.acknowledged_at,
                "closed_at": flag.closed_at,
            }
        )
    return rows


def _cell(value: Any) -> str:
    from datetime import UTC, datetime

    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return "" if value is None else str(value)
