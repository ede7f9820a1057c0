"""`wesaid round add`: a flow goes out to a cohort."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.looking_up import (
    AsJson,
    CohortName,
    ProjectName,
    find_cohort,
    suggestion,
    warn_without_lead,
)
from bot.cli.saying import counted, print_json, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

app = typer.Typer(help="Rounds: a flow sent to a cohort.")


@app.callback()
def rounds() -> None:
    """Rounds: a flow sent to a cohort."""


@app.command("add")
def add_round(
    flow: Annotated[str, typer.Argument(metavar="FLOW", help="Such as after-session.")],
    cohort: CohortName,
    now: Annotated[bool, typer.Option("--now", help="Send it at once.")] = False,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Also between 9 in the evening and 8 in the morning.")
    ] = False,
    project: ProjectName = None,
    as_json: AsJson = False,
) -> None:
    """Sends a flow to everybody in a cohort who has agreed to check-ins."""
    from zoneinfo import ZoneInfo

    from bot.checkins.pausing import after_quiet
    from bot.rounds.rounds import REASONS, add_round_now
    from flows.library import library
    from storage.people import find_person
    from storage.rounds import invitations_of

    if not now:
        raise typer.BadParameter("say when it goes out: --now", param_hint="--now")
    if flow not in library():
        hint = suggestion(flow, library()) or " See: wesaid flows list."
        raise typer.BadParameter(f"there is no flow called {flow}.{hint}", param_hint="FLOW")
    with opened() as store:

        def work(connection: Connection) -> tuple[int, int, list[tuple[str, str]], str]:
            within = find_cohort(connection, cohort, project)
            made = add_round_now(connection, within, flow, store.now, anyway=anyway)
            warn_without_lead(connection, within.project_id)
            planned, skipped = 0, []
            for one in invitations_of(connection, made):
                if one.status != "skipped":
                    planned += 1
                    continue
                person = find_person(connection, one.person_id)
                assert person is not None
                skipped.append((person.code, REASONS[one.reason].words))
            return made, planned, skipped, within.timezone

        made, planned, skipped, zone = store.database.transact_now(work)
        due = store.now if anyway else after_quiet(store.now, zone)
    if as_json:
        listed = [{"participant": code, "reason": reason} for code, reason in skipped]
        print_json({"id": made, "due_at": due, "invited": planned, "skipped": listed})
        return
    when = (
        "now" if due == store.now else f"after the night, at {due.astimezone(ZoneInfo(zone)):%H:%M}"
    )
    say(f"{flow} goes to {counted(planned, 'person', 'people')} {when}.")
    for code, reason in skipped:
        say(f"  Not to {code}, who {reason}.")
