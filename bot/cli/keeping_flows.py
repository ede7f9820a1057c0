"""`wesaid flows list`, `add`, `approve` and `approvals`: the flows that a project has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.flow_files import database_is_there, known_flows, text_of
from bot.cli.looking_up import (
    AsJson,
    ProjectName,
    find_project,
    name_given,
    project_id,
    suggestion,
)
from bot.cli.saying import CannotDo, note, print_json, print_list, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.checkins.flow_shelf import FlowShelf, OnShelf, Shelf
    from flows.definition import Flow

ANOTHER_FLOW = "See: wesaid flows list."


def add_to(app: typer.Typer) -> None:
    """Adds the commands to `wesaid flows`."""
    app.command("list")(list_flows)
    app.command("add")(add_flow)
    app.command("approve")(approve_flow)
    app.command("approvals")(list_approvals)


def list_flows(project: ProjectName = None, as_json: AsJson = False) -> None:
    """Lists the flows that there are, with the newest version of each."""
    rows = _listed(project)
    headings = ("name", "title", "version", "approved", "languages", "source")
    cells = [[_cell(row, name) for name in headings] for row in rows]
    print_list(rows, headings, cells, none="There are no flows.", as_json=as_json)
    if as_json:
        return
    through = [f"{row['name']} ({', '.join(row['lists'])})" for row in rows if row["lists"]]
    if through:
        note(f"These go through a list of the project: {', '.join(through)}.")
        note("See: wesaid list show")


def _cell(row: dict[str, Any], name: str) -> str:
    if name == "approved":
        return "yes" if row[name] else "no"
    if name == "languages":
        return ", ".join(
            language if not lacking else f"{language} ({lacking} missing)"
            for language, lacking in row[name].items()
        )
    return str(row[name])


def _listed(project: str | None) -> list[dict[str, Any]]:
    flows = known_flows(project).flows
    shelves: dict[str, Shelf] = {}
    if database_is_there():
        shelf = _flow_shelf()

        def look(connection: Connection) -> dict[str, Shelf]:
            found = find_project(connection, project)
            if found is None:
                return {}
            return {name: shelf.shelf(connection, found.id, name) for name in flows}

        with opened() as store:
            shelves = store.database.read_now(look)
    return [_flow_row(flow, shelves.get(name)) for name, flow in flows.items()]


def _flow_row(flow: Flow, shelf: Shelf | None) -> dict[str, Any]:
    """One flow. `sent` is the version that new sessions begin on.

    `languages` counts the texts that each lacks, `lists` how much of each the flow goes through.
    """
    from bot.cli.languages import offered, untranslated
    from bot.texts import WRITTEN_IN
    from flows.lists import lists_in

    newest = shelf.versions[0] if shelf is not None else None
    sent: str | None = flow.version
    if shelf is not None:
        sent = shelf.sent.version if shelf.sent is not None else None
    lacking = untranslated(flow, offered())
    return {
        "name": flow.name,
        "title": flow.title,
        "version": flow.version,
        "steps": len(flow.steps),
        "source": _source(newest),
        "approved": newest is None or not newest.missing,
        "needs": newest.missing if newest is not None else "",
        "sent": sent,
        "languages": {
            WRITTEN_IN: 0,
            **{language: len(lacking.get(language, ())) for language in offered()},
        },
        "lists": lists_in(flow),
    }


def _source(one: OnShelf | None) -> str:
    return one.file or "its file" if one is not None and one.origin == "own" else "library"


def add_flow(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The flow, as YAML.")],
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Checks a flow of your own and keeps it as the newest version of its name."""
    from bot.cli.soundness import file_checked
    from flows.definition import load_flow

    text, known = text_of(file), known_flows(project)
    checked = file_checked(text, str(file), known)
    if not checked.ok:
        for line in checked.lines():
            note(line)
        raise CannotDo(f"{file} is not sound, and was not added.")
    flow = load_flow(text, str(file), known.called)
    _asks_for_consent(flow)
    shelf = _flow_shelf()
    with opened(make=True) as store:

        def work(connection: Connection) -> tuple[bool, Shelf]:
            within = project_id(connection, project, store.now)
            new = shelf.add(connection, within, flow, text, file.name, store.now)
            return new, shelf.shelf(connection, within, flow.name)

        new, now = store.database.transact_now(work)
    for warning in checked.warnings:
        note(f"Warning: line {warning['line']}: {warning['what']}. {warning['mend']}")
    needs = now.versions[0].missing if now.approval_needed else ""
    if as_json:
        made = {"name": flow.name, "version": flow.version, "new": new, "needs": needs}
        print_json({**made, "warnings": checked.warnings})
        return
    said = f"Added {flow.name}@{flow.version}." if new else f"{flow.name} is like that already."
    say(said)
    if needs:
        say(f"Before it is sent, it needs {needs}.")


