"""What somebody sends outside a check-in, before joining, or where we cannot talk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from bot.aftercare.flags import PRESSING, Raised
from bot.aftercare.signposting import help_screen, numbers_words
from bot.aftercare.triage import Finding
from bot.checkins.aftercare_first import AftercareFirst
from bot.checkins.calling_for_help import call_somebody, show_help
from bot.checkins.conversation import Conversations
from bot.checkins.in_session import InSession
from bot.checkins.moment import Moment
from bot.checkins.notices import (
    back_again_text,
    how_to_come_back_text,
    join_problem_text,
    unreadable_text,
)
from bot.checkins.reading_list import keep_to_read
from bot.checkins.screen import STATUS
from bot.checkins.showing import show, show_again
from bot.checkins.standing import asks_who_has_seen, kept_words, stop, who_has_seen
from bot.checkins.whom import TELL_NAMED, TELL_OTHERS, Whom, calls_only_for
from bot.delivery.lanes import Lane
from bot.delivery.screen import Screen
from bot.people.enrolment import JoinProblem, join
from bot.texts import Texts
from flows.vocabulary import Vocabulary
from storage import contacts, people

WELCOME: Final = "welcome"
COMMANDS: Final = ("stop", "pause", "help", "talk", "change")
CHECK_INS: Final = "check_ins"
"""The use that `welcome` asks consent for."""


class OutsideSession:
    """Answers when there is no session that an update could belong to."""

    def __init__(
        self,
        conversations: Conversations,
        aftercare: AftercareFirst,
        inside: InSession,
        whom: Whom,
        vocabulary: Callable[[str], Vocabulary],
    ) -> None:
        self._conversations = conversations
        self._aftercare = aftercare
        self._inside = inside
        self._whom = whom
        self._vocabulary = vocabulary

    def join(self, moment: Moment, code: str) -> None:
        """/start, with or without a code."""
        if code:
            joined = join(
                moment.connection, code, moment.contact.channel_id, moment.now, staff=False
            )
            if isinstance(joined, str):
                self._not_joined(moment, joined)
                return
        elif moment.contact.person_id is None:
            self._hello_stranger(moment)
            return
        contact = contacts.contact_of(moment.connection, moment.contact.channel_id)
        self.greet(
            Moment(
                moment.connection,
                contact,
                moment.texts,
                moment.inbound,
                moment.inbound_id,
                moment.words,
                moment.now,
            )
        )

    def greet(self, moment: Moment) -> None:
        """Begins `welcome`, or shows where somebody who comes back left off."""
        person_id = moment.contact.person_id
        assert person_id is not None
        stopped = moment.contact.stopped_at is not None
        if stopped:
            people.mark_stopped(moment.connection, person_id, None)
        live = self._conversations.live(moment.connection, moment.contact)
        if live is not None:
            show_again(moment, live)
        elif stopped and people.consented(moment.connection, person_id, CHECK_INS):
            moment.reply(Screen(text=back_again_text(moment.texts)))
        elif people.consented(moment.connection, person_id, CHECK_INS):
            text = moment.texts.say(
                "You are in. There is nothing to answer right now. "
                "I will write when there is a check-in."
            )
            moment.reply(Screen(text=text))
        else:
            show(
                moment,
                self._conversations.start(
                    moment.connection, moment.contact, moment.texts, WELCOME, moment.now
                ),
            )

    def take(self, moment: Moment, finding: Finding | None) -> None:
        """Anything from a participant who is in no session."""
        inbound = moment.inbound
        if inbound.kind == "press":
            self._press(moment)
        elif inbound.kind == "command" and inbound.text in COMMANDS:
            self._command(moment, inbound.text)
        elif inbound.kind == "edited":
            self._edited(moment, finding)
        elif inbound.kind == "media" and not moment.words:
            moment.reply(Screen(text=self._inside.note_media(moment)))
        elif moment.words:
            if inbound.file or inbound.content:
                moment.notice = self._inside.note_media(moment)
            self._typed(moment, finding)
        else:
            self.unreadable(moment)

    def _press(self, moment: Moment) -> None:
        choice = moment.inbound.press.rpartition(":")[2]
        if choice == "~talk":
            call_somebody(moment, self._aftercare, self._whom)
        elif choice == "~stop":
            self._command(moment, "stop")
        elif choice in (TELL_NAMED, TELL_OTHERS):
            self._whom.chosen(moment, choice)
        elif choice == STATUS:
            moment.reply(Screen(text=who_has_seen(moment)))
        else:
            text = moment.texts.say("That check-in is over. There is nothing to answer right now.")
            moment.reply(Screen(text=text))

    def _typed(self, moment: Moment, finding: Finding | None) -> None:
        vocabulary = self._vocabulary(moment.contact.locale)
        moment.asks_who_has_seen = asks_who_has_seen(moment, vocabulary)
        meant = vocabulary.control(moment.words)
        if meant is not None and finding is None:
            self._command(moment, meant.control)
            return
        if calls_only_for(moment, finding) and self._whom.take(moment, None):
            return
        self._words(moment, finding)

    def _command(self, moment: Moment, command: str) -> None:
        if command == "resume" and self._may_come_back(moment):
            self.greet(moment)
        elif command == "carry_on" and self._may_come_back(moment):
            moment.reply(Screen(text=how_to_come_back_text(moment.texts)))
        elif command == "talk":
            call_somebody(moment, self._aftercare, self._whom)
        elif command == "help":
            show_help(moment, self._aftercare, None)
        elif command == "stop":
            moment.reply(Screen(text=stop(moment)))
        else:
            text = moment.texts.say("There is no check-in right now, so there is nothing to do.")
            moment.reply(Screen(text=text))

    def _may_come_back(self, moment: Moment) -> bool:
        """Whether there is something to come back to: they said stop, or no to the check-ins."""
        contact = moment.contact
        assert contact.person_id is not None
        return contact.stopped_at is not None or not people.consented(
            moment.connection, contact.person_id, CHECK_INS
        )

    def _words(self, moment: Moment, finding: Finding | None) -> None:
        """Words outside any check-in: kept, read by a person, and answered honestly."""
        raised = self._kept(moment, finding)
        if self._aftercare.answer_at_once(moment, [raised]):
            return
        numbers = self._aftercare.numbers(moment.connection, moment.contact)
        moment.reply(Screen(text=kept_words(moment, numbers)))

    def _edited(self, moment: Moment, finding: Finding | None) -> None:
        """A changed message is read again, from the start."""
        if not moment.words:
            return
        raised = self._kept(moment, finding)
        live = self._conversations.live(moment.connection, moment.contact)
        if self._aftercare.answer_at_once(moment, [raised]):
            if live is not None and live.session.status == "asking":
                held = self._conversations.hold(
                    moment.connection, moment.contact, moment.texts, live, moment.now
                )
                show(moment, held, Lane.ALERT)
            return
        text = moment.texts.say("I have kept your change beside what you wrote first.")
        if live is not None:
            text += " " + moment.texts.say("To change an answer, write: change an answer.")
        moment.reply(Screen(text=text))

    def _kept(self, moment: Moment, finding: Finding | None) -> Raised | None:
        raised = None
        if finding is not None:
            raised = self._aftercare.raise_for_finding(moment, finding, None, None)
        keep_to_read(moment, None, raised)
        return raised

    def stranger(self, moment: Moment, finding: Finding | None) -> None:
        """Somebody without a code: the numbers at once, and somebody is told when it presses."""
        if finding is not None and finding.level in PRESSING:
            raised = self._aftercare.raise_for_finding(moment, finding, None, None)
            if self._aftercare.answer_at_once(moment, [raised]):
                return
        self._hello_stranger(moment)

    def _hello_stranger(self, moment: Moment) -> None:
        contact = moment.contact
        numbers = self._aftercare.numbers(moment.connection, contact)
        screen = help_screen(moment.texts, numbers, contact.nation, "", joined=False)
        moment.reply(screen, lane=Lane.ALERT, kind="signpost")

    def in_a_group(self, moment: Moment, finding: Finding | None) -> None:
        """A group chat is no place for this: say so, without a word of what was said."""
        if finding is not None and finding.level in PRESSING:
            self._aftercare.raise_for_finding(moment, finding, None, None)
        text = moment.texts.say(
            "I only talk one to one. Please open a private chat with me. "
            "If anyone is in danger, call 999."
        )
        moment.reply(Screen(text=text))

    def unreadable(self, moment: Moment) -> None:
        """Something came that could not be handled: said honestly, and a person is told."""
        reason = moment.texts.say("sent something that I could not read")
        raised = self._aftercare.raise_unread(
            moment.connection, moment.contact, reason, "soon", moment.now
        )
        numbers = self._aftercare.numbers(moment.connection, moment.contact)
        told = raised is not None and raised.promise is not None
        text = unreadable_text(moment.texts, told=told)
        help_now = moment.texts.say("If you need help now:")
        lines = numbers_words(numbers, moment.contact.nation, "")
        moment.reply(Screen(text=f"{text}\n\n{help_now}\n{lines}"), lane=Lane.ALERT)

    def problem(self, texts: Texts, problem: JoinProblem) -> str:
        """What is wrong with a code, for the page behind a link."""
        return join_problem_text(texts, problem)

    def _not_joined(self, moment: Moment, problem: JoinProblem) -> None:
        text = join_problem_text(moment.texts, problem)
        if moment.contact.person_id is None:
            numbers = self._aftercare.numbers(moment.connection, moment.contact)
            help_now = moment.texts.say("If you need help now:")
            lines = numbers_words(numbers, moment.contact.nation, "")
            text = f"{text}\n\n{help_now}\n{lines}"
        moment.reply(Screen(text=text))
