""" "Is it safe for us to write to you here, and when?" is obeyed by what goes out unasked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select
from sqlmodel import SQLModel

from bot.aftercare.safe_to_message import (
    PARTS,
    _next_safe,
    note_safe_here,
    safe_words,
    when_to_write,
)
from bot.checkins.asking_again import ask_again
from bot.rounds.rounds import send_due
from bot.texts import texts_for
from storage import contacts
from storage.contacts import Contact
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.checkins.scene import Scene

LONDON = "Europe/London"
PART = files("flows.library").joinpath("parts/get-in-touch.yaml").read_text("utf-8")
ALL = tuple(f"{day}_{part}" for day in ("weekday", "weekend") for part in PARTS)


@pytest.fixture
def known(scene: Scene) -> Scene:
    """A named facilitator, a lead, and a participant who is in nothing."""
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    return scene


def says(scene: Scene, *answers: str) -> None:
    """Answers "is it safe" in a check-in of its own, and leaves nothing open."""
    if not any(row["flow"] == "safe" for row in scene.rows("flow_version")):
        scene.asks(PART.replace("flow: get-in-touch", "flow: safe", 1))
    else:
        scene.round("safe")
    scene.presses(ME, "This week")
    scene.presses(ME, "A message here")
    scene.presses(ME, "Any time of day")
    for answer in answers:
        scene.presses(ME, answer)
    while "Carry on" in [one.label for one in scene.last(ME).choices]:
        scene.presses(ME, "Carry on")


def contact(scene: Scene) -> Contact:
    def work(connection: Connection) -> Contact:
        found = contacts.find_contact(connection, "participant", "telegram", ME)
        assert found is not None
        return found

    return scene.database.read_now(work)


def said_since(scene: Scene, before: int) -> list[str]:
    return [screen.text for screen in scene.screens(ME)[before:]]


def waiting(scene: Scene, kind: str) -> list[datetime]:
    outbox = SQLModel.metadata.tables["outbox"]
    return scene.database.read_now(
        lambda connection: [
            row.due_at
            for row in connection.execute(
                select(outbox.c.due_at).where(outbox.c.kind == kind, outbox.c.status == "pending")
            )
        ]
    )


def test_somebody_for_whom_it_is_not_safe_hears_nothing_unasked(known: Scene) -> None:
    says(known, "No")
    known.staff_presses(SAM, "Acknowledge")
    assert "Sam has seen your message" in known.writes(ME, "has anyone seen it?").text
    before = len(known.screens(ME))
    known.round("weekly-wellbeing")
    for _ in range(6):
        known.later(hours=13)
        known.climbs()
    assert said_since(known, before) == []
    assert known.rows("invitation")[-1]["reason"] == "not_safe"


def test_without_an_answer_neutral_words_go_out(known: Scene) -> None:
    known.writes(ME, "I want to die")
    known.staff_presses(SAM, "Acknowledge")
    last = known.last(ME)
    assert last.text.startswith("Sam has seen your message")
    assert [one.label for one in last.controls] == ["Hide this"]


def test_what_is_said_unasked_waits_for_the_times_that_they_gave(known: Scene) -> None:
    says(known, "Only at some times", "Weekday evenings", "Done")
    known.staff_presses(SAM, "Acknowledge")
    (due_at,) = waiting(known, "seen")
    assert due_at == datetime(2026, 11, 24, 17, tzinfo=UTC)


def test_check_ins_wait_for_those_times_as_well(known: Scene) -> None:
    says(known, "Only at some times", "Weekend mornings", "Done")
    known.round("weekly-wellbeing")
    (invitation,) = [row for row in known.rows("invitation") if row["status"] == "planned"]
    assert invitation["due_at"] == datetime(2026, 11, 28, 8, tzinfo=UTC)
    known.now = datetime(2026, 11, 28, 8, tzinfo=UTC)
    known.database.transact_now(
        lambda connection: send_due(connection, known.services.conversations, known.now)
    )
    assert "questions about your week" in known.last(ME).text


def test_a_later_no_takes_back_what_waits(known: Scene) -> None:
    says(known, "Only at some times", "Weekday evenings", "Done")
    known.staff_presses(SAM, "Acknowledge")
    assert waiting(known, "seen")
    person = contact(known).person_id
    assert person is not None
    known.database.transact_now(
        lambda connection: note_safe_here(connection, person, "no", known.now)
    )
    assert waiting(known, "seen") == []


def test_times_in_their_own_words_are_kept_for_a_person_and_nothing_goes_out(
    known: Scene,
) -> None:
    says(known, "Only at some times", "At other times", "Done")
    known.writes(ME, "When my son is at school")
    before = len(known.screens(ME))
    known.staff_presses(SAM, "Acknowledge")
    known.round("weekly-wellbeing")
    assert said_since(known, before) == []
    assert waiting(known, "seen") == []


def test_a_check_in_that_was_asked_to_come_back_does_not_where_it_is_not_safe(
    known: Scene,
) -> None:
    says(known, "No")
    known.round("weekly-wellbeing")
    before = len(known.screens(ME))
    known.later(days=2)
    known.database.transact_now(lambda connection: ask_again(connection, known.now))
    assert said_since(known, before) == []


def test_harm_at_home_needs_a_yes_and_gets_neutral_words(known: Scene) -> None:
    known.writes(ME, "My husband hits me every night")
    before = len(known.screens(ME))
    known.staff_presses(SAM, "Acknowledge")
    assert said_since(known, before) == []
    says(known, "Yes, at any time")
    at = when_to_write(contact(known), known.now, topics={"domestic"}, since=known.now)
    assert at == known.now


def test_a_yes_from_long_before_they_told_of_harm_at_home_is_no_yes(known: Scene) -> None:
    says(known, "Yes, at any time")
    known.later(days=30)
    asked = contact(known)
    assert when_to_write(asked, known.now, topics={"domestic"}, since=known.now) is None
    assert when_to_write(asked, known.now, topics={"suicide"}, since=known.now) == known.now


def test_some_times_are_no_yes_about_harm_at_home(known: Scene) -> None:
    says(known, "Only at some times", "Weekday afternoons", "Done")
    assert when_to_write(contact(known), known.now, topics={"domestic"}, since=known.now) is None


def test_staff_read_when_it_is_safe(known: Scene) -> None:
    says(known, "Only at some times", "Weekday mornings", "Weekend evenings", "Done")
    assert safe_words(texts_for("en"), contact(known)) == (
        "They said that it is safe to write to them here only at these times: "
        "weekday mornings, 8 to 12, weekend evenings, 5 to 9."
    )


def test_the_times_of_before_do_not_outlive_a_new_answer(known: Scene) -> None:
    says(known, "Only at some times", "Weekday mornings", "Done")
    known.now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    says(known, "Only at some times", "Weekend mornings", "Done")
    assert contact(known).preferences["safe_when"] == ("weekend_morning",)


moments = st.datetimes(datetime(2026, 3, 20), datetime(2026, 11, 5)).map(
    lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)
)


@given(moments, st.sets(st.sampled_from(ALL), min_size=1))
def test_the_next_safe_time_is_the_first_minute_that_falls_into_one(
    now: datetime, times: set[str]
) -> None:
    """Compared with a walk, a quarter of an hour at a time, also over changes of the clocks."""

    def is_safe(at: datetime) -> bool:
        local = at.astimezone(ZoneInfo(LONDON))
        day = "weekend" if local.weekday() >= 5 else "weekday"
        return any(
            begins <= local.time() < ends and f"{day}_{part}" in times
            for part, (begins, ends) in PARTS.items()
        )

    found = _next_safe(tuple(times), now, LONDON)
    assert found is not None
    assert is_safe(found)
    walk = now
    while walk < found:
        assert not is_safe(walk)
        walk += timedelta(minutes=15)
