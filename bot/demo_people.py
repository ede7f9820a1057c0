"""The demo's made-up people and what can be done with them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.checkins.receiving import Receiver
from bot.people.enrolment import enrol, make_code
from bot.people.web_sessions import open_web_session
from bot.rounds.rounds import CONSENT, add_round_now
from storage import contacts, flags, people, project_lists, projects, sessions

PROJECT: Final = "Made-up project"
COHORT: Final = "Tuesday group"
PARTICIPANT: Final = "Ash"
FACILITATOR: Final = "Sam"
LEAD: Final = "Priya"
FLOW: Final = "after-session"
DONE: Final = (
    "We meet in the library now, because it has no steps.",
    "Papers come a week before each meeting.",
)
"""What the project did with what people said, for the check-in that asks about it."""


@dataclass(frozen=True, slots=True)
class DemoStaffMember:
    """One of the made-up members of staff; `role_words` as the page shows it."""

    id: int
    name: str
    role_words: str


@dataclass(frozen=True, slots=True)
class DemoPeople:
    """Everybody in the demo. `new` when they were made just now."""

    project_id: int
    participant_id: int
    token: str
    staff: tuple[DemoStaffMember, ...]
    new: bool


def find_or_make_people(connection: Connection, receiver: Receiver, now: datetime) -> DemoPeople:
    """The people of an earlier demo, or new ones: a participant who has agreed to check-ins."""
    project_id = projects.find_project(connection, PROJECT)
    if project_id is not None:
        return _found(connection, project_id, now)
    project_id = projects.add_project(connection, PROJECT, now)
    project_lists.set_list(connection, project_id, "actions", DONE, now)
    projects.add_cohort(connection, project_id, COHORT, "Europe/London", "england", now)
    _staff_member(connection, project_id, FACILITATOR, "facilitator", now, lead=False)
    _staff_member(connection, project_id, LEAD, "coordinator", now, lead=True)
    made = _participant(connection, receiver, project_id, now)
    _agree(connection, made.participant_id, now)
    return made


def start_afresh(connection: Connection, receiver: Receiver, now: datetime) -> DemoPeople:
    """A new participant at the very beginning, and an empty inbox."""
    project_id = projects.find_project(connection, PROJECT)
    assert project_id is not None
    for flag in flags.all_flags(connection, project_id):
        if flag.status != "closed":
            flags.change_flag(
                connection, flag.id, flag.version, status="closed", closed_at=now, next_at=None
            )
            flags.add_event(connection, flag.id, "closed", now, detail="the demo started again")
    cohort = projects.find_cohort(connection, project_id, COHORT)
    assert cohort is not None
    for earlier in people.participants_of(connection, cohort.id):
        people.mark_stopped(connection, earlier.id, now)
    return _participant(connection, receiver, project_id, now)


def begin_check_in(connection: Connection, demo: DemoPeople, flow: str, now: datetime) -> None:
    """A round for the cohort; whatever the participant was in the middle of is put away."""
    live = sessions.live_session(connection, demo.participant_id)
    if live is not None:
        sessions.save_session(
            connection,
            live.id,
            status="stopped",
            turn=live.turn,
            state=live.state,
            now=now,
            resume_at=None,
        )
    people.mark_stopped(connection, demo.participant_id, None)
    if not people.consented(connection, demo.participant_id, CONSENT):
        _agree(connection, demo.participant_id, now)
    cohort = projects.find_cohort(connection, demo.project_id, COHORT)
    assert cohort is not None
    add_round_now(connection, cohort, flow, now, anyway=True)


def _agree(connection: Connection, participant_id: int, now: datetime) -> None:
    people.add_consent(connection, participant_id, CONSENT, True, None, now)


def _staff_member(
    connection: Connection, project_id: int, name: str, role: str, now: datetime, *, lead: bool
) -> None:
    person = enrol(connection, role=role, project_id=project_id, name=name, lead=lead, now=now)
    contacts.add_channel(
        connection,
        person_id=person.id,
        bot="inbox",
        kind="inbox",
        address=str(person.id),
        now=now,
    )
    people.mark_joined(connection, person.id, now)


def _participant(
    connection: Connection, receiver: Receiver, project_id: int, now: datetime
) -> DemoPeople:
    cohort = projects.find_cohort(connection, project_id, COHORT)
    assert cohort is not None
    facilitator = people.staff_of(connection, project_id)[0]
    person = enrol(
        connection,
        role="participant",
        project_id=project_id,
        cohort_id=cohort.id,
        facilitator_id=facilitator.id,
        name=PARTICIPANT,
        now=now,
    )
    opened = receiver.join_by_link(connection, make_code(connection, person.id, now), now)
    return DemoPeople(project_id, person.id, opened.token, _staff(connection, project_id), True)


def _found(connection: Connection, project_id: int, now: datetime) -> DemoPeople:
    cohort = projects.find_cohort(connection, project_id, COHORT)
    assert cohort is not None
    participant = people.participants_of(connection, cohort.id)[-1]
    token = open_web_session(connection, participant.id, now)
    return DemoPeople(project_id, participant.id, token, _staff(connection, project_id), False)


def _staff(connection: Connection, project_id: int) -> tuple[DemoStaffMember, ...]:
    return tuple(
        DemoStaffMember(one.id, one.name, "safeguarding lead" if one.lead else "facilitator")
        for one in people.staff_of(connection, project_id)
    )
