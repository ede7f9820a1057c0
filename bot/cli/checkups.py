"""`wesaid doctor`."""

from __future__ import annotations

import typer

from bot.cli.looking_up import AsJson
from bot.cli.saying import CannotDo, counted, print_json, say

MARKS = {"ok": "ok     ", "warning": "warning", "broken": "BROKEN "}


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("doctor")(doctor)


def doctor(as_json: AsJson = False) -> None:
    """Checks that everything is set up and well. Exit status 1 when something is broken."""
    from bot.cli.checking import checks
    from bot.clock import SystemClock

    found = []
    for one in checks(SystemClock().now()):
        found.append(one)
        if not as_json:
            say(f"{MARKS[one.state]}  {one.name}: {one.words}")
    broken = sum(one.state == "broken" for one in found)
    if as_json:
        listed = [{"name": one.name, "state": one.state, "words": one.words} for one in found]
        print_json({"ok": not broken, "checks": listed})
    if broken:
        raise CannotDo(f"{counted(broken, 'thing is', 'things are')} broken.")
