"""One participant's session within one transaction: the engine's events become rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.checkins.flow_shelf import FlowShelf
from bot.checkins.pausing import resume_time
from bot.checkins.screen import Facts, label_words
from bot.texts import Texts
from flows import engine
from flows.definition import Flow
from flows.engine import Context, Sprint
from flows.events import Answered, Event, Flagged, Paused, TalkWanted, Withdrawn
from flows.inputs import Input
from flows.session import Session
from flows.vocabulary import Vocabulary
from storage import people, sessions
from storage.contacts import Contact

CONSENT: Final = "consent."


@dataclass(frozen=True, slots=True)
class Happened:
    """What a step of a session came to: for composing the reply and for aftercare."""

    session_id: int
    flow: Flow
    session: Session
    events: tuple[Event, ...]
    resume_at: datetime | None = None
    flagged: tuple[Flagged, ...] = field(default=())
    talk_wanted: bool = False


class Conversations:
    """Starts and continues sessions. It holds the flows and words, and no state."""

    def __init__(self, shelf: FlowShelf, vocabulary: Callable[[str], Vocabulary]) -> None:
        self.shelf = shelf
        self._vocabulary = vocabulary

    def context(self, contact: Contact, texts: Texts) -> Context:
        """What conditions and texts may name."""
        return Context(facts=facts_of(contact, texts), vocabulary=self._vocabulary(contact.locale))

    def live(self, connection: Connection, contact: Contact) -> LiveConversation | None:
        """The session that a participant is in, if any."""
        if contact.person_id is None:
            return None
        row = sessions.live_session(connection, contact.person_id)
        if row is None:
            return None
        flow = self.shelf.version(connection, row.flow, row.version)
        return LiveConversation(row.id, flow, Session.from_json(row.state))

    def start(
        self,
        connection: Connection,
        contact: Contact,
        texts: Texts,
        flow_name: str,
        now: datetime,
        invitation_id: int | None = None,
    ) -> Happened:
        """Begins a session on the newest version of a flow."""
        assert contact.person_id is not None
        flow = self.shelf.current(flow_name)
        sprint = engine.start(flow, self.context(contact, texts))
        session_id = sessions.add_session(
            connection,
            person_id=contact.person_id,
            flow_version_id=self.shelf.keep(connection, flow, now),
            channel_id=contact.channel_id,
            invitation_id=invitation_id,
            status=sprint.session.status,
            turn=sprint.session.turn,
            state=sprint.session.to_json(),
            now=now,
        )
        return Happened(session_id, flow, sprint.session, sprint.events)

    def resume(
        self,
        connection: Connection,
        contact: Contact,
        texts: Texts,
        live: LiveConversation,
        given: Input,
        now: datetime,
        *,
        hold: bool,
    ) -> Happened:
        """Gives the session one input. With `hold` the script waits afterwards."""
        context = self.context(contact, texts)
        sprint = engine.resume(live.flow, live.session, given, context, hold=hold)
        return self._happened(connection, contact, texts, live, sprint, now)

    def hold(
        self,
        connection: Connection,
        contact: Contact,
        texts: Texts,
        live: LiveConversation,
        now: datetime,
    ) -> Happened:
        """Makes the script wait without an input."""
        sprint = engine.hold(live.flow, live.session, self.context(contact, texts))
        return self._happened(connection, contact, texts, live, sprint, now)

    def _happened(
        self,
        connection: Connection,
        contact: Contact,
        texts: Texts,
        live: LiveConversation,
        sprint: Sprint,
        now: datetime,
    ) -> Happened:
        resume_at = None
        for event in sprint.events:
            self._keep(connection, contact, texts, live.id, event, now)
            if isinstance(event, Paused) and live.session.status != "held":
                # "Enough for today" after a flag: the script does not come back of its own accord.
                resume_at = resume_time(event.until, now, contact.timezone)
        sessions.save_session(
            connection,
            live.id,
            status=sprint.session.status,
            turn=sprint.session.turn,
            state=sprint.session.to_json(),
            now=now,
            resume_at=resume_at,
        )
        return Happened(
            live.id,
            live.flow,
            sprint.session,
            sprint.events,
            resume_at,
            tuple(event for event in sprint.events if isinstance(event, Flagged)),
            any(isinstance(event, TalkWanted) for event in sprint.events),
        )

    def _keep(
        self,
        connection: Connection,
        contact: Contact,
        texts: Texts,
        session_id: int,
        event: Event,
        now: datetime,
    ) -> None:
        if isinstance(event, Withdrawn):
            sessions.withdraw_answer(connection, session_id, event.answer.turn, now)
        if not isinstance(event, Answered):
            return
        answer = event.answer
        own_words = answer.kind in ("text", "photo")
        answered = answer.status == "answered"
        value = ",".join(answer.value) if isinstance(answer.value, tuple) else str(answer.value)
        sessions.add_answer(
            connection,
            session_id=session_id,
            turn=answer.turn,
            step=answer.step,
            kind=answer.kind,
            measure=event.measure,
            status=answer.status,
            value=value if answered and not own_words else None,
            label=label_words(texts, answer.label, facts_of(contact, texts))
            if answered and not own_words
            else None,
            text=value if answered and own_words else None,
            now=now,
        )
        if event.keeps and answered and contact.person_id is not None:
            _keep_for_person(connection, contact.person_id, event, session_id, now)


@dataclass(frozen=True, slots=True)
class LiveConversation:
    """A session that has not ended, loaded."""

    id: int
    flow: Flow
    session: Session


def facts_of(contact: Contact, texts: Texts) -> Facts:
    """What texts and conditions of a flow can name."""
    return {
        "name": contact.name,
        "facilitator": contact.reader or texts.say("a person in the team"),
        "cohort": contact.cohort,
    }


def _keep_for_person(
    connection: Connection, person_id: int, event: Answered, session_id: int, now: datetime
) -> None:
    value = str(event.answer.value)
    if event.keeps.startswith(CONSENT):
        use = event.keeps.removeprefix(CONSENT)
        people.add_consent(connection, person_id, use, value == "yes", session_id, now)
    elif event.keeps == "name":
        people.keep_name(connection, person_id, value)
    elif event.keeps == "times":
        people.keep_times(connection, person_id, value)
