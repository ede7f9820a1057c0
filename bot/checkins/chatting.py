"""What somebody sends while a member of staff is talking with them: the script waits.

It is triaged first, as always. Then it goes to the person in the chat, unless it is about them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.aftercare import relay as chats
from bot.aftercare.alerts import STAFF_LOCALE
from bot.aftercare.flags import PRESSING, Raised, Signal
from bot.aftercare.relay import Heard
from bot.aftercare.relay_words import (
    has_this_words,
    left_for_another_words,
    not_passed_on_words,
    staff_name,
    still_here_words,
    talking_words,
)
from bot.aftercare.triage import Finding
from bot.aftercare.wording import media_words
from bot.checkins.after_chat import ask_to_go_on, go_on, hold
from bot.checkins.aftercare_first import (
    ASKED_FOR_OTHERS,
    CONTACT,
    AftercareFirst,
    other_than_words,
)
from bot.checkins.calling_for_help import show_help
from bot.checkins.conversation import Conversations
from bot.checkins.correcting import answer_behind
from bot.checkins.in_session import InSession
from bot.checkins.moment import Moment, OtherThan
from bot.checkins.notices import media_text, too_big_text
from bot.checkins.screen import STATUS
from bot.checkins.sent_media import is_too_big, keep_file
from bot.checkins.whom import TELL_NAMED, TELL_OTHERS, Whom
from bot.delivery.lanes import Lane
from bot.delivery.screen import Button, Screen
from bot.texts import texts_for
from flows.vocabulary import Vocabulary
from storage import flags, media, people, relay, updates
from storage.people import Someone
from storage.rows import AnyRow

SOMEBODY_ELSE: Final = "~somebody_else"
STAY: Final = "~stay"
PASSED: Final = ("~stop", TELL_NAMED, TELL_OTHERS, STATUS)
"""Presses that mean in a chat what they always mean."""


@dataclass(frozen=True, slots=True)
class _Chat:
    """A chat that goes on, and the name of the member of staff in it."""

    row: AnyRow
    name: str


class Chatting:
    """Takes an update into the chat that its sender is in."""

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

    def take(self, moment: Moment, finding: Finding | None) -> bool:
        """False when there is no chat, or the update is not for it."""
        contact = moment.contact
        row = relay.relay_with(moment.connection, contact.person_id, contact.channel_id)
        if row is None:
            return False
        if row.ended_at is None and self._is_kept_from(moment, row):
            chats.end(moment.connection, row, "kept", moment.now)
            row = relay.find_relay(moment.connection, row.id) or row
        if row.ended_at is not None:
            # They write before they were told of the end: the script must not take it up.
            go_on(moment.connection, self._conversations, row, contact, moment.now)
            return False
        staff = people.find_person(moment.connection, row.staff_id)
        if moment.words:
            finding = self._heard_of(moment, staff, finding)
        return self._in_chat(moment, _Chat(row, staff.name if staff else ""), finding)

    def _heard_of(
        self, moment: Moment, staff: Someone | None, finding: Finding | None
    ) -> Finding | None:
        """Whether they would rather have somebody else, or speak of the one who is there."""
        finding = self._whom.wishes.hear(moment, finding, staff)
        about_staff = finding is not None and finding.conduct and moment.other_than is None
        if about_staff and staff is not None and staff.id == moment.contact.facilitator_id:
            moment.other_than = OtherThan(staff.id, staff.name, said=False)
        return finding

    def _in_chat(self, moment: Moment, chat: _Chat, finding: Finding | None) -> bool:
        match moment.inbound.kind:
            case "press":
                return self._press(moment, chat)
            case "command":
                return self._command(moment, chat, finding)
            case "join" if not moment.inbound.text:
                return self._start(moment, chat)
            case "edited":
                return self._edited(moment, chat, finding)
            case "text" | "media":
                return self._sent(moment, chat, finding)
            case _:
                return False

    def _press(self, moment: Moment, chat: _Chat) -> bool:
        choice = moment.inbound.press.rpartition(":")[2]
        if choice in PASSED:
            if choice == "~stop":
                moment.notice = still_here_words(moment.texts, chat.name)
            return False
        if choice == "~talk":
            self._ask_who(moment, chat)
        elif choice == SOMEBODY_ELSE:
            self._leave_for_others(moment, chat)
        else:
            moment.reply(Screen(text=talking_words(moment.texts, chat.name)), lane=Lane.ALERT)
        return True

    def _command(self, moment: Moment, chat: _Chat, finding: Finding | None) -> bool:
        """The words behind a command are words like any others."""
        if finding is not None and moment.inbound.text == "stop":
            return self._obey(moment, chat, "stop")
        if moment.words and not self._pass_on(moment, chat, finding):
            return True
        return self._obey(moment, chat, moment.inbound.text)

    @staticmethod
    def _start(moment: Moment, chat: _Chat) -> bool:
        """/start comes back, also from a stop."""
        if moment.contact.person_id is not None and moment.contact.stopped_at is not None:
            people.mark_stopped(moment.connection, moment.contact.person_id, None)
        moment.reply(Screen(text=talking_words(moment.texts, chat.name)), lane=Lane.ALERT)
        return True

    def _sent(self, moment: Moment, chat: _Chat, finding: Finding | None) -> bool:
        if not self._pass_on(moment, chat, finding) or finding is not None:
            return True
        meant = self._vocabulary(moment.contact.locale).control(moment.words)
        if moment.words and self._whom.may_mean_others(moment):
            self._ask_who(moment, chat)
        if meant is None or moment.inbound.media:
            return True
        return self._obey(moment, chat, meant.control, typed=True)

    def _obey(self, moment: Moment, chat: _Chat, control: str, *, typed: bool = False) -> bool:
        """Only help, talk and stop mean in a chat what they always mean; False for stop.

        Any other word of command is an answer to the person who is there.
        """
        if control == "help":
            show_help(moment, self._aftercare, None)
        elif control == "talk":
            self._ask_who(moment, chat)
        elif control == "stop":
            moment.notice = still_here_words(moment.texts, chat.name)
            return False
        elif not typed:
            moment.reply(Screen(text=talking_words(moment.texts, chat.name)), lane=Lane.ALERT)
        return True

    def _edited(self, moment: Moment, chat: _Chat, finding: Finding | None) -> bool:
        """A change of something said in the chat; one that corrects an answer is not for it."""
        if not moment.words:
            return True
        live = self._conversations.live(moment.connection, moment.contact)
        if live is not None and answer_behind(moment, live) is not None:
            return False
        self._pass_on(moment, chat, finding, changed=True)
        return True

    def _pass_on(
        self, moment: Moment, chat: _Chat, finding: Finding | None, *, changed: bool = False
    ) -> bool:
        """To the person in the chat. False when it is about them: then they do not get it."""
        raised = None
        if finding is not None:
            raised = self._aftercare.raise_for_finding(moment, finding, None, None)
        flag_id = raised.flag_id if raised else chat.row.flag_id
        for inbound_id in moment.inbound_ids or (moment.inbound_id,):
            updates.mark_reading(moment.connection, inbound_id, None, flag_id)
        heard = self._heard(moment, flag_id, changed=changed)
        if raised is not None and self._is_about(moment, chat.row, raised):
            self._part(moment, chat, raised)
            return False
        chats.hear(moment.connection, chat.row, moment.contact, heard, moment.now)
        if raised is not None:
            self._answer_at_once(moment, chat, raised)
        return True

    @staticmethod
    def _heard(moment: Moment, flag_id: int, *, changed: bool) -> Heard:
        """What came in; a file is kept with the flag."""
        ids = moment.inbound_ids or (moment.inbound_id,)
        if not moment.inbound.media:
            return Heard(ids, moment.words, changed=changed)
        kind = moment.inbound.media
        caption = moment.words
        media_id = keep_file(moment)
        if media_id is not None:
            media.place_media(
                moment.connection, media_id, session_id=None, turn=None, flag_id=flag_id
            )
        elif is_too_big(moment.inbound):
            moment.reply(Screen(text=too_big_text(moment.texts, kind, told=True)), lane=Lane.ALERT)
        elif kind != "sticker":
            moment.reply(Screen(text=media_text(moment.texts, kind, told=True)), lane=Lane.ALERT)
        sent = media_words(texts_for(STAFF_LOCALE), kind)
        return Heard(ids, caption, sent, media_id, changed)

    def _answer_at_once(self, moment: Moment, chat: _Chat, raised: Raised) -> None:
        """With the numbers, the first time in a chat; after that unless it is more pressing."""
        if raised.level not in PRESSING:
            return
        if raised.joined and chat.row.numbers_at is not None:
            screen = Screen(text=has_this_words(moment.texts, chat.name), kind="signpost")
            moment.reply(screen, lane=Lane.ALERT, kind="signpost", flag_id=raised.flag_id)
            return
        self._aftercare.answer_at_once(moment, [raised])
        relay.change_relay(moment.connection, chat.row.id, numbers_at=moment.now)

    @staticmethod
    def _is_kept_from(moment: Moment, row: AnyRow) -> bool:
        person_id = moment.contact.person_id
        return bool(person_id) and row.staff_id in flags.kept_from(
            moment.connection, person_id or 0
        )

    @staticmethod
    def _is_about(moment: Moment, row: AnyRow, raised: Raised) -> bool:
        return row.staff_id in flags.hidden_from(moment.connection, raised.flag_id)

    def _part(self, moment: Moment, chat: _Chat, raised: Raised | None) -> None:
        """The one whom it is about is out of the chat, and does not learn why."""
        chats.end(moment.connection, chat.row, "kept", moment.now)
        relay.mark_resumed(moment.connection, chat.row.id, moment.now)
        self._aftercare.answer_at_once(moment, [raised])
        if moment.words:
            before = not_passed_on_words(moment.texts, chat.name)
        else:
            before = left_for_another_words(moment.texts, chat.name)
        live = self._conversations.live(moment.connection, moment.contact)
        held = (
            hold(
                moment.connection,
                self._conversations,
                moment.contact,
                moment.texts,
                live,
                moment.now,
            )
            if live is not None
            else None
        )
        if held is not None:
            ask_to_go_on(moment.connection, moment.contact, moment.texts, held, before, moment.now)
        else:
            moment.reply(Screen(text=before), lane=Lane.ALERT)

    def _ask_who(self, moment: Moment, chat: _Chat) -> None:
        """ "I want to talk to someone": to somebody other than the person who is there?"""
        name = staff_name(moment.texts, chat.name)
        text = moment.texts.say(
            "You are talking with %(name)s now. Would you rather talk to somebody else?", name=name
        )
        choices = (
            Button(moment.texts.say("Somebody else, please"), f"0:0:{SOMEBODY_ELSE}"),
            Button(moment.texts.say("No, I stay with %(name)s", name=name), f"0:0:{STAY}"),
        )
        screen = Screen(text=text, choices=choices, kind="question")
        moment.reply(screen, lane=Lane.ALERT)

    def _leave_for_others(self, moment: Moment, chat: _Chat) -> None:
        """Somebody else is told, and takes on what the person in the chat had: it may be about
        them."""
        reason = other_than_words(moment.texts, chat.name)
        signal = Signal("soon", CONTACT, ASKED_FOR_OTHERS, reason)
        moment.other_than = OtherThan(chat.row.staff_id, chat.name)
        self._part(moment, chat, self._aftercare.raise_signal(moment, signal, None))
