"""`wesaid flows list`, `check` and `play`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.looking_up import AsJson, suggestion
from bot.cli.saying import CannotDo, counted, print_json, print_table, say

if TYPE_CHECKING:
    from flows.definition import Flow

app = typer.Typer(help="Flows: the scripted conversations.")


@app.callback()
def flows() -> None:
    """Flows: the scripted conversations."""


@app.command("list")
def list_flows(as_json: AsJson = False) -> None:
    """Lists the flows that can be sent."""
    from flows.library import library

    rows = [
        {"name": one.name, "title": one.title, "version": one.version, "steps": len(one.steps)}
        for one in library().values()
    ]
    if as_json:
        print_json(rows)
    else:
        shown = [(one.name, one.title, one.version) for one in library().values()]
        print_table(("name", "title", "version"), shown)


@app.command("check")
def check_flows(
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE]...", help="Flow files; without any, all that comes with it."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Proves flows sound before anyone can send them. Without files, checks triage rules too."""
    results = [_checked(_text_of(file), str(file)) for file in files or ()]
    if not files:
        results = [*_library_checked(), *_triage_checked()]
    if as_json:
        print_json(results)
    else:
        for one in results:
            say(f"{one['source']}: {'sound' if one['ok'] else 'not sound'}")
            for problem in one["problems"]:
                say(f"  {_problem_line(problem)}")
    unsound = sum(not one["ok"] for one in results)
    if unsound:
        raise CannotDo(f"{counted(unsound, 'file is', 'files are')} not sound.")


@app.command("play")
def play_flow(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="A flow's name, or its file.")],
) -> None:
    """Walks through a check-in in the terminal. Nothing is kept, and nobody is told."""
    from bot.aftercare.triage import PhrasesError
    from bot.cli.playing import Player

    try:
        Player(_flow_of(flow)).play()
    except PhrasesError as error:
        raise CannotDo(str(error)) from None


def _flow_of(given: str) -> Flow:
    from flows.definition import load_flow
    from flows.library import library
    from flows.problems import FlowError

    if given in library():
        return library()[given]
    if given.endswith((".yaml", ".yml")):
        try:
            return load_flow(_text_of(Path(given)), given)
        except FlowError as error:
            raise CannotDo(str(error)) from None
    hint = suggestion(given, library()) or " See: wesaid flows list."
    raise typer.BadParameter(f"there is no flow called {given}.{hint}", param_hint="FLOW")


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except OSError as error:
        raise CannotDo(f"{file} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise CannotDo(f"{file} is not UTF-8 text.") from None


def _checked(text: str, source: str) -> dict[str, Any]:
    from flows.checking import check

    flow, problems = check(text, source)
    return {
        "source": source,
        "flow": flow.name if flow is not None else None,
        "version": flow.version if flow is not None else None,
        "ok": not problems,
        "problems": [
            {"line": one.line, "step": one.step or None, "what": one.what, "mend": one.mend}
            for one in problems
        ],
    }


def _library_checked() -> list[dict[str, Any]]:
    from flows.library import library_texts

    return [_checked(text, name) for name, text in library_texts().items()]


def _triage_checked() -> list[dict[str, Any]]:
    from bot.aftercare.triage import PhrasesError, check_rules, load, locale_file
    from bot.cli.triage import locales_with_rules

    results = []
    for locale in locales_with_rules():
        file = locale_file(locale)
        try:
            problems = check_rules(load(file))
        except PhrasesError as error:
            problems = list(error.problems)
        results.append(
            {
                "source": f"locales/{locale}/phrases.yaml",
                "flow": None,
                "version": None,
                "ok": not problems,
                "problems": [
                    {"line": one.line, "step": one.rule or None, "what": one.what, "mend": one.mend}
                    for one in problems
                ],
            }
        )
    return results


def _problem_line(problem: dict[str, Any]) -> str:
    step = f", {problem['step']}" if problem["step"] else ""
    return f"line {problem['line']}{step}: {problem['what'].rstrip('.')}. {problem['mend']}"
