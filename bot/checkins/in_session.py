"""What somebody sends while a check-in is under way."""

from __future__ import annotations

from functools import partial
from typing import Final, cast

from bot.aftercare.flags import PRESSING, Raised
from bot.aftercare.triage import Finding
from bot.aftercare.wording import media_words
from bot.checkins.after_promise import words_on_contact
from bot.checkins.aftercare_first import AftercareFirst
from bot.checkins.calling_for_help import show_help
from bot.checkins.conversation import Conversations, Happened, LiveConversation
from bot.checkins.correcting import (
    answer_behind,
    correction,
    note_correction,
    step_of,
    was_not_understood,
)
from bot.checkins.double_presses import is_double
from bot.checkins.early_words import added_to_last, came_before, words_that_answer
from bot.checkins.how_to_reach import HOW, in_the_way, show_unless_asked_how, then_the_check_in
from bot.checkins.languages import follow
from bot.checkins.moment import Moment
from bot.checkins.own_words import finding_beside
from bot.checkins.reading_list import keep_to_read, list_words
from bot.checkins.screen import STATUS
from bot.checkins.sent_media import keep_file, keep_with_album, kind_of, mark_for_opening
from bot.checkins.showing import echo, show, show_again, words_before
from bot.checkins.standing import asks_who_has_seen, kept_words, who_has_seen
from bot.checkins.stopping import note_stopping
from bot.checkins.whom import TELL_NAMED, TELL_OTHERS, Whom, calls_only_for
from bot.delivery.lanes import Lane
from bot.delivery.screen import Screen
from flows import engine
from flows.engine import Context
from flows.events import Answered, Asked, Held
from flows.inputs import Commanded, Control, Corrected, Input, Pressed, Sent, Typed
from flows.meaning import ControlMeant, Meaning, UnclearMeant
from storage import media

COMMANDS: Final = ("stop", "pause", "talk", "change")


