"""One participant's session within one transaction: the engine's events become rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.flags import Signal, raise_flag
from bot.aftercare.signals import FOLLOW_UPS, await_follow_up
from bot.checkins.flow_shelf import FlowShelf
from bot.checkins.keeping import keep_answer, keep_for_person, take_back
from bot.checkins.knowing import context_of, facts_of, said_facts
from bot.checkins.pausing import resume_time
from bot.checkins.withholding import asked_if_somebody_is_there
from bot.texts import Texts
from flows import engine
from flows.definition import Flow
from flows.engine import Context, Sprint
from flows.events import Answered, Event, Flagged, Paused, TalkWanted, Withdrawn
from flows.inputs import Input
from flows.session import Session
from flows.vocabulary import Vocabulary
from storage import sessions
from storage.contacts import Contact

__all__ = ["Conversations", "Happened", "LiveConversation", "facts_of"]


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

    def __init__(
        self, shelf: FlowShelf, vocabulary: Callable[[str], Vocabulary], limits: Limits
    ) -> None:
        self.shelf = shelf
        self._vocabulary = vocabulary
        self._limits = limits

    def context(
        self,
        connection: Connection,
        contact: Contact,
        texts: Texts,
        flow: Flow,
        now: datetime,
        session_id: int | None = None,
    ) -> Context:
        """What the flow's conditions may name, and the words that the participant uses."""
        vocabulary = self._vocabulary(contact.locale)
        return context_of(connection, contact, texts, flow, vocabulary, now, session_id)

    def live(self, connection: Connection, contact: Contact) -> LiveConversation | None:
        """The session that a participant is in, if any."""
        if contact.person_id is None:
            return None
        row = sessions.live_session(connection, contact.person_id)
        if row is None:
            return None
        flow = self.shelf.version(connection, row.flow, row.version)
        return LiveConversation(row.id, flow, Session.from_json(row.state), row.resume_at)

    def start(
        self,
        connection: Connection,
        contact: Contact,
        texts: Texts,
        flow_name: str,
        now: datetime,
        invitation_id: int | None = None,
    ) -> Happened:
        """Begins a session on the newest version of a flow, or the newest approved one.

        Raises KeyError for an unknown name, and NotApproved.
        """
        assert contact.person_id is not None
        assert contact.project_id is not None
        flow, version_id = self.shelf.take(connection, contact.project_id, flow_name, now)
        context = self.context(connection, contact, texts, flow, now)
        sprint = asked_if_somebody_is_there(
            connection,
            contact,
            flow,
            self._limits,
            context,
            now,
            lambda known: engine.start(flow, known),
        )
        session_id = sessions.add_session(
            connection,
            person_id=contact.person_id,
            flow_version_id=version_id,
            channel_id=contact.channel_id,
            invitation_id=invitation_id,
            status=sprint.session.status,
            turn=sprint.session.turn,
            state=sprint.session.to_json(),
            now=now,
        )
        if flow_name in FOLLOW_UPS:
            await_follow_up(connection, contact, session_id, now)
        for event in sprint.events:
            if isinstance(event, Flagged):
                self._raise_at_once(connection, contact, texts, session_id, event, now)
        return Happened(session_id, flow, sprint.session, sprint.events)

    def _raise_at_once(
        self,
        connection: Connection,
        contact: Contact,
        texts: Texts,
        session_id: int,
        flagged: Flagged,
        now: datetime,
    ) -> None:
        """A flag that a flow raises before its first question, for what was said before."""
        reason = texts.flow(flagged.reason)
        rule = f"answer:{flagged.step}"
        signal = Signal(flagged.level, flagged.topic, rule, reason, flagged.step)
        raise_flag(connection, self._limits, contact, signal, session_id, now)

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
        context = self.context(connection, contact, texts, live.flow, now, live.id)
        sprint = asked_if_somebody_is_there(
            connection,
            contact,
            live.flow,
            self._limits,
            context,
            now,
            lambda known: engine.resume(live.flow, live.session, given, known, hold=hold),
        )
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
        context = self.context(connection, contact, texts, live.flow, now, live.id)
        sprint = engine.hold(live.flow, live.session, context)
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
        # One that was told when to come back still does, whatever else is said meanwhile.
        resume_at = live.resume_at if sprint.session.status == "paused" else None
        for event in sprint.events:
            match event:
                case Withdrawn():
                    assert contact.person_id is not None
                    take_back(connection, contact.person_id, live.flow, live.id, event, now)
                case Answered():
                    self._keep(connection, contact, texts, live, sprint, event, now)
                case Paused() if event.until or not live.session.waiting:
                    resume_at = resume_time(event.until, now, contact.timezone)
                case Paused():
                    # "Enough for today" after a flag: it does not come back of its own accord.
                    resume_at = None
                case _:
                    pass
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
        live: LiveConversation,
        sprint: Sprint,
        event: Answered,
        now: datetime,
    ) -> None:
        facts = said_facts(connection, contact, texts, live.flow, live.id, sprint.session)
        question = live.flow.route.asked(event.answer.step).question(())
        keep_answer(connection, texts, facts, live.id, question, event, now)
        if contact.person_id is not None:
            keep_for_person(connection, contact.person_id, event, live.id, now)


@dataclass(frozen=True, slots=True)
class LiveConversation:
    """A session that has not ended, loaded. `resume_at` is when one that is paused asks again."""

    id: int
    flow: Flow
    session: Session
    resume_at: datetime | None = None
