"""`wesaid list set`, `clear` and `show`: what check-ins tell people of, or ask them about."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.flow_files import known_flows, text_of
from bot.cli.looking_up import AsJson, ProjectName, find_project, project_id, suggestion
from bot.cli.saying import CannotDo, counted, note, print_json, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from flows.definition import Flow

app = typer.Typer(
    help="A project's lists: its actions, and what people proposed or chose to measure."
)

ListName = Annotated[
    str,
    typer.Argument(
        metavar="LIST",
        help="actions: what was done about what people said. proposals: what they would like to "
        "get better. measures: what they chose to be asked about.",
    ),
]


@app.callback()
def lists() -> None:
    """A project's lists, which some check-ins go through."""


@app.command("set")
def set_list(
    name: ListName,
    texts: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="In the order to be read.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option("--file", metavar="FILE", help="A UTF-8 file with one text on each line."),
    ] = None,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Puts these texts in place of what is on the list.

    People are asked about them as you write them here, so write what they will understand.
    """
    from storage import project_lists

    _check_name(name)
    kept = _given(name, texts or [], file)
    with opened(make=True) as store:

        def work(connection: Connection) -> None:
            within = project_id(connection, project, store.now)
            project_lists.set_list(connection, within, name, kept, store.now)

        store.database.transact_now(work)
    for sentence in _left_out(name, len(kept), known_flows(project).flows.values()):
        note(sentence)
    if as_json:
        print_json({name: kept})
    else:
        say(f"The list of {name} now has {counted(len(kept), 'text', 'texts')}.")


@app.command("clear")
def clear_list(name: ListName, project: ProjectName = None, as_json: AsJson = False) -> None:
    """Takes everything off the list."""
    from storage import project_lists

    _check_name(name)
    with opened() as store:

        def work(connection: Connection) -> None:
            within = find_project(connection, project)
            if within is not None:
                project_lists.set_list(connection, within.id, name, (), store.now)

        store.database.transact_now(work)
    if as_json:
        print_json({name: []})
    else:
        say(f"The list of {name} is empty now.")


@app.command("show")
def show_lists(
    name: Annotated[
        str | None, typer.Argument(metavar="[LIST]", help="One list; all when it is not said.")
    ] = None,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Shows what is on the project's lists."""
    from flows.facts import PROJECT_LISTS
    from storage.project_lists import lists_of

    if name is not None:
        _check_name(name)
    wanted = (name,) if name is not None else PROJECT_LISTS
    with opened() as store:

        def look(connection: Connection) -> dict[str, tuple[str, ...]]:
            within = find_project(connection, project)
            return lists_of(connection, within.id, wanted) if within is not None else {}

        found = store.database.read_now(look)
    listed = {one: found.get(one, ()) for one in wanted}
    if as_json:
        print_json(listed)
        return
    for one, texts in listed.items():
        say(f"{one}:" if texts else f"{one}: nothing yet")
        for place, text in enumerate(texts, start=1):
            say(f"  {place}. {text}")


def warn_of_lists(connection: Connection, project: int, flow: Flow) -> None:
    """Says so when the flow goes through a list that is empty, or longer than it goes."""
    from flows.lists import lists_in
    from storage.project_lists import lists_of

    gone_through = lists_in(flow)
    if not gone_through:
        return
    for name, texts in lists_of(connection, project, gone_through).items():
        if not texts:
            note(
                f"Warning: {flow.name} goes through the project's list of {name}, which is empty. "
                f'Fill it with: wesaid list set {name} "TEXT" "TEXT"'
            )
        for sentence in _left_out(name, len(texts), [flow]):
            note(f"Warning: {sentence}")


def _left_out(name: str, length: int, flows: Iterable[Flow]) -> list[str]:
    """What flows do not reach of a list."""
    from flows.lists import lists_in

    reached = {flow.name: lists_in(flow).get(name, length) for flow in flows}
    return [
        f"{flow} goes through the first {most} of {name} only, and there are {length}."
        for flow, most in reached.items()
        if most < length
    ]


def _check_name(name: str) -> None:
    """Raises typer.BadParameter for a list that there is not."""
    from flows.facts import PROJECT_LISTS

    if name not in PROJECT_LISTS:
        raise typer.BadParameter(
            f"there is no list called {name}. It is one of: {', '.join(PROJECT_LISTS)}."
            f"{suggestion(name, PROJECT_LISTS)}",
            param_hint="LIST",
        )


def _given(name: str, texts: list[str], file: Path | None) -> tuple[str, ...]:
    """The texts as they are kept. Raises CannotDo and typer.BadParameter."""
    from bot.outcomes.project_lists import ListProblem, tidy_list

    if texts and file is not None:
        raise typer.BadParameter("give the texts or a file, and not both", param_hint="--file")
    if file is not None:
        # What a spreadsheet or Notepad puts at the beginning of a file is no part of the text.
        lines = text_of(file).removeprefix("\ufeff").splitlines()
        texts = [line for line in lines if line.strip()]
    if not texts:
        empty = f"{file} has no text in it" if file is not None else "say what is on the list"
        raise typer.BadParameter(
            f"{empty}. To take everything off it: wesaid list clear {name}",
            param_hint="TEXT" if file is None else "--file",
        )
    try:
        return tidy_list(texts)
    except ListProblem as problem:
        if file is not None:
            raise CannotDo(f"{file}: {problem}.") from None
        raise typer.BadParameter(str(problem), param_hint="TEXT") from None
