""" "Hide this": what was said goes out of the participant's sight, and the record stays."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select

from bot.checkins.chatlog import chat_lines
from bot.checkins.inbound import Inbound
from bot.delivery.lanes import Lane
from bot.delivery.outbox import claim
from bot.delivery.screen import Screen
from storage.outbox import release_lapsed
from storage.outbox_marks import mark_retry
from tests.aftercare.conftest import ME, SAM
from tests.checkins.scene import OUTBOX, Scene


def hidden(scene: Scene, table: str) -> list[object]:
    return [row["id"] for row in scene.rows(table) if row["hidden_at"] is not None]


def lines(scene: Scene) -> list[str]:
    person = next(row["id"] for row in scene.rows("person") if row["role"] == "participant")
    return [
        one.text
        for one in scene.database.read_now(
            lambda connection: chat_lines(connection, int(str(person)))
        )
    ]


def to_delete(scene: Scene) -> list[str]:
    """What the bot would delete now, as its channel gets it."""
    claimed = scene.database.transact_now(
        lambda connection: claim(
            connection, "participant", Lane.ALERT, limit=9, now=scene.now, lease_seconds=30
        )
    )
    return [one.target_remote_id or "" for one in claimed if one.act == "delete"]


@pytest.mark.parametrize(
    "words", ["hide this", "Hide", "please hide these messages", "delete my messages", "/hide"]
)
def test_typed_words_hide_both_sides_since_it_became_private(staffed: Scene, words: str) -> None:
    staffed.writes(ME, "7")
    ordinary = len(lines(staffed))
    staffed.later(minutes=1)
    staffed.sends(ME, "text", text="My husband hits me every night", message_id="31")
    staffed.later(minutes=1)
    staffed.sends(ME, "text", text=words, message_id="32")
    left = lines(staffed)
    assert len(left) == ordinary + 1
    assert left[-1] == "That is done. When you want to go on, write: carry on."
    assert "husband" not in "".join(left)
    assert "999" not in "".join(left[1:])
    (ids,) = to_delete(staffed)
    assert ids.split() == ["9", "~32", "~31"]


def test_the_facilitator_still_reads_what_was_said(staffed: Scene) -> None:
    staffed.writes(ME, "My husband hits me every night")
    staffed.presses(ME, "Hide this")
    staffed.staff_presses(SAM, "Open")
    assert "My husband hits me every night" in staffed.last(SAM).text


def test_every_message_about_a_flag_has_the_button(staffed: Scene) -> None:
    for said in (
        staffed.writes(ME, "help"),
        staffed.writes(ME, "talk"),
        staffed.presses(ME, "Someone other than Sam"),
    ):
        labels = [one.label for screen in staffed.screens(ME) for one in screen.controls]
        assert "Hide this" in labels, said.text
    signposts = [one for one in staffed.screens(ME) if one.kind == "signpost"]
    assert signposts
    assert all(one.controls[-1].label == "Hide this" for one in signposts)


def test_the_answer_gives_nothing_away_and_has_no_numbers(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")
    said = staffed.presses(ME, "Hide this")
    assert said == Screen(text="That is done. When you want to go on, write: carry on.")


def test_the_check_in_goes_on_where_it_was(staffed: Scene) -> None:
    staffed.writes(ME, "7")
    asked = staffed.last(ME).text
    staffed.writes(ME, "I want to die")
    staffed.writes(ME, "hide this")
    assert asked.partition("\n")[0] in staffed.writes(ME, "carry on").text


def test_words_that_need_a_person_are_never_taken_for_it(staffed: Scene) -> None:
    said = staffed.writes(ME, "hide me, he is going to kill me")
    assert "999" in said.text or "999" in "".join(one.text for one in staffed.screens(ME))
    assert hidden(staffed, "outbox") == []


def test_without_anything_private_only_the_newest_goes(staffed: Scene) -> None:
    before = lines(staffed)
    staffed.later(minutes=1)
    staffed.writes(ME, "7")
    staffed.later(minutes=1)
    staffed.writes(ME, "hide this")
    assert lines(staffed)[:-1] == before


def test_what_was_to_go_out_does_not_any_more(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")  # nothing of the answer has gone out yet
    inbound = Inbound("participant", "900", ME, "press", press="0:0:~hide")
    staffed.database.transact_now(
        lambda connection: staffed.services.receiver.receive(connection, inbound, staffed.now)
    )
    unsent = [row for row in staffed.rows("outbox") if row["status"] == "stale"]
    assert {row["problem"] for row in unsent} == {"hidden"}
    assert "999" not in "".join(lines(staffed)[1:])


def test_what_is_on_its_way_is_taken_away_once_it_has_arrived(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")

    def leave(connection: Connection) -> list[int]:
        sent = claim(
            connection, "participant", Lane.ALERT, limit=9, now=staffed.now, lease_seconds=30
        )
        inbound = Inbound("participant", "900", ME, "press", press="0:0:~hide")
        staffed.services.receiver.receive(connection, inbound, staffed.now)
        return [one.outbox_id for one in sent]

    on_their_way = staffed.database.transact_now(leave)
    assert on_their_way
    staffed.database.transact_now(
        lambda connection: connection.execute(
            OUTBOX.update()
            .where(OUTBOX.c.id.in_(on_their_way))
            .values(status="sent", remote_id="55")
        )
    )
    staffed.later(seconds=41)
    assert any("55" in ids.split() for ids in to_delete(staffed))


@pytest.mark.parametrize("crashed", [False, True])
def test_what_was_on_its_way_and_did_not_arrive_is_not_tried_again(
    staffed: Scene, crashed: bool
) -> None:
    staffed.writes(ME, "I want to die")

    def work(connection: Connection) -> None:
        sent = claim(
            connection, "participant", Lane.ALERT, limit=9, now=staffed.now, lease_seconds=30
        )
        inbound = Inbound("participant", "900", ME, "press", press="0:0:~hide")
        staffed.services.receiver.receive(connection, inbound, staffed.now)
        for one in sent:
            if crashed:
                release_lapsed(connection, one.bot, staffed.now, orphaned=True)
            else:
                mark_retry(connection, one.outbox_id, one.tries, staffed.now, "not sent")

    staffed.database.transact_now(work)
    (signpost,) = [row for row in staffed.rows("outbox") if row["kind"] == "signpost"]
    assert signpost["status"] == "stale"


def test_an_older_message_about_a_flag_goes_too(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")
    signpost = next(row["id"] for row in staffed.rows("outbox") if row["kind"] == "signpost")
    staffed.later(days=5)
    staffed.writes(ME, "hide this")
    assert signpost in hidden(staffed, "outbox")


def test_somebody_unknown_can_hide_as_well(scene: Scene) -> None:
    scene.writes("777", "I want to die")
    assert scene.presses("777", "Hide this") == Screen(text="That is done.")
    assert hidden(scene, "outbox")


def test_staff_chats_are_never_touched(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")
    staffed.presses(ME, "Hide this")
    touched = staffed.database.read_now(
        lambda connection: (
            connection.execute(
                select(OUTBOX.c.bot).where(OUTBOX.c.hidden_at.is_not(None)).distinct()
            )
            .scalars()
            .all()
        )
    )
    assert list(touched) == ["participant"]


@pytest.mark.parametrize(
    "words", ["hello", "stop", "who has seen it", "is anyone there", "carry on", "ok"]
)
def test_after_hiding_no_word_by_itself_brings_it_back(staffed: Scene, words: str) -> None:
    staffed.writes(ME, "im frightened of sam")
    staffed.writes(ME, "hide this")
    before = len(staffed.screens(ME))
    staffed.writes(ME, words)
    said = "".join(screen.text for screen in staffed.screens(ME)[before:])
    for gives_away in ("Sam", "Priya", "116 123", "in touch", "not forgotten", "have told", "seen"):
        assert gives_away not in said, said


def test_after_hiding_nothing_goes_out_unasked_about_it(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")
    staffed.writes(ME, "hide this")
    before = len(staffed.screens(ME))
    staffed.staff_presses(SAM, "Acknowledge")
    assert len(staffed.screens(ME)) == before


def test_after_hiding_the_news_is_shown_to_whoever_asks_to_be_shown(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")
    staffed.staff_presses(SAM, "Acknowledge")
    staffed.writes(ME, "hide this")
    asked = staffed.writes(ME, "who has seen it").text
    assert "If there is any news, I can show it here. To see it, write: show me." in asked
    shown = staffed.writes(ME, "show me")
    assert shown.text.startswith("Sam has seen your message")
    assert [one.label for one in shown.controls] == ["Hide this"]
    assert "Sam" not in staffed.writes(ME, "hello").text


def test_after_hiding_something_new_is_answered_as_always(staffed: Scene) -> None:
    staffed.writes(ME, "I want to die")
    staffed.writes(ME, "hide this")
    staffed.later(minutes=5)
    before = len(staffed.screens(ME))
    staffed.writes(ME, "I am going to kill myself tonight")
    assert "999" in "".join(screen.text for screen in staffed.screens(ME)[before:])
    assert "Sam" in staffed.writes(ME, "who has seen it").text
