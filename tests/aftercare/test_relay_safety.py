"""A chat is only begun where it may be safe, and words never go to the wrong person."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.aftercare.relay_desk import message_prompt, not_words
from bot.aftercare.relay_lines import ChatShown, chat_of_flag
from bot.aftercare.safe_to_message import note_safe_here
from bot.checkins.chatlog import chat_lines
from bot.checkins.inbound import Inbound
from bot.texts import texts_for
from storage.preferences import keep_preference
from tests.aftercare.chat_scene import (
    ME,
    PRIYA,
    SAM,
    ends,
    flag_of,
    heard_by,
    person,
    presses,
    says,
    ticks,
    types,
)
from tests.checkins.scene import Scene


def prefers(scene: Scene, **kept: str | tuple[str, ...]) -> None:
    """What the participant has answered about being written to."""
    me = next(row for row in scene.rows("person") if row["role"] == "participant")

    def work(connection: Connection) -> None:
        for name, value in kept.items():
            keep_preference(connection, int(str(me["id"])), name, value)
        if "safe_here" in kept:
            note_safe_here(connection, int(str(me["id"])), str(kept["safe_here"]), scene.now)
        if "safe_when" in kept:
            keep_preference(connection, int(str(me["id"])), "safe_when", kept["safe_when"])

    scene.database.transact_now(work)


def prompt(scene: Scene, name: str, flag_id: int | None = None) -> str:
    about, staff = flag_id or flag_of(scene), person(scene, name)
    return scene.database.read_now(
        lambda connection: message_prompt(connection, about, staff.id, scene.now)
    ).screen.text


def shown(scene: Scene, name: str, flag_id: int) -> ChatShown | None:
    staff = person(scene, name)
    return scene.database.read_now(
        lambda connection: chat_of_flag(connection, flag_id, staff.id, texts_for("en"), scene.now)
    )


def test_nothing_goes_to_somebody_who_said_that_it_is_not_safe(flagged: Scene) -> None:
    prefers(flagged, safe_here="no")
    before = len(flagged.screens(ME))
    assert "not safe to write to them here" in prompt(flagged, "Sam")
    assert not says(flagged, "Sam", "Hello").sent
    assert not says(flagged, "Sam", "Hello", sure=True).sent
    assert heard_by(flagged, ME, before) == []


def test_at_an_unsafe_time_the_facilitator_is_asked_first(flagged: Scene) -> None:
    prefers(flagged, safe_here="times", safe_when=("weekend_morning",))
    said = says(flagged, "Sam", "Hello, how are you?")
    assert not said.sent
    send, drop = said.screen.choices
    sent = presses(flagged, "Sam", send.press)
    assert sent is not None
    assert sent.text.startswith("Sent to ")
    assert flagged.last(ME).text.endswith("Sam: Hello, how are you?")
    again = presses(flagged, "Sam", send.press)
    assert again is not None
    assert again.text == "That message is not waiting any more."
    assert drop.label == "Do not send it"


def test_at_a_safe_time_nobody_is_asked(flagged: Scene) -> None:
    prefers(flagged, safe_here="times", safe_when=("weekday_afternoon",))
    assert says(flagged, "Sam", "Hello").sent


def test_nothing_is_written_about_harm_at_home_without_a_yes(staffed: Scene) -> None:
    staffed.writes(ME, "My husband hits me every night")
    staffed.staff_presses(SAM, "Acknowledge")
    before = len(staffed.screens(ME))
    assert "harm at home" in prompt(staffed, "Sam")
    assert not says(staffed, "Sam", "Hello", sure=True).sent
    assert len(staffed.screens(ME)) == before
    prefers(staffed, safe_here="yes")
    assert says(staffed, "Sam", "Hello").sent


def test_after_harm_at_home_the_end_of_a_chat_is_told_when_they_write(staffed: Scene) -> None:
    staffed.writes(ME, "I was abused by my uncle")
    says(staffed, "Sam", "Hello")
    staffed.writes(ME, "My husband hits me every night")
    staffed.later(minutes=30)
    before = len(staffed.screens(ME))
    ends(staffed, "Sam")
    assert len(staffed.screens(ME)) == before
    staffed.writes(ME, "hello")
    assert heard_by(staffed, ME, before)[0].startswith("Sam has left the chat.")


def test_two_chats_at_once_never_get_each_others_words(staffed: Scene) -> None:
    staffed.writes(ME, "I was abused by my uncle")
    first = flag_of(staffed)
    staffed.participant(person(staffed, "Sam"), chat="502")
    staffed.writes("502", "I was abused by my aunt")
    second = flag_of(staffed)
    says(staffed, "Sam", "Hello one", flag_id=first)
    staffed.later(seconds=5)
    says(staffed, "Sam", "Hello two", flag_id=second)
    staffed.later(seconds=5)
    types(staffed, "Sam", "still to two")
    assert staffed.last("502").text == "Sam: still to two"
    staffed.later(seconds=5)
    staffed.writes(ME, "a question from one")
    staffed.later(seconds=5)
    asked = types(staffed, "Sam", "an answer to one")
    assert asked is not None
    assert asked.text == "Who is this for? It has not been sent yet."
    assert staffed.last("502").text == "Sam: still to two"
    to_one = next(one for one in asked.choices if f"t:{first}:send" in one.press)
    presses(staffed, "Sam", to_one.press)
    assert staffed.last(ME).text == "Sam: an answer to one"
    assert staffed.last("502").text == "Sam: still to two"


def test_whom_to_answer_can_be_chosen_by_a_button(staffed: Scene) -> None:
    staffed.writes(ME, "I was abused by my uncle")
    first = flag_of(staffed)
    staffed.participant(person(staffed, "Sam"), chat="502")
    staffed.writes("502", "I was abused by my aunt")
    says(staffed, "Sam", "Hello one", flag_id=first)
    says(staffed, "Sam", "Hello two")
    staffed.later(seconds=5)
    staffed.writes(ME, "a question from one")
    answer = staffed.button(SAM, "Answer ")
    presses(staffed, "Sam", answer.press)
    staffed.later(seconds=5)
    types(staffed, "Sam", "an answer to one")
    assert staffed.last(ME).text == "Sam: an answer to one"


def test_after_a_long_pause_what_is_typed_is_not_sent_unasked(flagged: Scene) -> None:
    says(flagged, "Sam", "Hello")
    flagged.later(minutes=20)
    before = len(flagged.screens(ME))
    asked = types(flagged, "Sam", "Can anybody cover for me on Friday?")
    assert asked is not None
    assert asked.text.startswith("Who is this for?")
    dropped = presses(flagged, "Sam", asked.choices[-1].press)
    assert dropped is not None
    assert dropped.text == "It was not sent to anybody."
    assert len(flagged.screens(ME)) == before


def test_a_mistyped_command_is_not_passed_on(flagged: Scene) -> None:
    says(flagged, "Sam", "Hello")
    before = len(flagged.screens(ME))
    said = types(flagged, "Sam", "/caselod")
    assert said is not None
    assert said.text == "I do not know that command. It was not sent to anybody."
    assert len(flagged.screens(ME)) == before


def test_a_photo_of_staff_is_not_passed_on_and_they_hear_it(flagged: Scene) -> None:
    says(flagged, "Sam", "Hello")
    staff = person(flagged, "Sam")
    screen = flagged.database.read_now(lambda connection: not_words(connection, staff.id))
    assert screen is not None
    assert "has not reached anybody" in screen.text


def test_what_was_said_is_read_with_the_flag_and_not_by_those_whom_it_is_about(
    flagged: Scene,
) -> None:
    says(flagged, "Sam", "Hello there")
    flagged.writes(ME, "Hello Sam")
    seen = shown(flagged, "Priya", flag_of(flagged))
    assert seen is not None
    assert [(line.theirs, line.words) for line in seen.lines] == [
        (False, "Hello there"),
        (True, "Hello Sam"),
    ]
    assert (seen.by, seen.yours) == ("Sam", False)
    flagged.writes(ME, "Sam touched me and I did not want it")
    about_sam = flag_of(flagged)
    assert shown(flagged, "Sam", about_sam) is None


def test_what_was_said_in_a_chat_is_on_the_reading_list_until_it_is_answered(
    flagged: Scene,
) -> None:
    says(flagged, "Sam", "Hello there")
    flagged.writes(ME, "Something to read")
    unread = [row for row in flagged.rows("inbound_update") if row["reading"] == "unread"]
    assert unread
    says(flagged, "Sam", "I have read it")
    lines = {row["inbound_id"] for row in flagged.rows("relay_line")}
    left = [row for row in flagged.rows("inbound_update") if row["reading"] == "unread"]
    assert not [row for row in left if row["id"] in lines]


def test_nothing_that_was_said_stands_open_in_the_database(flagged: Scene) -> None:
    says(flagged, "Sam", "A very particular sentence")
    flagged.writes(ME, "Another particular sentence")
    stored = repr([flagged.rows(name) for name in ("relay_line", "inbound_update", "outbox")])
    assert "particular" not in stored


def test_somebody_who_has_not_joined_can_be_written_to(scene: Scene) -> None:
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.writes("777", "I am going to kill myself tonight")
    assert says(scene, "Priya", "I am here, and I am listening.").sent
    assert scene.screens("777")[-2].text.startswith("Priya is here now.")
    scene.writes("777", "thank you for answering")
    assert scene.last(PRIYA).text.endswith("\u201cthank you for answering\u201d")
    ends(scene, "Priya")
    assert scene.last("777").text.startswith("Priya has left the chat.")


def test_on_the_web_the_form_of_the_question_is_away_while_a_person_is_there(
    scene: Scene,
) -> None:
    sam = scene.staff("Sam", chat=SAM)
    me = scene.participant(sam)
    code = scene.code
    receiver = scene.services.receiver
    scene.database.transact_now(
        lambda connection: receiver.join_by_link(connection, code, scene.now)
    )
    inbound = Inbound("web", "w1", str(me.id), "text", text="I was abused by my uncle")
    scene.receives(inbound)
    says(scene, "Sam", "Hello")
    lines = scene.database.read_now(lambda connection: chat_lines(connection, me.id))
    assert lines[-1].text.endswith("Sam: Hello")
    assert not any(line.current for line in lines)
    ends(scene, "Sam")
    lines = scene.database.read_now(lambda connection: chat_lines(connection, me.id))
    assert lines[-1].current
    assert ticks(scene) == 0


def test_hidden_words_of_a_chat_are_out_of_sight_and_kept_for_staff(flagged: Scene) -> None:
    says(flagged, "Sam", "Hello there")
    flagged.writes(ME, "hide this")
    hidden = [row for row in flagged.rows("outbox") if row["kind"] == "relay"]
    assert hidden[0]["hidden_at"] is not None
    seen = shown(flagged, "Sam", flag_of(flagged))
    assert seen is not None
    assert seen.lines[0].words == "Hello there"
