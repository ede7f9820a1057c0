"""`wesaid ladder set` and `show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from bot.cli.in_project import changed_in, looked_in
from bot.cli.looking_up import AsJson, ProjectName, suggestion
from bot.cli.saying import CannotDo, note, print_json, print_table, say
from bot.cli.times_given import seconds_given, seconds_words

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

Level = Literal["urgent", "soon", "routine", "conduct"]
LEVELS: Final[tuple[Level, ...]] = ("urgent", "soon", "routine", "conduct")

app = typer.Typer(help="Ladders: who is told about a flag, one after the other.")


@app.callback()
def ladder() -> None:
    """Ladders: who is told about a flag, one after the other."""


@app.command("set")
def set_ladder(
    level: Annotated[Level, typer.Argument(metavar="LEVEL", help=f"One of: {', '.join(LEVELS)}.")],
    rungs: Annotated[
        list[str],
        typer.Argument(
            metavar="RUNG...",
            help="In order: named, on_call, second, leads, coordinators, everybody; each with how "
            "long they have, if it is not the level's own: on_call:10m. Or: default.",
        ),
    ],
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Sets who is told about a flag of a level, or about staff (conduct).

    A ladder that can end with nobody is refused.
    """
    from bot.cli.ladder_ends import ends_with_nobody, left_out
    from storage.hours import set_ladder as keep

    order = [] if rungs == ["default"] else [_rung(one, level) for one in rungs]
    if len({who for who, _ in order}) < len(order):
        raise typer.BadParameter("nobody can stand on two rungs", param_hint="RUNG...")

    names = [who for who, _ in order]

    def work(connection: Connection, project_id: int, _: datetime) -> list[dict[str, Any]]:
        if wrong := ends_with_nobody(connection, project_id, level, names):
            raise CannotDo(f"{wrong} Nothing was changed.")
        keep(connection, project_id, level, order)
        return _rows(connection, project_id, (level,))

    rows = changed_in(project, work)
    if warning := left_out(level, names):
        note(f"Warning: {warning}")
    if as_json:
        print_json(rows)
    else:
        say(f"The ladder for {level} is: {_words(rows[0])}.")


@app.command("show")
def show(project: ProjectName = None, as_json: AsJson = False) -> None:
    """Shows the ladders. Rungs that are empty at the time are skipped."""

    def look(connection: Connection, project_id: int, _: datetime) -> list[dict[str, Any]]:
        return _rows(connection, project_id, LEVELS)

    rows = looked_in(project, look)
    if as_json:
        print_json(rows)
    else:
        print_table(("for", "who is told, in this order"), [(r["level"], _words(r)) for r in rows])


def _rung(given: str, level: Level) -> tuple[str, int | None]:
    from bot.aftercare.ladder import RUNGS

    name, colon, wait = given.casefold().partition(":")
    who = name.strip().replace("-", "_")
    if who not in RUNGS:
        hint = suggestion(who, RUNGS) or f" It is one of: {', '.join(RUNGS)}."
        raise typer.BadParameter(f"there is no rung called {name}.{hint}", param_hint="RUNG...")
    if level == "conduct" and who == "named":
        wrong = "the named facilitator is not told of what is said about them"
        raise typer.BadParameter(wrong, param_hint="RUNG...")
    return who, seconds_given(wait, "RUNG...") if colon else None


def _rows(
    connection: Connection, project_id: int, levels: tuple[Level, ...]
) -> list[dict[str, Any]]:
    from bot.aftercare.ladder import order_of

    return [
        {
            "level": level,
            "rungs": [
                {"who": who, "wait_s": wait_s}
                for who, wait_s in order_of(
                    connection, project_id, level, conduct=level == "conduct", joined=True
                )
            ],
        }
        for level in levels
    ]


def _words(row: dict[str, Any]) -> str:
    return ", ".join(
        f"{one['who']}:{seconds_words(one['wait_s'])}" if one["wait_s"] else str(one["who"])
        for one in row["rungs"]
    )
