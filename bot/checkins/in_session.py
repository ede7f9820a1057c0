"""What somebody sends while a check-in is under way."""

from __future__ import annotations

from typing import Final, cast

from bot.aftercare.flags import PRESSING, Raised, Signal
from bot.aftercare.signposting import help_screen
from bot.aftercare.triage import Finding
from bot.checkins.aftercare_first import AftercareFirst
from bot.checkins.conversation import Conversations, Happened, LiveConversation
from bot.checkins.early_words import added_to_last, came_before, one_clear_line
from bot.checkins.moment import Moment
from bot.checkins.notices import media_text
from bot.checkins.screen import STATUS
from bot.checkins.showing import echo, kept_words, show, show_again, who_has_seen, words_before
from bot.checkins.whom import TELL_NAMED, TELL_OTHERS, Whom
from bot.delivery.lanes import Lane
from bot.delivery.screen import Screen
from flows import engine
from flows.events import Answered, Asked, Held, Unclear
from flows.inputs import Commanded, Control, Input, Pressed, Typed
from flows.meaning import ControlMeant, UnclearMeant
from storage import sessions, updates

COMMANDS: Final = {"stop": "stop", "pause": "pause", "talk": "talk"}


class InSession:
    """Takes an update into the session that its sender is in."""

    def __init__(self, conversations: Conversations, aftercare: AftercareFirst, whom: Whom) -> None:
        self._conversations = conversations
        self._aftercare = aftercare
        self._whom = whom

    def take(self, moment: Moment, finding: Finding | None) -> bool:
        """False when there is no session, or the update is not for it."""
        live = self._conversations.live(moment.connection, moment.contact)
        if live is None:
            return False
        inbound = moment.inbound
        match inbound.kind:
            case "press":
                return self._press(moment, live)
            case "text":
                self._typed(moment, live, finding)
            case "command" if inbound.text == "help":
                self.help(moment, live)
            case "command" if inbound.text in COMMANDS:
                control = cast(Control, COMMANDS[inbound.text])
                self._move(moment, live, Commanded(control), finding, None)
            case "media":
                self._media(moment, live, finding)
            case _:
                return False
        return True

    def help(self, moment: Moment, live: LiveConversation | None) -> None:
        """The numbers to call and what can be written here, then the question that stands."""
        contact = moment.contact
        numbers = self._aftercare.numbers(contact.locale)
        moment.reply(
            help_screen(moment.texts, numbers, contact.nation, contact.reader, joined=True),
            lane=Lane.ALERT,
            kind="signpost",
        )
        if live is not None:
            show_again(moment, live, lane=Lane.ALERT)

    def keep_for_reading(self, moment: Moment, finding: Finding | None) -> bool:
        """Words that are no answer still go to somebody's reading list, and raise their flag.

        True when they were answered at once.
        """
        raised = self._raise(moment, finding, None, None)
        updates.mark_reading(
            moment.connection, moment.inbound_id, None, raised.flag_id if raised else None
        )
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
            show_again(moment, live, lane=Lane.ALERT)
            return True
        own = int(session) == live.id
        if own and _is_double(live, int(turn), choice):
            return True
        # A press on an older session is stale, but a call for a person counts whenever it comes.
        pressed = Pressed(int(turn) if own else 0, choice)
        asked = engine.current(live.flow, live.session)
        self._move(moment, live, pressed, None, asked if isinstance(asked, Asked) else None)
        return True

    def _typed(self, moment: Moment, live: LiveConversation, finding: Finding | None) -> None:
        context = self._conversations.context(moment.contact, moment.texts)
        meaning = engine.understand(live.flow, live.session, moment.words, context)
        if isinstance(meaning, ControlMeant):
            if meaning.control == "help":
                self.help(moment, live)
                return
        elif finding is None and self._chooses_whom(moment, live):
            return
        elif came_before(moment, live):
            self._belongs_before(moment, live, finding)
            return
        elif live.session.status == "paused" and isinstance(meaning, UnclearMeant):
            self._while_paused(moment, finding)
            return
        words = moment.words
        if isinstance(meaning, UnclearMeant) and moment.inbound.burst:
            words = one_clear_line(self._conversations, moment, live) or words
        asked = engine.current(live.flow, live.session)
        self._move(moment, live, Typed(words), finding, asked if isinstance(asked, Asked) else None)

    def _chooses_whom(self, moment: Moment, live: LiveConversation) -> bool:
        """Whether the words were about whom to tell; then that is done."""
        choice = self._whom.typed(moment)
        if choice is None:
            return False
        if choice:
            self._whom.chosen(moment, choice)
            show_again(moment, live, lane=Lane.ALERT)
        else:
            self._whom.lean(moment)
            updates.mark_reading(moment.connection, moment.inbound_id, live.id, None)
            self._whom.ask(moment, live.id, live.session.turn, again=True)
        return True

    def _while_paused(self, moment: Moment, finding: Finding | None) -> None:
        """Words that answer nothing do not wake a check-in that was asked to wait."""
        if not self.keep_for_reading(moment, finding):
            self._tell_kept(moment)

    def _tell_kept(self, moment: Moment) -> None:
        numbers = self._aftercare.numbers(moment.contact.locale)
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
        updates.mark_reading(
            moment.connection, moment.inbound_id, live.id, raised.flag_id if raised else None
        )
        if self._aftercare.answer_at_once(moment, [raised]):
            held = self._conversations.hold(
                moment.connection, moment.contact, moment.texts, longer, moment.now
            )
            show(moment, held, Lane.ALERT)

    def _media(self, moment: Moment, live: LiveConversation, finding: Finding | None) -> None:
        if moment.words:
            self._typed(moment, live, finding)
            return
        notice = self.note_media(moment, live.id)
        show_again(moment, live, notice)

    def note_media(self, moment: Moment, session_id: int | None) -> str:
        """What to say to a picture or voice note; a person is told, for it may be important."""
        told = True
        if moment.inbound.media != "sticker":
            reason = moment.texts.say(
                "sent a %(media)s that I cannot open", media=moment.inbound.media.replace("_", " ")
            )
            signal = Signal("routine", "unread", f"media:{moment.inbound.media}", reason)
            raised = self._aftercare.raise_signal(moment, signal, session_id)
            told = raised is not None and raised.promise is not None
        return media_text(moment.texts, moment.inbound.media, told=told)

    def _move(
        self,
        moment: Moment,
        live: LiveConversation,
        given: Input,
        finding: Finding | None,
        asked: Asked | None,
    ) -> None:
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
        raised = [self._raise(moment, finding, live.id, step)]
        raised += [
            self._aftercare.raise_for_answer(moment, flagged, live.id)
            for flagged in happened.flagged
        ]
        ask_whom = False
        if happened.talk_wanted:
            talk, ask_whom = self._whom.wanted(moment, live.id)
            raised += [] if ask_whom else [talk]
        self._list_words(moment, happened, raised[0])
        answered_at_once = self._aftercare.answer_at_once(moment, raised)
        if happened.talk_wanted and not any(isinstance(e, Held) for e in happened.events):
            moved = LiveConversation(live.id, live.flow, happened.session)
            held = self._conversations.hold(
                moment.connection, moment.contact, moment.texts, moved, moment.now
            )
            happened = Happened(held.session_id, held.flow, held.session, held.events)
        echo(moment, happened.events, asked)
        if ask_whom:
            self._whom.ask(moment, live.id, happened.session.turn)
            return
        lane = Lane.ALERT if answered_at_once else Lane.REPLY
        show(moment, happened, lane, self._before(moment, happened, asked, quiet=pressing))

    def _before(
        self, moment: Moment, happened: Happened, asked: Asked | None, *, quiet: bool
    ) -> str:
        numbers = self._aftercare.numbers(moment.contact.locale)
        return words_before(moment, happened, asked, numbers, quiet=quiet)

    def talk(self, moment: Moment) -> None:
        """ "I want to talk to someone" outside any session."""
        person_id = moment.contact.person_id
        last = sessions.last_session_id(moment.connection, person_id) if person_id else None
        raised, ask_whom = self._whom.wanted(moment, last)
        if ask_whom:
            self._whom.ask(moment, last or 0, 0)
        else:
            self._aftercare.answer_at_once(moment, [raised])

    def _raise(
        self, moment: Moment, finding: Finding | None, session_id: int | None, step: str | None
    ) -> Raised | None:
        if finding is None:
            return None
        return self._aftercare.raise_for_finding(moment, finding, session_id, step)

    def _list_words(self, moment: Moment, happened: Happened, raised: Raised | None) -> None:
        """Free text goes on the reading list; a typed "7" or a command need not be read."""
        if not moment.words:
            return
        answers = [event.answer for event in happened.events if isinstance(event, Answered)]
        understood = any(answer.kind != "text" for answer in answers)
        commanded = not answers and not any(isinstance(e, Unclear) for e in happened.events)
        if raised is not None or not (understood or commanded):
            updates.mark_reading(
                moment.connection,
                moment.inbound_id,
                happened.session_id,
                raised.flag_id if raised else None,
            )


def _is_double(live: LiveConversation, turn: int, choice: str) -> bool:
    """Whether the press says again what it has just said: an impatient finger, and no question."""
    for answer in live.session.answers.values():
        if answer.turn == turn:
            said = "~skip" if answer.status == "skipped" else str(answer.value)
            return said == choice
    return False
