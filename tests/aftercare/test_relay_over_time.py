"""A chat over time: nobody answers, nobody writes any more, somebody else takes it over."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import update
from sqlmodel import SQLModel

from bot.composing import compose
from bot.settings import Settings
from tests.aftercare.chat_scene import ME, PRIYA, SAM, heard_by, person, says, ticks, types
from tests.checkins.scene import Scene


def test_a_chat_ends_after_an_hour_in_which_nobody_writes(talking: Scene) -> None:
    talking.later(minutes=30)
    talking.writes(ME, "I am still here")
    says(talking, "Sam", "So am I")
    talking.later(minutes=59)
    ticks(talking)
    assert talking.rows("relay")[-1]["ended_at"] is None
    talking.later(minutes=1)
    ticks(talking)
    assert talking.rows("relay")[-1]["ending"] == "quiet"
    assert talking.last(ME).text.startswith("Sam has left the chat. Shall we go on")
    assert "Nobody had written for a while." in talking.last(SAM).text


def test_whoever_waits_for_an_answer_hears_it_and_so_does_the_facilitator(talking: Scene) -> None:
    talking.writes(ME, "are you there")
    talking.later(minutes=10)
    ticks(talking)
    assert "is waiting for your answer" in talking.last(SAM).text
    assert talking.last(ME).text.startswith("Sam has not answered yet.")
    before = len(talking.screens(SAM))
    talking.later(minutes=10)
    ticks(talking)
    assert len(talking.screens(SAM)) == before


def test_words_without_an_answer_alert_again_when_the_chat_ends(talking: Scene) -> None:
    talking.writes(ME, "please come back")
    talking.later(minutes=60)
    ticks(talking)
    assert "I am sorry that you had no answer" in talking.last(ME).text
    reasons = [row["reason"] for row in talking.rows("flag_signal")]
    assert reasons[-1] == "wrote in the chat and has had no answer"
    assert talking.screens(SAM)[-1].kind == "alert"


def test_a_flag_that_goes_to_somebody_else_takes_the_chat_along(talking: Scene) -> None:
    talking.writes(ME, "I would like to talk about Monday")
    flag = SQLModel.metadata.tables["flag"]
    priya = person(talking, "Priya").id
    talking.database.transact_now(
        lambda connection: connection.execute(update(flag).values(owner_id=priya))
    )
    ticks(talking)
    assert talking.last(ME).text.startswith("Sam has left the chat. Priya is here now")
    assert talking.last(SAM).text.endswith("goes on with Priya.")
    assert "I would like to talk about Monday" in talking.last(PRIYA).text
    talking.writes(ME, "Hello Priya")
    assert talking.last(PRIYA).text.endswith("\u201cHello Priya\u201d")
    assert types(talking, "Sam", "one more thing") is None
    types(talking, "Priya", "Hello to you")
    assert talking.last(ME).text == "Priya: Hello to you"


def test_a_round_and_a_reminder_wait_until_the_chat_is_over(talking: Scene) -> None:
    before = len(talking.screens(ME))
    talking.round("weekly-wellbeing")
    assert len(talking.screens(ME)) == before
    assert talking.rows("invitation")[-1]["status"] == "planned"


def test_two_workers_at_once_remind_and_end_a_chat_once(talking: Scene) -> None:
    """(seen where two schedulers ran on one store: everything fired twice)"""
    talking.writes(ME, "are you there")
    talking.later(minutes=10)
    talking.all_sent()
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda _: ticks(talking), range(2)))
    assert sum("is waiting for your answer" in text for text in heard_by(talking, SAM)) == 1
    talking.later(minutes=50)
    with ThreadPoolExecutor(2) as workers:
        list(workers.map(lambda _: ticks(talking), range(2)))
    ticks(talking)
    assert sum(text.startswith("Sam has left") for text in heard_by(talking, ME)) == 1
    reasons = [row["reason"] for row in talking.rows("flag_signal")]
    assert reasons.count("wrote in the chat and has had no answer") == 1


def test_how_long_a_chat_may_be_silent_is_a_setting() -> None:
    assert compose(Settings(relay_quiet_s=60)).limits.chat_quiet_s == 60
