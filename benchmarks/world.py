"""Databases full of people, for the product's own benchmarks: joined, consenting, and reachable."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from benchmarks.check_in import flow
from bot.aftercare.deadlines import Limits
from bot.checkins.conversation import Conversations, facts_of
from bot.checkins.flow_shelf import FlowShelf
from bot.checkins.screen import compose
from bot.composing import vocabulary_for
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.people.enrolment import enrol
from bot.texts import texts_for
from flows.inputs import Pressed
from flows.library import library
from storage import contacts, people, projects
from storage.database import Database, open_database
from storage.migrate import migrate

SECRET: Final = "a secret for benchmarks, and for nothing else"
FIRST_CHAT: Final = 20_000
FIRST_STAFF_CHAT: Final = 10_000
COHORT: Final = "Benchmark group"
CONSENT: Final = "check_ins"
FLOW: Final = "after-session"
SAFE: Final = "safe"


@dataclass(frozen=True, slots=True)
class Team:
    """A project's cohort, and the ids of its facilitators."""

    project: int
    cohort: int
    facilitators: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who has joined on Telegram."""

    person: int
    code: str
    channel: int
    chat: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a participant's check-in stands: what a press has to name."""

    chat: int
    channel: int
    session: int
    turn: int


def make_database(url: str) -> Database:
    """A migrated database; to be closed by the caller."""
    migrate(url)
    return open_database(url, SECRET)


def make_team(
    database: Database, facilitators: int, now: datetime, name: str = "Project", first: int = 0
) -> Team:
    """A project with a cohort, and facilitators who have joined the staff bot.

    Their chats are numbered from FIRST_STAFF_CHAT + `first` on.
    """

    def work(connection: Connection) -> Team:
        project = projects.add_project(connection, name, now)
        cohort = projects.add_cohort(connection, project, COHORT, "Europe/London", "england", now)
        made = []
        for number in range(first, first + facilitators):
            one = enrol(connection, role="facilitator", project_id=project, name="Sam", now=now)
            _reach(connection, one.id, "staff", FIRST_STAFF_CHAT + number, now)
            made.append(one.id)
        return Team(project, cohort, tuple(made))

    return database.transact_now(work)


def add_participants(
    database: Database, team: Team, count: int, now: datetime, first: int = 0
) -> list[Participant]:
    """People of the cohort who have joined and agreed to check-ins, in turn to each facilitator.

    Their chats are numbered from FIRST_CHAT + `first` on.
    """

    def work(connection: Connection) -> list[Participant]:
        made = []
        for number in range(first, first + count):
            one = enrol(
                connection,
                role="participant",
                project_id=team.project,
                cohort_id=team.cohort,
                facilitator_id=team.facilitators[number % len(team.facilitators)],
                name="Robin",
                now=now,
            )
            chat = FIRST_CHAT + number
            channel = _reach(connection, one.id, "participant", chat, now)
            people.add_consent(connection, one.id, CONSENT, True, None, now)
            made.append(Participant(one.id, one.code, channel, chat))
        return made

    return database.transact_now(work)


def start_check_ins(
    database: Database, participants: Sequence[Participant], now: datetime
) -> list[Standing]:
    """Puts everybody before the first of the twelve questions."""
    conversations = Conversations(FlowShelf({flow().name: flow()}), vocabulary_for, Limits())

    def work(connection: Connection) -> list[Standing]:
        standing = []
        for one in participants:
            contact = contacts.contact_of(connection, one.channel)
            texts = texts_for(contact.locale)
            begun = conversations.start(connection, contact, texts, flow().name, now)
            standing.append(Standing(one.chat, one.channel, begun.session_id, begun.session.turn))
        return standing

    return database.transact_now(work)


def bring_to_safe_step(
    database: Database, participants: Sequence[Participant], now: datetime
) -> None:
    """Everybody's check-in stands at "Do you feel safe right now?", which waits to be sent."""
    conversations = Conversations(FlowShelf(library()), vocabulary_for, Limits())

    def work(connection: Connection) -> None:
        for one in participants:
            contact = contacts.contact_of(connection, one.channel)
            texts = texts_for(contact.locale)
            happened = conversations.start(connection, contact, texts, FLOW, now)
            while happened.session.step != SAFE:
                live = conversations.live(connection, contact)
                assert live is not None, f"{FLOW} ended before it asked {SAFE}"
                skip = Pressed(live.session.turn, "~skip")
                happened = conversations.resume(
                    connection, contact, texts, live, skip, now, hold=False
                )
            facts = facts_of(contact, texts)
            screen = compose(texts, happened.session_id, happened.events, facts)
            assert screen is not None
            question = Message(
                channel_id=one.channel,
                person_id=one.person,
                screen=screen,
                lane=Lane.REPLY,
                kind="question",
                session_id=happened.session_id,
                turn=happened.session.turn,
            )
            queue(connection, question, now)

    database.transact_now(work)


def _reach(connection: Connection, person: int, bot: str, chat: int, now: datetime) -> int:
    people.mark_joined(connection, person, now)
    return contacts.add_channel(
        connection, person_id=person, bot=bot, kind="telegram", address=str(chat), now=now
    )
