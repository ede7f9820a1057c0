"""Words that say that somebody else reads the phone, and what is still said there afterwards."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from bot.aftercare.flag_cards import flag_card
from bot.aftercare.triage import PhoneListener, check_rules, load, locale_file
from bot.aftercare.triage.unsafe_phone import only_unsafe_phone
from bot.texts import texts_for
from bot.web.inbox.writing import writing_about
from storage import contacts
from tests.aftercare.chat_scene import flag_of, heard_by, person, presses, says, types
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.checkins.scene import Scene

NEUTRAL = "That is fine, I will only write here when you write first."
GIVES_AWAY = ("Sam", "Priya", "told", "999", "116 123", "seen", "flag", "safe", "before")
UNSAFE = (
    "dont text me here my son looks at my phone",
    "he found the messages and went mad",
    "hes got my phone dont reply",
    "shes reading this dont answer",
    "don't reply",
    "he reads my messages",
    "please stop sending these he will see",
)


def safe_here(scene: Scene) -> object:
    def work(connection: Connection) -> object:
        found = contacts.find_contact(connection, "participant", "telegram", ME)
        assert found is not None
        return found.preferences.get("safe_here")

    return scene.database.read_now(work)


def reasons(scene: Scene, name: str) -> tuple[str, ...]:
    viewer = person(scene, name).id

    def work(connection: Connection) -> tuple[str, ...]:
        card = flag_card(connection, flag_of(scene), viewer, texts_for("en"), scene.now)
        assert card is not None
        return card.reasons

    return scene.database.read_now(work)


def test_every_example_of_the_list_comes_out_as_it_says() -> None:
    book = load(locale_file("en"))
    assert book.unsafe_phone
    assert list(map(str, check_rules(only_unsafe_phone(book)))) == []


def test_ordinary_talk_of_phones_and_answers_is_not_taken_for_it() -> None:
    listener = PhoneListener(load(locale_file("en")))
    for words in (
        "My wife checks my phone for me, I can't see the screen",
        "stop",
        "do not text me",
        "they don't reply",
        "I don't want to answer",
        "He is reading this book",
        "Sam read my message and rang me",
    ):
        assert listener.listen(words) is None, words


@pytest.mark.parametrize("words", UNSAFE)
def test_words_that_the_phone_is_not_safe_are_kept_told_and_hardly_answered(
    staffed: Scene, words: str
) -> None:
    staffed.writes(ME, "I was abused by my uncle")
    before = len(staffed.screens(ME))
    staffed.writes(ME, words)
    said = heard_by(staffed, ME, before)
    assert said in ([], [NEUTRAL])
    assert safe_here(staffed) == "no"
    assert reasons(staffed, "Sam")[0] == "said that it is not safe to write to them here"
    assert [row["level"] for row in staffed.rows("flag")] == ["soon"]
    staffed.staff_presses(SAM, "Acknowledge")
    staffed.later(days=4)
    staffed.climbs()
    assert heard_by(staffed, ME, before) == said


@pytest.mark.parametrize("words", ["hes got my phone dont reply", "don't reply"])
def test_whoever_asks_not_to_be_answered_gets_nothing_at_all(staffed: Scene, words: str) -> None:
    before = len(staffed.screens(ME))
    staffed.writes(ME, words)
    assert len(staffed.screens(ME)) == before


def test_in_a_check_in_the_question_is_not_asked_again(staffed: Scene) -> None:
    staffed.round()
    before = len(staffed.screens(ME))
    staffed.writes(ME, "he reads my messages")
    assert heard_by(staffed, ME, before) == [NEUTRAL]
    assert any(screen.kind == "alert" for screen in staffed.screens(SAM))


def test_after_words_about_staff_the_reply_says_nothing_of_them(staffed: Scene) -> None:
    staffed.writes(ME, "Sam touched me and I did not want it")
    before = len(staffed.screens(ME))
    staffed.writes(ME, "shes reading this dont answer")
    staffed.writes(ME, "he found the messages and went mad")
    said = "".join(heard_by(staffed, ME, before))
    assert not [word for word in GIVES_AWAY if word in said]
    hidden = {row["person_id"] for row in staffed.database.read_now(_hidden)}
    assert person(staffed, "Sam").id in hidden
    assert len(staffed.rows("flag")) == 1


def _hidden(connection: Connection) -> list[dict[str, object]]:
    rows = connection.execute(select(SQLModel.metadata.tables["flag_hidden"])).mappings()
    return [dict(row) for row in rows]


def test_danger_in_the_same_words_is_flagged_urgent_and_names_nobody(staffed: Scene) -> None:
    staffed.writes(ME, "he found the messages and he is going to kill me tonight")
    assert staffed.last(ME).text == "If anyone is in danger now, please call 999."
    assert staffed.rows("flag")[-1]["level"] == "urgent"
    assert safe_here(staffed) == "no"


def test_a_word_that_asks_for_nothing_gets_neutral_words_from_then_on(staffed: Scene) -> None:
    staffed.writes(ME, "I was abused by my uncle")
    staffed.writes(ME, "he reads my messages")
    before = len(staffed.screens(ME))
    staffed.writes(ME, "hello")
    staffed.writes(ME, "stop")
    said = "".join(heard_by(staffed, ME, before))
    assert "Sam" not in said
    assert "116 123" not in said


def test_something_new_that_presses_is_answered_as_always(staffed: Scene) -> None:
    staffed.writes(ME, "he reads my messages")
    before = len(staffed.screens(ME))
    staffed.writes(ME, "I am going to kill myself tonight")
    assert "999" in "".join(heard_by(staffed, ME, before))


def test_the_page_of_the_flag_says_so_first_and_offers_no_message(staffed: Scene) -> None:
    staffed.writes(ME, "he reads my messages")
    viewer = person(staffed, "Sam").id
    writing = staffed.database.transact_now(
        lambda connection: writing_about(
            connection, texts_for("en"), flag_of(staffed), viewer, staffed.now
        )
    )
    assert writing.caution == "It is not safe to write to them in their chat."
    assert writing.refused
    assert not says(staffed, "Sam", "Hello", sure=True).sent


def test_in_a_chat_each_message_needs_a_word_that_it_is_to_go_out(staffed: Scene) -> None:
    staffed.writes(ME, "I was abused by my uncle")
    says(staffed, "Sam", "Hello")
    before = len(staffed.screens(ME))
    staffed.writes(ME, "he reads my messages")
    assert heard_by(staffed, ME, before) == [NEUTRAL]
    assert any("he reads my messages" in screen.text for screen in staffed.screens(SAM))
    for words in ("Are you all right?", "Are you still there?"):
        asked = types(staffed, "Sam", words)
        assert asked is not None
        assert "not safe to write to them here" in asked.text
        assert words not in staffed.last(ME).text
        presses(staffed, "Sam", asked.choices[0].press)
        assert staffed.last(ME).text.endswith(words)
    assert not says(staffed, "Sam", "And now?").sent


def test_the_same_words_from_somebody_unknown_reach_the_team(scene: Scene) -> None:
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.writes("777", "he reads my messages")
    assert scene.last("777").text == NEUTRAL
    assert any(screen.kind == "alert" for screen in scene.screens(PRIYA))
