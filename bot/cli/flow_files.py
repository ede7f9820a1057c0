"""Flows as commands name them: one that a project has, a file, or a version that was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.looking_up import find_project, suggestion
from bot.cli.saying import CannotDo

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from flows.definition import Flow
    from flows.unrolling import Called

FlowName = Annotated[str, typer.Argument(metavar="FLOW", help="A flow's name, or its file.")]


@dataclass(frozen=True, slots=True)
class Known:
    """The flows that there are: the newest of each by name, and how to find the file of one.

    `written` are the files of the project's own flows, by the flow's name.
    """

    flows: Mapping[str, Flow]
    called: Called
    written: Mapping[str, str] = field(default_factory=dict)


def known_flows(project: str | None) -> Known:
    """The library's flows and the project's own. Where there is no database yet, the library's.

    Raises CannotDo.
    """
    from flows.library import library, library_document

    if not database_is_there():
        if project is not None:
            raise CannotDo(f"There is no project called {project}: there is no database yet.")
        return Known(library(), library_document)
    from bot.checkins.flow_shelf import FlowShelf
    from bot.cli.store import opened
    from storage.flow_versions import taken_flows

    shelf = FlowShelf(library())

    def look(connection: Connection) -> Known:
        found = find_project(connection, project)
        if found is None:
            return Known(library(), library_document)
        own = {
            row.flow: row.written
            for row in taken_flows(connection, found.id)
            if row.written is not None
        }
        return Known(shelf.flows(connection, found.id), shelf.called(connection, found.id), own)

    with opened() as store:
        return store.database.read_now(look)


def database_is_there() -> bool:
    """Whether there is something to look in: a database on a server, or a SQLite file."""
    from bot.cli.store import read_settings, told
    from storage.engines import parse, sqlite_path

    with told():
        path = sqlite_path(parse(read_settings().database_url))
    return path is None or path.exists()


def flow_named(given: str, known: Known) -> Flow:
    """The flow of that name, file, or name@version. Raises CannotDo and typer.BadParameter."""
    from flows.definition import load_flow
    from flows.problems import FlowError

    if given in known.flows:
        return known.flows[given]
    if given.endswith((".yaml", ".yml")):
        try:
            return load_flow(text_of(Path(given)), given, known.called)
        except FlowError as error:
            raise CannotDo(str(error)) from None
    name, _, version = given.partition("@")
    if version:
        return _kept(name, version, known)
    hint = suggestion(given, known.flows) or " See: wesaid flows list."
    raise typer.BadParameter(f"there is no flow called {given}.{hint}", param_hint="FLOW")


def flow_to_explore(given: str, known: Known) -> tuple[Flow, dict[str, Flow]]:
    """The flow and all that it may read earlier answers of. Raises as `flow_named`."""
    from flows.checking import name_problems

    flow = flow_named(given, known)
    others = {**known.flows, flow.name: flow}
    if found := name_problems(flow, others):
        raise CannotDo(f"{given} is not sound. {found[0]}")
    return flow, others


def written_flow(given: str, known: Known) -> tuple[str, str]:
    """The text of a flow, given by its file or its name, and what to call it in messages.

    Raises CannotDo and typer.BadParameter.
    """
    from flows.library import library_texts

    if given.endswith((".yaml", ".yml")) or Path(given).is_file():
        return text_of(Path(given)), given
    texts = {**library_texts(), **{f"{name}.yaml": text for name, text in known.written.items()}}
    if f"{given}.yaml" in texts:
        return texts[f"{given}.yaml"], given
    hint = suggestion(given, known.flows) or " See: wesaid flows list."
    raise typer.BadParameter(f"there is no file or flow {given}.{hint}", param_hint="FLOW")


def text_of(file: Path) -> str:
    """What is in the file. Raises CannotDo."""
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise CannotDo(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CannotDo(f"{file} is not UTF-8 text.") from None


def _kept(name: str, version: str, known: Known) -> Flow:
    """A version that is in use, or that the database keeps."""
    from sqlalchemy.exc import NoResultFound

    from bot.cli.store import opened
    from flows.definition import Flow
    from flows.library import library
    from storage.flow_versions import flow_definition

    for flows in (known.flows, library()):
        if name in flows and flows[name].version == version:
            return flows[name]
    with opened() as store:
        try:
            text = store.database.read_now(lambda c: flow_definition(c, name, version))
        except NoResultFound:
            raise CannotDo(f"There is no version {version} of {name} in the database.") from None
    return Flow.from_json(text)
