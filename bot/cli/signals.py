"""`wesaid signals show` and `set`: what else than words makes a person look."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from bot.cli.looking_up import AsJson, ProjectName, find_project, project_id
from bot.cli.saying import print_json, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.aftercare.signals import SignalSettings


class Level(Enum):
    """What a signal raises."""

    OFF = "off"
    ROUTINE = "routine"
    SOON = "soon"


RAISES: Final = {
    "off": "nothing is raised.",
    "routine": "a routine flag is raised.",
    "soon": "a soon flag is raised, and they are told who will be in touch.",
}
RAISES_QUIETLY: Final = {**RAISES, "soon": "a soon flag is raised."}

app = typer.Typer(help="Signals beyond words: ratings that fall, and people who go quiet.")


@app.callback()
def signals() -> None:
    """Signals beyond words: ratings that fall, and people who go quiet."""


@app.command("show")
def show_signals(project: ProjectName = None, as_json: AsJson = False) -> None:
    """Shows in words what raises a flag, besides what people say."""
    from dataclasses import asdict

    from bot.aftercare.signals import SignalSettings, settings_of

    with opened() as store:

        def look(connection: Connection) -> SignalSettings:
            within = find_project(connection, project)
            return settings_of(connection, within.id) if within is not None else SignalSettings()

        settings = store.database.read_now(look)
    if as_json:
        print_json(asdict(settings))
    else:
        for sentence in in_words(settings):
            say(sentence)


@app.command("set")
def set_signals(
    fall: Annotated[
        Level | None, typer.Option("--fall", help="For a rating that fell since the time before.")
    ] = None,
    fall_points: Annotated[
        float | None,
        typer.Option(
            "--fall-points",
            min=1,
            max=10,
            help="How far, on a scale from 0 to 10, where the measure does not say.",
        ),
    ] = None,
    low: Annotated[Level | None, typer.Option("--low", help="For two low ratings running.")] = None,
    low_points: Annotated[
        float | None,
        typer.Option("--low-points", min=0, max=5, help="What is low, on a scale from 0 to 10."),
    ] = None,
    no_answer: Annotated[
        Level | None,
        typer.Option("--no-answer", help="For a follow-up after a flag that nobody answers."),
    ] = None,
    no_answer_hours: Annotated[
        float | None,
        typer.Option("--no-answer-hours", min=1, max=720, help="After how many hours."),
    ] = None,
    stopped: Annotated[
        Level | None,
        typer.Option("--stopped", help="For somebody who stops right after a private question."),
    ] = None,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Changes what raises a flag, besides what people say. What is not named stays as it is."""
    from dataclasses import asdict

    from bot.aftercare.signals import settings_of
    from storage.signals import keep_signal_setting

    given: dict[str, Any] = {
        "fall": fall,
        "fall_points": fall_points,
        "low": low,
        "low_points": low_points,
        "no_answer": no_answer,
        "no_answer_hours": no_answer_hours,
        "stopped": stopped,
    }
    changed = {name: value for name, value in given.items() if value is not None}
    if not changed:
        raise typer.BadParameter("say what is to change, such as --fall soon.")
    with opened(make=True) as store:

        def work(connection: Connection) -> SignalSettings:
            within = project_id(connection, project, store.now)
            for name, value in changed.items():
                text = value.value if isinstance(value, Level) else f"{value:g}"
                keep_signal_setting(connection, within, name, text, store.now)
            return settings_of(connection, within)

        settings = store.database.transact_now(work)
    if as_json:
        print_json(asdict(settings))
    else:
        for sentence in in_words(settings):
            say(sentence)


def in_words(settings: SignalSettings) -> list[str]:
    """The settings as sentences, one for each signal."""
    return [
        "When a rating is worse than the time before by what its measure calls a real change, or "
        f"by {settings.fall_points:g} points on a scale from 0 to 10 where the measure does not "
        f"say: {RAISES[settings.fall]}",
        f"When a rating is low two times running ({settings.low_points:g} or less on a scale from "
        f"0 to 10, or as much as that on another): {RAISES[settings.low]}",
        "When somebody who had a flag has answered nothing of a follow-up after "
        f"{settings.no_answer_hours:g} hours: {RAISES_QUIETLY[settings.no_answer]}",
        "When somebody stops right after a question about something private: "
        f"{RAISES_QUIETLY[settings.stopped]}",
    ]
