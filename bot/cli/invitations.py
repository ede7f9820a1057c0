"""`wesaid round add`, a flow goes out to a cohort, and `round list`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.cli.lists import warn_of_lists
from bot.cli.looking_up import (
    AsJson,
    CohortName,
    OneProject,
    ProjectName,
    find_cohort,
    find_project,
    suggestion,
    warn_without_lead,
)
from bot.cli.saying import CannotDo, counted, in_zone, note, print_json, print_list, say
from bot.cli.store import opened

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.checkins.flow_shelf import FlowShelf
    from flows.definition import Flow

MANY = {"has": "have", "is": "are"}

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

    from bot.checkins.flow_shelf import FlowShelf
    from bot.checkins.pausing import after_quiet
    from bot.rounds.rounds import REASONS, add_round_now
    from flows.library import library
    from storage.people import find_person
    from storage.rounds import invitations_of

    if not now:
        raise typer.BadParameter(
            "say when it goes out. For now there is one way: --now, at once (or after the night). "
            "Days and times to come cannot be given yet",
            param_hint="--now",
        )
    shelf = FlowShelf(library())
    with opened() as store:

        def work(connection: Connection) -> tuple[int, int, list[tuple[str, str]], str]:
            within = find_cohort(connection, cohort, project)
            sent = _flow_to_send(connection, shelf, within.project_id, flow)
            made = add_round_now(connection, within, flow, store.now, anyway=anyway)
            warn_without_lead(connection, within.project_id)
            warn_of_lists(connection, within.project_id, sent)
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
    if not planned and not skipped:
        say("There are no participants in this cohort yet.")
    for reason, number in Counter(reason for _, reason in skipped).items():
        say(f"Left out: {_who(number, reason)}.")
    for code, reason in skipped:
        say(f"  Not to {code}, who {reason}.")


def _flow_to_send(connection: Connection, shelf: FlowShelf, project_id: int, flow: str) -> Flow:
    """Raises typer.BadParameter for an unknown flow, and CannotDo for one that is not approved."""
    from bot.checkins.approval import NotApproved

    try:
        sent = shelf.current(connection, project_id, flow)
    except KeyError:
        hint = suggestion(flow, shelf.flows(connection, project_id)) or " See: wesaid flows list."
        wrong = f"there is no flow called {flow}.{hint}"
        raise typer.BadParameter(wrong, param_hint="FLOW") from None
    except NotApproved as problem:
        raise CannotDo(f"{problem} Add them with: wesaid flows approve {flow} --by NAME") from None
    newest = shelf.shelf(connection, project_id, flow).versions[0]
    if newest.version != sent.version:
        note(
            f"Version {newest.version} of {flow} is not approved: it needs {newest.missing}. "
            f"The one before it is sent, {sent.version}."
        )
    return sent


def _who(number: int, reason: str) -> str:
    """`1 person has stopped`, `2 people have stopped`."""
    if number == 1:
        return f"1 person {reason}"
    verb, _, rest = reason.partition(" ")
    return f"{number} people {MANY.get(verb, verb)} {rest}"


@app.command("list")
def list_rounds(project: OneProject = None, as_json: AsJson = False) -> None:
    """Lists rounds, the oldest first, with how many invitations are waiting, sent or left out."""
    with opened() as store:
        rows, shown = store.database.read_now(lambda connection: _listed(connection, project))
    headings = ("id", "flow", "cohort", "added", "waiting", "sent", "left out")
    none = "There are no rounds. Send one with: wesaid round add FLOW --cohort NAME --now"
    print_list(rows, headings, shown, none=none, as_json=as_json)


def _listed(
    connection: Connection, project: str | None
) -> tuple[list[dict[str, Any]], list[tuple[str, ...]]]:
    """Rounds as JSON has them, and as people read them."""
    from storage.listing import invitations_per_round, rounds

    within = find_project(connection, project) if project is not None else None
    counts = invitations_per_round(connection)
    rows: list[dict[str, Any]] = []
    shown: list[tuple[str, ...]] = []
    for row in rounds(connection, within.id if within else None):
        found = Counter(counts.get(row.id, {}))
        waiting, left_out = found.pop("planned", 0), found.pop("skipped", 0)
        sent = found.total()
        rows.append(
            {
                "id": row.id,
                "flow": row.flow,
                "cohort": row.cohort,
                "added_at": row.created_at,
                "waiting": waiting,
                "sent": sent,
                "skipped": left_out,
            }
        )
        numbers = (str(waiting), str(sent), str(left_out))
        added = in_zone(row.created_at, row.timezone)
        shown.append((str(row.id), row.flow, row.cohort, added, *numbers))
    return rows, shown
