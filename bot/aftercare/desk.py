"""What the staff bot does: joining, flags, acknowledging, reading. Replies go to the outbox."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.asked import AskedIn
from bot.aftercare.deadlines import Limits
from bot.aftercare.desk_choices import CLOSED, card_line, closed_screen
from bot.aftercare.desk_replies import reply_to
from bot.aftercare.desk_screens import (
    detail_screen,
    help_text,
    joined_text,
    problem_text,
    reading_screen,
    stranger_screen,
)
from bot.aftercare.file_screens import opened_file, pressed_file
from bot.aftercare.flags import PRESSING, STAFF_LOCALE, Signal, raise_flag, reason_for
from bot.aftercare.help_numbers import HelpNumbers, ProjectNumbers
from bot.aftercare.inbox import closed_flags, flag_detail, open_flags
from bot.aftercare.relay_lines import chat_of_flag, last_lines, said_beside, with_chat
from bot.aftercare.sent_files import files_shown
from bot.aftercare.staff_inbound import StaffInbound
from bot.aftercare.triage import Triage
from bot.aftercare.young_people import at_least_soon
from bot.delivery.lanes import Lane
from bot.delivery.outbox import Message, queue
from bot.delivery.screen import Button, Screen
from bot.people.codes import looks_like_join_code
from bot.people.enrolment import join
from bot.texts import texts_for
from storage import contacts, flags, flags_waiting, updates
from storage.contacts import Contact
from storage.media import media_of_updates

BOT: Final = "staff"
SHOWN_AT_ONCE: Final = 5


class Desk:
    """The staff bot's side of aftercare. It keeps nothing: the state is in the database."""

    def __init__(
        self, triage: Triage, numbers: HelpNumbers, limits: Limits, asked_in: AskedIn
    ) -> None:
        """`asked_in` finds the questions that were asked in a session."""
        self._asked_in = asked_in
        self._triage = triage
        self._numbers = numbers
        self._limits = limits
        self._texts = texts_for(STAFF_LOCALE)

    def receive(self, connection: Connection, inbound: StaffInbound, now: datetime) -> bool:
        """Takes in one update; False when it was here before and changed nothing."""
        contact = contacts.find_contact(connection, BOT, "telegram", inbound.address)
        if contact is None:
            channel_id = contacts.add_channel(
                connection,
                person_id=None,
                bot=BOT,
                kind="telegram",
                address=inbound.address,
                now=now,
            )
            contact = contacts.contact_of(connection, channel_id)
        recorded = updates.record_update(
            connection,
            bot=BOT,
            update_id=inbound.update_id,
            channel_id=contact.channel_id,
            kind=inbound.kind,
            now=now,
            text=inbound.text if contact.person_id is None and inbound.kind == "text" else "",
        )
        if recorded is None:
            return False
        if contact.lost:
            contacts.touch_channel(connection, contact.channel_id, now)
        self._answer(connection, contact, inbound, now)
        return True

    def set_aside(
        self, connection: Connection, update_id: str, address: str, body: str, now: datetime
    ) -> None:
        """Keeps, sealed, an update that could not be handled, and says so honestly."""
        contact = contacts.find_contact(connection, BOT, "telegram", address) if address else None
        recorded = updates.record_update(
            connection,
            bot=BOT,
            update_id=update_id,
            channel_id=contact.channel_id if contact else None,
            kind="unreadable",
            now=now,
            status="set_aside",
            tries=3,
            body=body,
        )
        if recorded is not None and contact is not None:
            text = self._texts.say(
                "Something went wrong with what you just sent, so nothing was changed. "
                "Please try again. /flags shows where things stand."
            )
            self._reply(connection, contact, Screen(text=text), now)

    def _answer(
        self, connection: Connection, contact: Contact, inbound: StaffInbound, now: datetime
    ) -> None:
        if inbound.kind == "group":
            text = self._texts.say("I only talk one to one. Please write to me in a private chat.")
            self._reply(connection, contact, Screen(text=text), now)
        elif inbound.kind == "join" or (
            contact.person_id is None and looks_like_join_code(inbound.text)
        ):
            self._join(connection, contact, inbound.text, now)
        elif contact.person_id is None or contact.role == "participant":
            self._stranger(connection, contact, inbound.text, now)
        elif screen := reply_to(
            connection, self._limits, contact.channel_id, contact.person_id, inbound, now
        ):
            self._reply(connection, contact, screen, now)
        elif inbound.kind == "press":
            self._press(connection, contact, contact.person_id, inbound, now)
        elif inbound.kind == "command" and inbound.text == "flags":
            self._list(connection, contact, contact.person_id, now)
        elif inbound.kind == "command" and inbound.text == "read":
            self._read(connection, contact, contact.person_id, now)
        else:
            typed = inbound.kind in ("text", "media")
            self._reply(connection, contact, Screen(text=help_text(self._texts, typed)), now)

    def _join(self, connection: Connection, contact: Contact, code: str, now: datetime) -> None:
        if not code and contact.person_id is not None:
            self._reply(connection, contact, Screen(text=help_text(self._texts, False)), now)
            return
        joined = join(connection, code, contact.channel_id, now, staff=True)
        if isinstance(joined, str):
            text = problem_text(self._texts, joined)
        else:
            person = joined.person
            waiting = len(flags.flags_for(connection, person.id, person.project_id))
            text = joined_text(self._texts, person, waiting)
            # Somebody can be told now about what nobody could be told about before.
            flags_waiting.look_for_somebody(connection, person.project_id, now)
        self._reply(connection, contact, Screen(text=text), now)

    def _stranger(self, connection: Connection, contact: Contact, text: str, now: datetime) -> None:
        """Somebody unknown may be a participant in the wrong bot: what they write is triaged."""
        finding = at_least_soon(connection, contact.project_id, self._triage.triage(text))
        told: bool | None = None
        if finding.level in PRESSING:
            topic = finding.topic or "unread"
            signal = Signal(
                finding.level,
                topic,
                finding.rule or "",
                reason_for(topic),
                None,
                text,
                finding.span,
            )
            raised = raise_flag(connection, self._limits, contact, signal, None, now)
            told = raised is not None and raised.promise is not None
        numbers = ProjectNumbers(self._numbers, connection, contact.project_id)
        screen = stranger_screen(self._texts, numbers, told, finding.topic or "")
        self._reply(connection, contact, screen, now)

    def _press(
        self,
        connection: Connection,
        contact: Contact,
        staff_id: int,
        inbound: StaffInbound,
        now: datetime,
    ) -> None:
        media_id = pressed_file(inbound.press)
        if media_id is not None:
            screen = opened_file(connection, self._texts, media_id, staff_id, now)
            self._reply(connection, contact, screen, now)
            return
        if inbound.press == CLOSED:
            cards = closed_flags(connection, staff_id, self._texts, now)
            self._reply(connection, contact, closed_screen(self._texts, cards), now)
            return
        parts = inbound.press.split(":")
        if len(parts) != 4 or parts[0] != "f" or not parts[1].isdigit():
            self._list(connection, contact, staff_id, now)
            return
        self._open(connection, contact, staff_id, int(parts[1]), now)

    def _open(
        self, connection: Connection, contact: Contact, staff_id: int, flag_id: int, now: datetime
    ) -> None:
        detail = flag_detail(connection, flag_id, staff_id, self._texts, now, self._asked_in)
        if detail is None:
            self._reply(connection, contact, self._not_there(), now)
            return
        chat = chat_of_flag(connection, flag_id, staff_id, self._texts, now)
        said = said_beside(detail.signals, last_lines(chat))
        screen = detail_screen(self._texts, replace(detail, signals=said))
        self._reply(connection, contact, with_chat(self._texts, screen, chat), now)

    def _not_there(self) -> Screen:
        return Screen(text=self._texts.say("That flag is not there. /flags shows the open ones."))

    def _list(self, connection: Connection, contact: Contact, staff_id: int, now: datetime) -> None:
        cards = open_flags(connection, staff_id, self._texts, now)
        closed = Button(self._texts.say("Closed lately"), CLOSED)
        if not cards:
            text = self._texts.say("There are no open flags.")
            self._reply(connection, contact, Screen(text=text, controls=(closed,)), now)
            return
        shown = cards[: SHOWN_AT_ONCE * 2]
        lines = [card_line(self._texts, card) for card in shown]
        if len(cards) > len(shown):
            lines.append(
                self._texts.plural(
                    "and %(number)s more", "and %(number)s more", len(cards) - len(shown)
                )
            )
        buttons = tuple(
            Button(
                self._texts.say("Open %(who)s", who=card.participant),
                f"f:{card.id}:{card.version}:open",
            )
            for card in shown
        )
        screen = Screen("\n\n".join(lines), choices=buttons, controls=(closed,))
        self._reply(connection, contact, screen, now)

    def _read(self, connection: Connection, contact: Contact, staff_id: int, now: datetime) -> None:
        found = updates.texts_to_read(connection, staff_id, SHOWN_AT_ONCE)
        ids = [row.id for row, _ in found]
        updates.mark_read(connection, ids, staff_id, now)
        files = files_shown(self._texts, media_of_updates(connection, ids))
        left = updates.count_to_read(connection, staff_id)
        screen = reading_screen(self._texts, found, files, left, now)
        self._reply(connection, contact, screen, now)

    def _reply(
        self, connection: Connection, contact: Contact, screen: Screen, now: datetime
    ) -> None:
        queue(
            connection,
            Message(
                channel_id=contact.channel_id,
                person_id=contact.person_id,
                screen=screen,
                lane=Lane.REPLY,
                kind="reply",
            ),
            now,
        )
