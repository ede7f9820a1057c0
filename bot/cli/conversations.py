"""`wesaid flows`: check, play, paths, diff and schema. The others are in keeping_flows.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli import keeping_flows
from bot.cli.flow_files import FlowName, flow_named, flow_to_explore, known_flows, written_flow
from bot.cli.looking_up import AsJson, ProjectName
from bot.cli.saying import CannotDo, counted, note, print_json, print_table, say

if TYPE_CHECKING:
    from flows.paths import Walk

app = typer.Typer(help="Flows: the scripted conversations.")


@app.callback()
def flows() -> None:
    """Flows: the scripted conversations."""


keeping_flows.add_to(app)


@app.command("check")
def check_flows(
    given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FLOW]...", help="Flows' files or names; without any, all that comes with it."
        ),
    ] = None,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Proves flows sound before anyone can send them. Without files, checks triage rules too."""
    from bot.cli.soundness import file_checked, library_checked, triage_checked

    if given:
        known = known_flows(project)
        texts = [written_flow(one, known) for one in given]
        results = [file_checked(text, source, known) for text, source in texts]
    else:
        results = [*library_checked(), *triage_checked()]
    if as_json:
        print_json([one.row() for one in results])
    else:
        for one in results:
            for line in one.lines():
                say(line)
    unsound = sum(not one.ok for one in results)
    if unsound:
        raise CannotDo(f"{counted(unsound, 'file is', 'files are')} not sound.")


@app.command("play")
def play_flow(flow: FlowName, project: ProjectName = None) -> None:
    """Walks through a check-in in the terminal. Nothing is kept, and nobody is told."""
    from bot.aftercare.triage import PhrasesError
    from bot.cli.playing import Player

    try:
        Player(flow_named(flow, known_flows(project))).play()
    except PhrasesError as error:
        raise CannotDo(str(error)) from None


@app.command("paths")
def show_paths(
    flow: FlowName,
    as_json: AsJson = False,
    as_mermaid: Annotated[
        bool, typer.Option("--mermaid", help="Print a Mermaid diagram of the steps.")
    ] = False,
    most: Annotated[
        int, typer.Option("--most", min=1, metavar="N", help="Show at most N ways of a part.")
    ] = 1_000,
    project: ProjectName = None,
) -> None:
    """Shows every path through a flow: the answers that lead along it, and its flags."""
    from flows.diagram import mermaid
    from flows.paths import paths

    explored, others = flow_to_explore(flow, known_flows(project))
    if as_mermaid:
        print(mermaid(explored), end="")
        return
    found = paths(explored, others, most)
    if as_json:
        rows = [walk.row(number) for number, walk in enumerate(found.walks, start=1)]
        print_json({"paths": found.count, "parts": found.parts, "rows": rows})
    else:
        print_table(("part", "answers", "says", "flags", "to"), map(_path_cells, found.walks))
    if found.parts > 1:
        note(f"{found.count} paths: each is one way through each of {found.parts} parts.")
    if found.left_out:
        note(f"{counted(found.left_out, 'way is', 'ways are')} left out. See: --most")


def _path_cells(walk: Walk) -> tuple[str, str, str, str, str]:
    decides = [f"{one.about}: {one.words}" for one in walk.answers if one.decides]
    flags = [f"{flag.level}, {flag.topic}" for flag in walk.flags]
    answers, says = "; ".join(decides) or "any", ", ".join(walk.says)
    return str(walk.part), answers, says, "; ".join(flags) or "none", walk.end


@app.command("diff")
def show_changes(
    old: Annotated[str, typer.Argument(metavar="A", help="A flow's name, file or name@version.")],
    new: Annotated[str, typer.Argument(metavar="B", help="The version to compare it with.")],
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Says in plain words what is different in B."""
    from flows.diff import changes

    known = known_flows(project)
    found = changes(flow_named(old, known), flow_named(new, known), known.flows)
    if as_json:
        print_json([{"step": one.step or None, "change": one.words} for one in found])
        return
    for one in found:
        say(one.words)
    if not found:
        note("Nothing is different.")


@app.command("schema")
def print_schema() -> None:
    """Prints the JSON Schema of a flow file, which editors can use."""
    from flows.schema import schema

    print_json(schema())
