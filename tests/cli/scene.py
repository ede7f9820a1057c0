"""A participant whose check-in has answers and flags, put into the database as the bots do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.people.enrolment import enrol
from flows.definition import Flow, load_flow
from storage import contacts, flags, flow_versions, projects, sessions

NOW: Final = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)

FLOW: Final = load_flow(
    """
flow: visit
title: A visit
steps:
  - id: called
    text: What shall we call you?
    keeps: name
  - id: heard
    rating: How much did you feel listened to?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
    measure: session.heard
  - id: upset
    choice: Did anything leave you upset?
    options: {"no": "No", "bit": A little}
  - id: reach
    text: How can we reach you?
    contact: true
  - id: message
    text: Anything else?
  - id: bye
    end: Thank you.
""",
    "visit.yaml",
)


@dataclass(frozen=True, slots=True)
class Visit:
    """The ids of what was put in."""

    participant: str
    facilitator: str
    session: int
    flag: int


def visit(
    connection: Connection, message: str = "It was fine", *, about_staff: bool = True
) -> Visit:
    """One finished check-in on FLOW, with an answer that was changed and one that was skipped.

    `about_staff`: it raised a flag that is kept from the facilitator, with all that is written.
    """
    project = projects.add_project(connection, "WeSaid", NOW)
    cohort = projects.add_cohort(
        connection, project, "Tuesday group", "Europe/London", "wales", NOW
    )
    sam = enrol(connection, role="facilitator", project_id=project, name="Sam Okafor", now=NOW)
    ash = enrol(
        connection,
        role="participant",
        project_id=project,
        cohort_id=cohort,
        facilitator_id=sam.id,
        name="Persephone",
        now=NOW,
    )
    channel = contacts.add_channel(
        connection, person_id=ash.id, bot="web", kind="web", address="77889900", now=NOW
    )
    session = sessions.add_session(
        connection,
        person_id=ash.id,
        flow_version_id=_version(connection, FLOW),
        channel_id=channel,
        invitation_id=None,
        status="finished",
        turn=7,
        state="{}",
        now=NOW,
    )
    _answers(connection, session, message)
    flag = _flag(connection, project, ash.id, channel, session, about_staff=about_staff)
    if about_staff:
        flags.hide_flag(connection, flag, {sam.id})
    return Visit(ash.code, sam.code, session, flag)


def _version(connection: Connection, flow: Flow) -> int:
    return flow_versions.keep_flow_version(connection, flow.name, flow.version, flow.to_json(), NOW)


def _answers(connection: Connection, session: int, message: str) -> None:
    given: tuple[tuple[str, str, str, str | None, str | None, str | None], ...] = (
        ("called", "text", "", None, None, "Persephone"),
        ("heard", "rating", "session.heard", "3", "3", None),
        ("heard", "rating", "session.heard", "7", "7", None),
        ("upset", "choice", "", "bit", "Ychydig", None),
        ("reach", "text", "", None, None, "07700 900123"),
        ("message", "text", "", None, None, message),
    )
    for turn, (step, kind, measure, value, label, text) in enumerate(given, 1):
        sessions.add_answer(
            connection,
            session_id=session,
            turn=turn,
            step=step,
            kind=kind,
            measure=measure,
            status="answered",
            value=value,
            label=label,
            text=text,
            now=NOW + timedelta(seconds=turn),
        )
    sessions.withdraw_answer(connection, session, 2, NOW)
    sessions.add_answer(
        connection,
        session_id=session,
        turn=7,
        step="upset",
        kind="choice",
        measure="",
        status="skipped",
        value=None,
        label=None,
        text=None,
        now=NOW + timedelta(seconds=7),
    )


def _flag(
    connection: Connection,
    project: int,
    person: int,
    channel: int,
    session: int,
    *,
    about_staff: bool,
) -> int:
    topic = "conduct" if about_staff else "session"
    flag = flags.add_flag(
        connection,
        project_id=project,
        person_id=person,
        channel_id=channel,
        session_id=session,
        level="soon",
        topic=topic,
        conduct=about_staff,
        next_at=NOW + timedelta(hours=4),
        opened_at=NOW,
        acknowledge_by=NOW + timedelta(hours=4),
        contact_by=NOW + timedelta(days=1),
    )
    flags.add_signal(
        connection,
        flag,
        level="soon",
        topic=topic,
        rule="conduct.shouted",
        reason="said something about the conduct of staff",
        session_id=session,
        step="message",
        words="Sam shouted at me",
        span=(0, 11),
        now=NOW,
    )
    return flag
