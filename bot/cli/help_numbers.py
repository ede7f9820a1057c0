"""`wesaid help-number add`, `list`, `check` and `remove`: a project's own numbers to call."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.cli.looking_up import AsJson, ProjectName, find_project, project_id, suggestion
from bot.cli.projects import nation_given
from bot.cli.saying import CannotDo, print_json, print_table, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Connection

    from storage.rows import AnyRow

TOPICS: Final = (
    "suicide",
    "self_harm",
    "danger",
    "medical",
    "abuse",
    "domestic",
    "neglect",
    "exploitation",
    "child",
    "other_person",
    "trauma",
    "low",
    "conduct",
)
"""What a number can be for; the topics of aftercare flags that numbers are shown for."""

LONGEST: Final = 80
"""A number is read on a phone, in trouble: its name and how to reach it are a line each."""

app = typer.Typer(help="A project's own numbers to call, besides those that come with WeSaid.")

Day = Annotated[
    datetime | None,
    typer.Option(
        "--checked",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help="When somebody last looked whether it works; today when it is not said.",
    ),
]
Number = Annotated[int, typer.Argument(metavar="ID", help="The number's id, as `list` shows it.")]


@app.callback()
def help_numbers() -> None:
    """A project's own numbers to call, besides those that come with WeSaid."""


@app.command("add")
def add_number(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Who it is.")],
    how: Annotated[
        str, typer.Option("--how", metavar="TEXT", help="The number, and when it is answered.")
    ],
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="Where it is published.")],
    topic: Annotated[
        str | None,
        typer.Option(
            "--topic",
            metavar="TOPIC",
            help=f"Shown only for this: {', '.join(TOPICS)}. For everything when it is not said.",
        ),
    ] = None,
    nation: Annotated[
        str | None,
        typer.Option("--nation", metavar="NATION", help="Shown only in this nation's cohorts."),
    ] = None,
    checked: Day = None,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Adds a number to call. It is shown with the others, after the emergency line."""
    from storage.help_numbers import add_help_number

    name, how = _line(name, "NAME"), _line(how, "--how")
    source = _line(source, "--source")
    if topic is not None and topic not in TOPICS:
        hint = suggestion(topic, TOPICS) or f" It is one of: {', '.join(TOPICS)}."
        raise typer.BadParameter(f"there is no topic called {topic}.{hint}", param_hint="--topic")
    of_nation = nation_given(nation) if nation is not None else None
    with opened(make=True) as store:
        day = _day(checked, store.now)

        def work(connection: Connection) -> int:
            return add_help_number(
                connection,
                project_id(connection, project, store.now),
                nation=of_nation,
                topic=topic,
                name=name,
                how=how,
                source=source,
                checked=day,
                now=store.now,
            )

        made = store.database.transact_now(work)
    if as_json:
        print_json({"id": made, "name": name, "how": how})
    else:
        say(f"Added: {name}, {how}. People see it from now on.")


@app.command("list")
def list_numbers(project: ProjectName = None, as_json: AsJson = False) -> None:
    """Lists a project's own numbers."""
    from storage.help_numbers import help_numbers_of

    with opened() as store:

        def look(connection: Connection) -> list[AnyRow]:
            within = find_project(connection, project)
            return help_numbers_of(connection, within.id) if within is not None else []

        rows = store.database.read_now(look)
    if as_json:
        print_json([_as_json(row) for row in rows])
    elif not rows:
        say("This project has no numbers of its own.")
    else:
        print_table(
            ("id", "name", "how", "topic", "nation", "checked", "source"),
            [
                [
                    str(row.id),
                    row.name,
                    row.how,
                    row.topic or "all",
                    row.nation or "all",
                    row.checked.isoformat(),
                    row.source,
                ]
                for row in rows
            ],
        )


@app.command("check")
def check_number(
    number: Number, checked: Day = None, project: ProjectName = None, as_json: AsJson = False
) -> None:
    """Notes that somebody has looked: the number works, and is what it says."""
    from storage.help_numbers import mark_help_number_checked

    with opened() as store:
        day = _day(checked, store.now)
        _change(
            store.database.transact_now(
                lambda connection: mark_help_number_checked(
                    connection, _within(connection, project), number, day
                )
            ),
            number,
        )
    if as_json:
        print_json({"id": number, "checked": day.isoformat()})
    else:
        say(f"Checked on {day.isoformat()}.")


@app.command("remove")
def remove_number(number: Number, project: ProjectName = None, as_json: AsJson = False) -> None:
    """Takes a number away: nobody is shown it any more."""
    from storage.help_numbers import remove_help_number

    with opened() as store:
        _change(
            store.database.transact_now(
                lambda connection: remove_help_number(
                    connection, _within(connection, project), number, store.now
                )
            ),
            number,
        )
    if as_json:
        print_json({"id": number})
    else:
        say("Nobody is shown it any more.")


def _within(connection: Connection, project: str | None) -> int:
    found = find_project(connection, project)
    return found.id if found is not None else 0


def _change(done: bool, number: int) -> None:
    if not done:
        raise CannotDo(f"There is no number with the id {number}. See: wesaid help-number list")


def _line(text: str, where: str) -> str:
    plain = " ".join(text.split())
    if not plain:
        raise typer.BadParameter("it is empty.", param_hint=where)
    if len(plain) > LONGEST:
        wrong = f"it has {len(plain)} characters, and at most {LONGEST} fit on a phone."
        raise typer.BadParameter(wrong, param_hint=where)
    return plain


def _day(given: datetime | None, now: datetime) -> date:
    day = given.date() if given is not None else now.date()
    if day > now.date():
        raise typer.BadParameter("it is in the future.", param_hint="--checked")
    return day


def _as_json(row: AnyRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "how": row.how,
        "topic": row.topic,
        "nation": row.nation,
        "source": row.source,
        "checked": row.checked.isoformat(),
    }