class InSession:
    """Takes an update into the session that its sender is in."""

    def __init__(self, conversations: Conversations, aftercare: AftercareFirst, whom: Whom) -> None:
        self._conversations = conversations
        self._aftercare = aftercare
        self._whom = whom

    def take(self, moment: Moment, finding: Finding | None) -> bool:
        """False when there is no session, or the update is not for it."""
        live = self._conversations.live(moment.connection, moment.contact)
        if live is not None and in_the_way(moment, live, partial(self._meaning, moment, finding)):
            # It has ended, or stays below: what was written is for what is beneath it.
            after = self._conversations.live(moment.connection, moment.contact)
            live = None if after is not None and after.id == live.id else after
        if live is None:
            return False
        inbound = moment.inbound
        match inbound.kind:
            case "press":
                return self._press(moment, live)
            case "text" | "media" if inbound.media:
                self._media(moment, live, finding)
            case "text":
                self._typed(moment, live, finding)
            case "command" if inbound.text == "help":
                show_help(moment, self._aftercare, live)
            case "command" if inbound.text in COMMANDS:
                control = cast(Control, inbound.text)
                self._move(moment, live, Commanded(control), finding, None)
            case "edited":
                return self._edited(moment, live, finding)
            case _:
                return False
        return True

    def keep_for_reading(self, moment: Moment, finding: Finding | None) -> bool:
        """Words that are no answer still go to somebody's reading list, and raise their flag.

        True when they were answered at once.
        """
        raised = self._raise(moment, finding, None, None)
        keep_to_read(moment, None, raised)
        return self._aftercare.answer_at_once(moment, [raised])

    def _press(self, moment: Moment, live: LiveConversation) -> bool:
        session, _, rest = moment.inbound.press.partition(":")
        turn, _, choice = rest.partition(":")
        if not (session.isdigit() and turn.isdigit() and choice):
            show_again(moment, live)
            return True
        if choice == STATUS:
            moment.reply(Screen(text=who_has_seen(moment)))
            return True
        if choice in (TELL_NAMED, TELL_OTHERS):
            self._whom.chosen(moment, choice)
            show_unless_asked_how(moment, live)
            return True
        own = int(session) == live.id
        if own and is_double(live, int(turn), choice):
            return True
        # A press on an older session is stale, but a call for a person counts whenever it comes.
        pressed = Pressed(int(turn) if own else 0, choice)
        asked = engine.current(live.flow, live.session)
        self._move(moment, live, pressed, None, asked if isinstance(asked, Asked) else None)
        return True

    def _meaning(self, moment: Moment, finding: Finding | None, live: LiveConversation) -> Meaning:
        if live.flow.name == HOW and self._whom.rather_others(moment):
            return UnclearMeant("not_a_choice")
        context = self._context(moment, live)
        meaning = engine.understand(live.flow, live.session, moment.words, context)
        words = words_that_answer(moment, live, finding, meaning, context)
        if words == moment.words:
            return meaning
        return engine.understand(live.flow, live.session, words, context)

    def _context(self, moment: Moment, live: LiveConversation) -> Context:
        return self._conversations.context(
            moment.connection, moment.contact, moment.texts, live.flow, moment.now, live.id
        )

    def _typed(self, moment: Moment, live: LiveConversation, finding: Finding | None) -> None:
        context = self._context(moment, live)
        meaning = engine.understand(live.flow, live.session, moment.words, context)
        standing = engine.current(live.flow, live.session)
        asked = standing if isinstance(standing, Asked) else None
        vocabulary = context.vocabulary
        moment.asks_who_has_seen = asks_who_has_seen(moment, vocabulary)
        all_found = finding
        finding = finding_beside(finding, meaning, asked, moment.words, vocabulary)
        if isinstance(meaning, ControlMeant):
            if meaning.control == "help":
                show_help(moment, self._aftercare, live)
                return
        elif calls_only_for(moment, finding) and self._whom.take(moment, live, meaning, asked):
            return
        elif came_before(moment, live):
            self._belongs_before(moment, live, all_found)
            return
        elif live.session.status == "paused" and isinstance(meaning, UnclearMeant):
            self._while_paused(moment, finding)
            return
        words = words_that_answer(moment, live, finding, meaning, context)
        self._move(moment, live, Typed(words), finding, asked)

    def _while_paused(self, moment: Moment, finding: Finding | None) -> None:
        """Words that answer nothing do not wake a check-in that was asked to wait."""
        if not self.keep_for_reading(moment, finding):
            self._tell_kept(moment)

    def _tell_kept(self, moment: Moment) -> None:
        numbers = self._aftercare.numbers(moment.connection, moment.contact)
        moment.reply(Screen(text=kept_words(moment, numbers)))

    def _belongs_before(
        self, moment: Moment, live: LiveConversation, finding: Finding | None
    ) -> None:
        """More of the last answer, when that was in words; otherwise kept, and asked clearly."""
        added = added_to_last(moment, live)
        if added is None:
            self.keep_for_reading(moment, finding)
            kept = moment.texts.say("I have kept what you wrote. This is the question now:")
            show_again(moment, live, kept)
            return
        longer, step = added
        raised = self._raise(moment, finding, live.id, step)
        keep_to_read(moment, live.id, raised)
        if self._aftercare.answer_at_once(moment, [raised]):
            held = self._conversations.hold(
                moment.connection, moment.contact, moment.texts, longer, moment.now
            )
            show(moment, held, Lane.ALERT)

    def _edited(self, moment: Moment, live: LiveConversation, finding: Finding | None) -> bool:
        """A changed message corrects the answer that it gave, or gives the one it did not give.

        False when it has nothing to do with what is asked here.
        """
        answer = answer_behind(moment, live)
        if not moment.words:
            return False
        if answer is None:
            if not was_not_understood(moment, live):
                return False
            self._typed(moment, live, finding)
            return True
        moment.correcting = True
        corrected = correction(moment, answer)
        note_correction(moment, answer, self._move(moment, live, corrected, finding, None))
        return True

    def _media(self, moment: Moment, live: LiveConversation, finding: Finding | None) -> None:
        """The answer, where one was asked for; otherwise it is kept for a person to open."""
        kind, media_id = kind_of(moment.inbound), keep_file(moment)
        standing = engine.current(live.flow, live.session)
        wanted = isinstance(standing, Asked) and kind in standing.question.accepts
        if media_id is None or kind is None or not wanted or came_before(moment, live):
            notice = mark_for_opening(self._aftercare, moment, live.id, media_id)
            if moment.words:
                moment.notice = notice if media_id is not None else ""
                self._typed(moment, live, finding)
            else:
                show_again(moment, live, notice)
            return
        moment.notice = moment.texts.say(
            "Thank you. I have kept your %(media)s.", media=media_words(moment.texts, kind)
        )
        sent = Sent(kind, f"media:{media_id}", moment.words)
        happened = self._move(moment, live, sent, finding, None)
        turn = next((e.answer.turn for e in happened.events if isinstance(e, Answered)), None)
        media.place_media(moment.connection, media_id, session_id=live.id, turn=turn, flag_id=None)

    def more_of_album(self, moment: Moment, finding: Finding | None) -> None:
        """One album is one message; only words that came with a later picture still count."""
        keep_with_album(moment)
        if moment.words:
            self.keep_for_reading(moment, finding)

    def note_media(self, moment: Moment) -> str:
        """What to say to a picture or voice note outside any check-in; a person is told of it."""
        return mark_for_opening(self._aftercare, moment, None, keep_file(moment))

    def _move(
        self,
        moment: Moment,
        live: LiveConversation,
        given: Input,
        finding: Finding | None,
        asked: Asked | None,
    ) -> Happened:
        pressing = finding is not None and finding.level in PRESSING
        happened = self._conversations.resume(
            moment.connection,
            moment.contact,
            moment.texts,
            live,
            given,
            moment.now,
            hold=pressing,
        )
        step = live.session.step
        if isinstance(given, Corrected):
            step = step_of(live, given.turn)
        raised = [self._raise(moment, finding, live.id, step)]
        raised += [
            self._aftercare.raise_for_answer(moment, flagged, happened.events, live.id)
            for flagged in happened.flagged
        ]
        ratings = self._aftercare.raise_for_ratings(moment, happened.events, live.id)
        raised += ratings
        ask_whom, offer = False, ""
        if happened.talk_wanted:
            talk, ask_whom = self._whom.wanted(moment, live.id)
            raised += [] if ask_whom else [talk]
            offer = self._whom.others_offered(moment, None if ask_whom else talk)
        list_words(moment, happened, raised[0])
        answered_at_once = self._aftercare.answer_at_once(moment, raised)
        waits = happened.talk_wanted or any(one and one.level in PRESSING for one in ratings)
        if waits and not any(isinstance(e, Held) for e in happened.events):
            moved = LiveConversation(live.id, live.flow, happened.session, happened.resume_at)
            held = self._conversations.hold(
                moment.connection, moment.contact, moment.texts, moved, moment.now
            )
            happened = Happened(held.session_id, held.flow, held.session, held.events)
        echo(moment, happened, asked)
        follow(moment, happened, raised[0])
        if ask_whom:
            self._whom.ask(moment, live.id, happened.session.turn)
            return happened
        lane = Lane.ALERT if answered_at_once else Lane.REPLY
        told = words_on_contact(moment, live, happened)
        before = self._before(moment, happened, asked, quiet=pressing)
        show(moment, happened, lane, "\n\n".join(part for part in (offer, before, told) if part))
        note_stopping(moment, self._aftercare.limits, live, happened)
        if happened.session.over:
            then_the_check_in(moment, self._conversations, live.flow.name)
        return happened

    def _before(
        self, moment: Moment, happened: Happened, asked: Asked | None, *, quiet: bool
    ) -> str:
        numbers = self._aftercare.numbers(moment.connection, moment.contact)
        return words_before(moment, happened, asked, numbers, quiet=quiet)

    def _raise(
        self, moment: Moment, finding: Finding | None, session_id: int | None, step: str | None
    ) -> Raised | None:
        if finding is None:
            return None
        return self._aftercare.raise_for_finding(moment, finding, session_id, step)
