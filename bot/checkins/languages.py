"""The language and easy read that somebody chose, and what becomes of it where there is none."""

from __future__ import annotations

from typing import Final

from bot.aftercare.flags import Raised
from bot.checkins.conversation import Happened
from bot.checkins.moment import Moment
from bot.checkins.screen import rendered, said_words
from bot.checkins.showing import facts_at
from bot.texts import WRITTEN_IN, is_offered, texts_for
from flows.events import Answered, Withdrawn
from storage import people, updates
from storage.preferences import Preference, preferences_of

LANGUAGE: Final = "language"
EASY_READ: Final = "easy_read"


def follow(moment: Moment, happened: Happened, raised: Raised | None) -> None:
    """The next words are in the language that was just chosen, and in easy read if it was.

    A language that is not offered goes on the reading list: a person has to find another way.
    `raised`: the words that chose it are on the list already, with this flag.
    """
    questions, person_id = happened.flow.route.questions, moment.contact.person_id
    given = [event for event in happened.events if isinstance(event, Answered | Withdrawn)]
    changed = {questions[event.answer.step].keeps for event in given}
    if person_id is None or not changed & {LANGUAGE, EASY_READ}:
        return
    preferences = preferences_of(moment.connection, person_id)
    language = preferences.get(LANGUAGE)
    if LANGUAGE in changed and language is not None and not is_offered(str(language)):
        _show_to_staff(moment, happened, raised)
    current = WRITTEN_IN if LANGUAGE in changed else moment.contact.locale
    locale = chosen_locale(current, language, preferences.get(EASY_READ))
    if locale != moment.contact.locale:
        people.keep_locale(moment.connection, person_id, locale)
    moment.contact = moment.contact._replace(locale=locale, preferences=preferences)
    moment.texts = texts_for(locale)


def chosen_locale(current: str, language: Preference | None, easy_read: Preference | None) -> str:
    """The locale to write in. Where no language was chosen, it is that of the current one."""
    spoken = (current if language is None else str(language)).partition("@")[0]
    if not is_offered(spoken):
        spoken = WRITTEN_IN
    easy = f"{spoken}@easyread"
    return easy if easy_read == "yes" and is_offered(easy) else spoken


def _show_to_staff(moment: Moment, happened: Happened, raised: Raised | None) -> None:
    if raised is not None:
        return
    questions = happened.flow.route.questions
    for event in happened.events:
        if isinstance(event, Answered) and event.keeps == LANGUAGE:
            if not moment.words:  # a press says nothing that could be read later
                facts, asked = facts_at(moment, happened), questions[event.answer.step]
                said = said_words(moment.texts, asked.question(()), event.answer, facts)
                words = f"{rendered(moment.texts, asked.text, facts)} {said}"
                updates.keep_text(moment.connection, moment.inbound_id, words)
            updates.mark_reading(moment.connection, moment.inbound_id, happened.session_id, None)
