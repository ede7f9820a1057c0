"""`wesaid triage`: how soon somebody must be in touch about each of many texts."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.looking_up import find_project, suggestion
from bot.cli.saying import CannotDo, note
from bot.cli.store import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from bot.aftercare.triage import Triage


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("triage")(triage)


def triage(
    locale: Annotated[
        str, typer.Option("--locale", metavar="LOCALE", help="The language of the rules.")
    ] = "en",
    explain: Annotated[
        bool, typer.Option("--explain", help="Add everything that was looked at to each line.")
    ] = False,
    staff: Annotated[
        list[str] | None,
        typer.Option(
            "--staff", metavar="NAME", help="A member of staff whom the texts may name; repeatable."
        ),
    ] = None,
    project: Annotated[
        str | None,
        typer.Option(
            "--project", metavar="NAME", help="Read as in this project's chats: with its staff."
        ),
    ] = None,
) -> None:
    """Reads JSON lines with id and text, and writes one with id, level, rule, topic and span.

    The level says how soon a person must be in touch: none, routine, soon or urgent. In a chat the
    names of the project's staff are known; here they are with --project or --staff.
    """
    known = locales_with_rules()
    if locale.split("@", maxsplit=1)[0] not in known:
        hint = suggestion(locale, known) or f" There are rules for: {', '.join(known)}."
        raise typer.BadParameter(f"there are no rules for {locale}.{hint}", param_hint="--locale")
    if sys.stdin.isatty():
        note('Write lines such as {"id": "1", "text": "..."}. Ctrl-D ends it.')
    names = _first_names(staff or [], project)
    if not names and (explain or sys.stdin.isatty()):
        note(
            "No names of staff are known here, so what is said of one by name may count for less "
            "than in a chat. Say --project NAME, or --staff NAME."
        )
    from bot.aftercare.triage import PhrasesError, TriageLineError, triage_lines
    from bot.composing import triage_for

    try:
        rules = triage_for(locale)
        lines = _explained(rules, names) if explain else triage_lines(sys.stdin, rules, names)
        for line in lines:
            print(line, flush=True)  # another program may wait for each answer
    except (TriageLineError, PhrasesError) as error:
        raise CannotDo(str(error)) from None


def locales_with_rules() -> list[str]:
    """The languages that have triage rules."""
    from bot.texts import LOCALES

    return sorted(path.parent.name for path in LOCALES.glob("*/phrases.yaml"))


def _first_names(given: list[str], project: str | None) -> frozenset[str]:
    """Of those who are named, and of the project's staff. Raises CannotDo."""
    names = list(given)
    if project is not None:
        from storage.people import staff_names

        with opened() as store:

            def look(connection: Connection) -> list[str]:
                within = find_project(connection, project)
                return staff_names(connection, within.id) if within is not None else []

            names += store.database.read_now(look)
    return frozenset(name.split()[0] for name in names if name.strip())


def _explained(rules: Triage, names: frozenset[str]) -> Iterator[str]:
    """The same lines, each with `explanation`: the sentences as read, and every rule considered."""
    from bot.aftercare.triage import triage_lines

    newest = ""

    def lines() -> Iterator[str]:
        nonlocal newest
        for line in sys.stdin:
            newest = line
            yield line

    for found in triage_lines(lines(), rules, names):
        record = json.loads(found)
        record["explanation"] = _explanation(rules, _text_of(newest), names)
        yield json.dumps(record, ensure_ascii=False)


def _text_of(line: str) -> str:
    return str(json.loads(line.lstrip("\ufeff"))["text"])


def _explanation(rules: Triage, text: str, names: frozenset[str]) -> dict[str, Any]:
    explained = rules.explain(text, names)
    considered = [
        {
            "rule": one.rule,
            "written": one.written,
            "level": one.level,
            "topic": one.topic,
            "span": list(one.span),
            "why": one.why,
            "reasons": [{"kind": reason.kind, "words": reason.words} for reason in one.reasons],
        }
        for one in explained.considered
    ]
    return {"sentences": list(explained.sentences), "considered": considered}
