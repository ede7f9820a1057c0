"""Flows as commands name them: one of the library, a file, or a version that was kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.looking_up import suggestion
from bot.cli.saying import CannotDo

if TYPE_CHECKING:
    from flows.definition import Flow

FlowName = Annotated[str, typer.Argument(metavar="FLOW", help="A flow's name, or its file.")]


def flow_named(given: str) -> Flow:
    """The flow of that name, file, or name@version. Raises CannotDo and typer.BadParameter."""
    from flows.definition import load_flow
    from flows.library import library, library_document
    from flows.problems import FlowError

    if given in library():
        return library()[given]
    if given.endswith((".yaml", ".yml")):
        try:
            return load_flow(text_of(Path(given)), given, library_document)
        except FlowError as error:
            raise CannotDo(str(error)) from None
    name, _, version = given.partition("@")
    if version:
        return _kept(name, version)
    hint = suggestion(given, library()) or " See: wesaid flows list."
    raise typer.BadParameter(f"there is no flow called {given}.{hint}", param_hint="FLOW")


def flow_to_explore(given: str) -> tuple[Flow, dict[str, Flow]]:
    """The flow and all that it may read earlier answers of. Raises as `flow_named`."""
    from flows.checking import name_problems
    from flows.library import library

    flow = flow_named(given)
    others = {**library(), flow.name: flow}
    if found := name_problems(flow, others):
        raise CannotDo(f"{given} is not sound. {found[0]}")
    return flow, others


def text_of(file: Path) -> str:
    """What is in the file. Raises CannotDo."""
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise CannotDo(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CannotDo(f"{file} is not UTF-8 text.") from None


def _kept(name: str, version: str) -> Flow:
    """A version that a session began on, which the database keeps."""
    from sqlalchemy.exc import NoResultFound

    from bot.cli.store import opened
    from flows.definition import Flow
    from flows.library import library
    from storage.sessions import flow_definition

    if name in library() and library()[name].version == version:
        return library()[name]
    with opened() as store:
        try:
            text = store.database.read_now(lambda c: flow_definition(c, name, version))
        except NoResultFound:
            raise CannotDo(f"There is no version {version} of {name} in the database.") from None
    return Flow.from_json(text)
