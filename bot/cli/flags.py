"""`wesaid flags list`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.looking_up import AsJson, OneProject, find_project
from bot.cli.saying import in_zone, print_list
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
    project: OneProject = None,
    as_json: AsJson = False,
) -> None:
    """Lists flags, the oldest first. What people said is not shown here."""
    with opened() as store:

        def look(
            connection: Connection,
        ) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
            within = find_project(connection, project) if project is not None else None
            return _rows(connection, within.id if within else None, only_open=only_open)

        rows, shown = store.database.read_now(look)
    headings = ("id", "participant", "level", "topic", "status", "owner", "contact by")
    cells = [_cells(row, *about) for row, about in zip(rows, shown, strict=True)]
    print_list(rows, headings, cells, none="There are no flags.", as_json=as_json)


def _rows(
    connection: Connection, project_id: int | None, *, only_open: bool
) -> tuple[list[dict[str, Any]], list[tuple[str, str]]]:
    """Flags as JSON has them; and, for people to read, each one's owner by name and time zone."""
    from storage.contacts import contact_of
    from storage.flags import all_flags, signals_of
    from storage.people import find_person

    rows, shown = [], []
    for flag in all_flags(connection, project_id):
        if only_open and flag.status == "closed":
            continue
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
        zone = contact_of(connection, flag.channel_id).timezone if flag.channel_id else "UTC"
        shown.append((owner.name or owner.code if owner else "", zone))
    return rows, shown


def _cells(row: dict[str, Any], owner: str, zone: str) -> list[str]:
    return [
        str(row["id"]),
        row["participant"] or "somebody who has not joined",
        row["level"],
        row["topic"],
        row["status"],
        owner,
        in_zone(row["contact_by"], zone),
    ]
