"""What the participant was promised, and what they hear, when their flag is closed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.acting import Result
from bot.aftercare.closing import agree, close, reopen
from bot.aftercare.contacting import contacted
from bot.aftercare.done_words import result_words
from bot.aftercare.told import seen_words
from bot.texts import texts_for
from storage import flags, preferences, promises
from storage.database import Database
from tests.aftercare.life_scene import FLAG, TABLES, Life
from tests.checkins.scene import Scene

PROMISE = TABLES["promise"]
IN_TOUCH = "write: talk"


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database)


def asks(life: Life) -> str:
    """What somebody hears who asks who has seen their message."""

    def work(connection: Connection) -> str:
        flag = flags.open_flag_of(connection, life.person)
        assert flag is not None
        return seen_words(
            connection,
            texts_for("en"),
            flag,
            "Europe/London",
            life.now,
        )

    return life.database.read_now(work)


def ended(life: Life) -> list[str | None]:
    """How each promise ended."""
    return [row.ending for row in life.rows(PROMISE)]


def test_an_urgent_flag_is_not_closed_as_spoken_by_somebody_who_never_opened_the_words(
    life: Life,
) -> None:
    life.raises("urgent")
    life.act(acknowledge, "Priya")
    life.reads("Sam")
    refused = life.act(close, "Priya", "spoke", "x")
    assert (refused.won, refused.problem) == (False, "unread")
    assert life.flag().status == "acknowledged"
    life.act(contacted, "Priya")
    assert life.act(close, "Priya", "spoke", "x").problem == "unread"
    life.reads("Priya")
    assert life.act(close, "Priya", "spoke", "x").won


def test_the_refusal_says_why_and_what_to_press(life: Life) -> None:
    words = result_words(
        texts_for("en"), "close", Result(False, "unread"), "Europe/London", life.now
    )
    assert "You have not opened what they wrote" in words
    assert "Open to read" in words


@pytest.mark.parametrize("level", ["soon", "routine"])
def test_what_is_not_urgent_is_closed_as_spoken_without_having_been_opened(
    life: Life, level: str
) -> None:
    life.raises(level)
    life.act(acknowledge, "Sam")
    assert life.act(close, "Sam", "spoke", "").won


def test_closing_as_spoken_records_the_contact_before_the_closing(life: Life) -> None:
    life.raises("urgent")
    life.act(acknowledge, "Priya")
    life.reads("Priya")
    life.act(close, "Priya", "spoke", "")
    assert life.happened() == ["opened", "acknowledged", "read", "contacted", "closed"]
    assert ended(life)[-1] == "kept"
    assert not any(IN_TOUCH in text for text in life.told())


def test_whoever_was_promised_contact_is_told_when_the_flag_is_closed_without_it(
    life: Life,
) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    assert "will be in touch" in life.told()[-1]
    life.act(close, "Sam", "not_needed", "")
    said = life.told()[-1]
    assert "I told you that somebody would be in touch by" in said
    assert "Sam has told me that your message has been dealt with" in said
    assert IN_TOUCH in said
    assert life.happened()[-1] == "told of closing"
    assert ended(life)[-1] == "replaced"


def test_a_second_person_who_agrees_leaves_no_promise_unsaid(life: Life) -> None:
    life.raises("urgent")
    life.act(acknowledge, "Sam")
    life.act(close, "Sam", "emergency", "999 was called.")
    assert not any(IN_TOUCH in text for text in life.told())
    life.act(agree, "Priya")
    assert "Sam has told me that your message has been dealt with" in life.told()[-1]


@pytest.mark.parametrize("topic", ["danger", "domestic"])
def test_of_a_closing_nothing_goes_out_where_it_is_not_safe(life: Life, topic: str) -> None:
    life.raises("soon", topic)
    life.act(acknowledge, "Sam")

    def marked(connection: Connection) -> None:
        promises.mark_told(connection, life.flag().id, life.now)
        if topic == "danger":
            preferences.keep_preference(connection, life.person, "safe_here", "no")

    life.does(marked)
    before = len(life.told())
    life.act(close, "Sam", "not_needed", "")
    assert len(life.told()) == before
    assert life.happened()[-1] == "not told of closing"
    assert ended(life)[-1] == "replaced"


def test_of_a_promise_that_they_were_never_told_they_hear_nothing(life: Life) -> None:
    life.raises("routine", "domestic")
    life.act(acknowledge, "Sam")
    life.act(close, "Sam", "not_needed", "")
    assert life.told() == []
    assert life.happened()[-1] == "closed"


def test_somebody_who_was_in_touch_closes_without_a_word_to_the_participant(life: Life) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    life.act(contacted, "Sam")
    before = len(life.told())
    life.act(close, "Sam", "referred_on", "")
    assert len(life.told()) == before


def test_a_contact_before_it_was_opened_again_does_not_count(life: Life) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    life.act(contacted, "Sam")
    life.act(close, "Sam", "spoke", "")
    life.act(reopen, "Kim")
    life.act(acknowledge, "Sam")
    life.act(close, "Sam", "not_needed", "")
    assert "has been dealt with" in life.told()[-1]


def test_the_most_pressing_open_flag_says_who_has_seen_the_message(life: Life) -> None:
    life.raises("urgent", "conduct", about=("Lee",))
    life.act(acknowledge, "Priya")
    life.does(lambda c: _another(life, c))
    assert len(life.rows(FLAG)) == 2
    assert asks(life).startswith("Priya has seen your message and will be in touch by")


def test_what_was_closed_a_moment_ago_is_not_denied(life: Life) -> None:
    life.raises("soon", "conduct", about=("Lee",))
    life.act(acknowledge, "Priya")
    life.act(close, "Priya", "spoke", "")
    life.does(lambda c: _another(life, c))
    said = asks(life)
    assert "Priya has told me that they have been in touch with you." in said
    assert "seen the rest of what you wrote" in said
    assert "that they have seen it" not in said
    life.later(days=2)
    assert "that they have seen it" in asks(life)


def test_of_a_flag_closed_without_contact_no_contact_is_claimed(life: Life) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    life.act(close, "Sam", "not_needed", "")
    life.raises("soon")
    said = asks(life)
    assert "Sam has seen one of your messages." in said
    assert "been in touch" not in said


def test_whoever_asks_when_all_is_closed_hears_what_came_of_it(scene: Scene) -> None:
    sam = scene.staff("Sam", chat="901")
    scene.participant(sam, chat="501")
    asked = "has anyone seen my message?"
    assert "been in touch" not in scene.writes("501", asked).text
    scene.writes("501", "I want to die")
    scene.staff_presses("901", "Acknowledge")
    scene.staff_presses("901", "Open to read")
    for press in ("I have been in touch", "Close", "Spoke", "Close it without"):
        scene.staff_presses("901", press)
    said = scene.writes("501", asked).text
    assert said.startswith("Sam has told me that they have been in touch with you.")
    scene.later(hours=25)
    assert "been in touch" not in scene.writes("501", asked).text


def _another(life: Life, connection: Connection) -> None:
    """A second flag that nobody has taken on, which presses less."""
    flags.add_flag(
        connection,
        project_id=life.project,
        person_id=life.person,
        channel_id=life.channel,
        level="routine",
        topic="low",
        next_at=life.now,
        opened_at=life.now,
        acknowledge_by=life.now + timedelta(hours=4),
        contact_by=life.now + timedelta(days=1),
    )