def _asks_for_consent(flow: Flow) -> None:
    """Without it, those who are welcomed would never be sent anything. Raises CannotDo."""
    from bot.checkins.outside_session import CHECK_INS, WELCOME
    from flows.steps import QuestionStep

    keeps = f"consent.{CHECK_INS}"
    asked = any(isinstance(one, QuestionStep) and one.keeps == keeps for one in flow.steps)
    if flow.name == WELCOME and not asked:
        raise CannotDo(
            f"The flow {WELCOME} has to ask whether people want to take part: nobody is sent "
            f"anything before. Add a question with `keeps: {keeps}`."
        )


def approve_flow(
    flow: Annotated[
        str, typer.Argument(metavar="FLOW[@VERSION]", help="The newest version, or this one.")
    ],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="Who approves it.")],
    lived_experience: Annotated[
        bool,
        typer.Option("--lived-experience", help="They know what it is about from their own life."),
    ] = False,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Keeps that somebody has read a version of a flow and approves it."""
    from storage.flow_approvals import add_approval

    reviewer = name_given(by, "--by")
    shelf = _flow_shelf()
    with opened() as store:

        def work(connection: Connection) -> tuple[bool, OnShelf]:
            within, one = _on_shelf(connection, shelf, project, flow)
            if one.id is None or one.origin == "library":
                raise CannotDo(f"{flow} comes with WeSaid and is approved already.")
            new = add_approval(
                connection, within, one.id, reviewer, store.now, lived_experience=lived_experience
            )
            _, now = _on_shelf(connection, shelf, project, f"{_name(flow)}@{one.version}")
            return new, now

        new, now = store.database.transact_now(work)
    given = next(one for one in now.approvals if one.reviewer.casefold() == reviewer.casefold())
    if as_json:
        row = {"flow": _name(flow), "version": now.version, "reviewer": given.reviewer}
        state = {"new": new, "approved": not now.missing, "needs": now.missing}
        print_json({**row, "lived_experience": given.lived_experience, **state})
        return
    did = "approves" if new else "has approved"
    say(f"{given.reviewer} {did} {_name(flow)}@{now.version}.")
    say(f"It still needs {now.missing}." if now.missing else "It is approved.")


def list_approvals(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="A flow's name.")],
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Lists the versions of a flow, the newest first, and who approved each."""
    shelf = _flow_shelf()
    with opened() as store:
        found = store.database.read_now(
            lambda connection: _shelf_of(connection, shelf, project, flow)[1]
        )
    rows = [
        {
            "version": one.version,
            "source": _source(one),
            "added_at": one.added_at,
            "approved": not one.missing,
            "needs": one.missing,
            "sent": one is found.sent,
            "reviewers": [
                {"name": a.reviewer, "lived_experience": a.lived_experience, "at": a.at}
                for a in one.approvals
            ],
        }
        for one in found.versions
    ]
    shown = [
        (
            one.version,
            _source(one),
            "yes" if not one.missing else f"needs {one.missing}",
            "; ".join(
                f"{a.reviewer} (lived experience)" if a.lived_experience else a.reviewer
                for a in one.approvals
            ),
        )
        for one in found.versions
    ]
    headings, none = ("version", "source", "approved", "by"), "There are no versions."
    print_list(rows, headings, shown, none=none, as_json=as_json)
    if not as_json and not found.approval_needed:
        note("Approval is off in this project. Turn it on with: wesaid project set --approval on")


def _flow_shelf() -> FlowShelf:
    from bot.checkins.flow_shelf import FlowShelf
    from flows.library import library

    return FlowShelf(library())


def _name(given: str) -> str:
    return given.partition("@")[0]


def _shelf_of(
    connection: Connection, shelf: FlowShelf, project: str | None, name: str
) -> tuple[int, Shelf]:
    """The project's id, and its versions of a flow. Raises CannotDo and typer.BadParameter."""
    within = find_project(connection, project)
    if within is None:
        raise CannotDo("There is no project yet. Add one with: wesaid project add NAME")
    found = shelf.shelf(connection, within.id, name)
    if not found.versions:
        hint = suggestion(name, shelf.flows(connection, within.id)) or f" {ANOTHER_FLOW}"
        raise typer.BadParameter(f"there is no flow called {name}.{hint}", param_hint="FLOW")
    return within.id, found


def _on_shelf(
    connection: Connection, shelf: FlowShelf, project: str | None, given: str
) -> tuple[int, OnShelf]:
    name, _, version = given.partition("@")
    within, found = _shelf_of(connection, shelf, project, name)
    for one in found.versions:
        if version in ("", one.version):
            return within, one
    raise CannotDo(
        f"There is no version {version} of {name} in this project. "
        f"See: wesaid flows approvals {name}"
    )
