"""The command `wesaid`: its groups of commands, and how each way of ending is told."""

from __future__ import annotations

import os
import re
import sys
from functools import cache
from io import TextIOWrapper
from typing import Annotated, Final

import typer
import typer.core

from bot.cli import (
    answers,
    checkups,
    conversations,
    flags,
    help_numbers,
    hours,
    invitations,
    ladder,
    lists,
    participants,
    projects,
    rota,
    service,
    signals,
    staff,
    triage,
)
from bot.cli.faults import sentence
from bot.cli.saying import CannotDo, note, say

app = typer.Typer(
    name="wesaid",
    help="WeSaid asks how it was, and makes sure that a person answers.",
    pretty_exceptions_enable=False,
    add_completion=False,
)
service.add_to(app)
checkups.add_to(app)
app.add_typer(projects.project, name="project", no_args_is_help=True)
app.add_typer(projects.cohort, name="cohort", no_args_is_help=True)
app.add_typer(staff.app, name="staff", no_args_is_help=True)
app.add_typer(participants.app, name="participant", no_args_is_help=True)
app.add_typer(invitations.app, name="round", no_args_is_help=True)
app.add_typer(lists.app, name="list", no_args_is_help=True)
app.add_typer(conversations.app, name="flows", no_args_is_help=True)
triage.add_to(app)
app.add_typer(flags.app, name="flags", no_args_is_help=True)
app.add_typer(help_numbers.app, name="help-number", no_args_is_help=True)
app.add_typer(signals.app, name="signals", no_args_is_help=True)
app.add_typer(rota.app, name="rota", no_args_is_help=True)
app.add_typer(ladder.app, name="ladder", no_args_is_help=True)
app.add_typer(hours.app, name="hours", no_args_is_help=True)
app.add_typer(answers.app, name="export", no_args_is_help=True)


@app.callback(invoke_without_command=True)
def wesaid(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """WeSaid asks how it was, and makes sure that a person answers."""
    if version:
        from importlib.metadata import version as version_of

        say(version_of("wesaid"))
        raise typer.Exit
    if context.invoked_subcommand is None:
        context.get_help()
        raise typer.Exit(2)


@cache
def command() -> typer.core.TyperGroup:
    """All commands, ready to be run."""
    made = typer.main.get_command(app)
    assert isinstance(made, typer.core.TyperGroup)
    return made


def main() -> None:
    """Runs the command that `sys.argv` names. Exit status: 0 done, 2 wrong words, 1 otherwise."""
    _speak_utf8()
    status = _status()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the output has gone; Python would complain when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = status or 1
    sys.exit(status)


def _status() -> int:
    status = 1
    try:
        ended = command().main(prog_name="wesaid", standalone_mode=False)
        status = ended if isinstance(ended, int) else 0
    except typer.TyperException as error:
        if error.format_message():  # empty when the help has been shown instead
            note(_wrong_words(error))
        status = error.exit_code
    except CannotDo as error:
        note(str(error))
    except BrokenPipeError:
        pass  # whoever read the output has seen enough
    except Exception as error:  # noqa: BLE001 - a person gets a sentence, whatever it was
        note(sentence(error))
    if status == _INTERRUPTED:
        note("Stopped.")
        status = 1
    return status


_INTERRUPTED: Final = 130
"""What typer makes of Ctrl-C."""


_NO_NUMBER: Final = re.compile(r"Input should be a valid integer.*$", re.DOTALL)
"""What typer makes of a word where a number belongs."""


def _wrong_words(error: typer.TyperException) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "wesaid"
    message = error.format_message().strip().replace("Value error, ", "")
    message = _NO_NUMBER.sub("it must be a whole number, such as 3.", message)
    return f"{message if message.endswith(('.', '?')) else message + '.'} See: {path} --help"


def _speak_utf8() -> None:
    """The same bytes on every machine; half a character, such as a lone surrogate, stops nothing.

    In JSON, what backslashreplace writes is that character's own escape.
    """
    for stream, errors in (
        (sys.stdin, "surrogateescape"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
