"""Taking in what participants send: once, in order, never lost, always answered."""

from __future__ import annotations

import pytest

from bot.checkins.inbound import Inbound
from tests.checkins.scene import Scene

ME = "501"


def answers(scene: Scene) -> list[tuple[object, object, object]]:
    return [
        (row["step"], row["value"], row["status"])
        for row in scene.rows("answer")
        if row["withdrawn_at"] is None
    ]


def in_check_in(scene: Scene) -> None:
    """A participant at the first question of `after-session`."""
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.round()


def test_an_update_that_comes_twice_is_applied_once(scene: Scene) -> None:
    """Retried webhooks made rows twice elsewhere (chatwoot 15450)."""
    in_check_in(scene)
    press = Inbound("participant", "9000", ME, "press", press=scene.button(ME, "7").press)
    assert scene.receives(press)
    sent = len(scene.screens(ME))
    assert not scene.receives(press)
    assert len(scene.screens(ME)) == sent
    assert [row for row in answers(scene) if row[0] == "heard"] == [("heard", "7", "answered")]


def test_the_same_update_id_at_two_bots_is_two_updates(scene: Scene) -> None:
    """Keying without the bot dropped real messages elsewhere (open-chat-studio 4288)."""
    in_check_in(scene)
    scene.receives(Inbound("participant", "4288", ME, "text", text="7"))
    assert scene.staff_sends("900", "command", text="flags")
    person = scene.rows("person")[1]
    assert scene.receives(Inbound("web", "4288", str(person["id"]), "text", text="6"))


def test_three_photos_at_once_get_one_reply(scene: Scene) -> None:
    """Three photos gave three replies elsewhere (glific 3592)."""
    in_check_in(scene)
    before = len(scene.screens(ME))
    for _ in range(3):
        scene.sends(ME, "media", media="photo", album="album-1")
    assert len(scene.screens(ME)) == before + 1
    assert not [row for row in answers(scene) if row[0] == "heard"]


def test_a_burst_of_messages_is_one_answer(scene: Scene) -> None:
    in_check_in(scene)
    for _ in range(12):
        if scene.last(ME).typed:
            break
        scene.presses(ME, "Skip")
    burst = Inbound(
        "participant",
        "7001",
        ME,
        "text",
        text="it was good",
        burst=(("7002", "but too long"), ("7003", "and cold")),
    )
    assert scene.receives(burst)
    kept = [row for row in scene.rows("answer") if row["text_sealed"] is not None]
    assert len(kept) == 1
    for update_id in ("7001", "7002", "7003"):
        again = Inbound("participant", update_id, ME, "text", text="it was good")
        assert not scene.receives(again)


def test_the_part_of_a_burst_that_is_new_is_taken_when_the_rest_comes_again(scene: Scene) -> None:
    in_check_in(scene)
    scene.receives(Inbound("participant", "7001", ME, "text", text="hello"))
    again = Inbound("participant", "7001", ME, "text", text="hello", burst=(("7002", "7"),))
    assert scene.receives(again)
    assert ("heard", "7", "answered") in answers(scene)


def test_words_sent_before_the_question_was_are_no_answer_to_it(scene: Scene) -> None:
    in_check_in(scene)
    scene.presses(ME, "7")
    # The next question is still in the outbox: nobody has seen it.
    early = Inbound("participant", "7101", ME, "text", text="3")
    scene.database.transact_now(
        lambda connection: scene.services.receiver.receive(connection, early, scene.now)
    )
    assert len([row for row in answers(scene) if row[1] is not None and row[0] != "consent"]) == 1
    assert "kept what you wrote" in scene.last(ME).text


def test_back_and_a_changed_answer_replace_the_first(scene: Scene) -> None:
    """No back and no edit elsewhere (typebot 251)."""
    in_check_in(scene)
    first = scene.last(ME).text
    scene.presses(ME, "7")
    scene.presses(ME, "Go back")
    assert first.split("\n")[-1] in scene.last(ME).text
    scene.presses(ME, "2")
    assert [row for row in answers(scene) if row[0] == "heard"] == [("heard", "2", "answered")]


def test_a_press_on_an_old_question_changes_nothing_and_shows_the_current_one(
    scene: Scene,
) -> None:
    """An old keyboard was taken for the current question elsewhere."""
    in_check_in(scene)
    old = scene.button(ME, "3").press
    scene.presses(ME, "7")
    current = scene.last(ME).text
    scene.sends(ME, "press", press=old, message_id="5")
    assert current in scene.last(ME).text
    assert [row for row in answers(scene) if row[0] == "heard"] == [("heard", "7", "answered")]


def test_a_double_press_is_one_answer_and_one_reply(scene: Scene) -> None:
    in_check_in(scene)
    press = scene.button(ME, "7").press
    scene.sends(ME, "press", press=press, message_id="5")
    sent = len(scene.screens(ME))
    scene.sends(ME, "press", press=press, message_id="5")
    assert len(scene.screens(ME)) == sent
    assert [row for row in answers(scene) if row[0] == "heard"] == [("heard", "7", "answered")]


def test_a_button_of_an_ended_check_in_says_that_it_is_over(scene: Scene) -> None:
    """Old buttons were dead after a restart elsewhere (aiogram_dialog 347)."""
    in_check_in(scene)
    old = scene.button(ME, "3").press
    scene.presses(ME, "Stop")
    scene.sends(ME, "press", press=old, message_id="5")
    assert "is over" in scene.last(ME).text


def test_talk_on_an_old_button_still_counts(scene: Scene) -> None:
    in_check_in(scene)
    old = scene.button(ME, "I want to talk").press
    scene.presses(ME, "Stop")
    scene.sends(ME, "press", press=old, message_id="5")
    assert [row["topic"] for row in scene.rows("flag")] == ["contact"]
    assert "116 123" in scene.last(ME).text


def test_the_answer_is_shown_on_the_message_that_was_pressed(scene: Scene) -> None:
    in_check_in(scene)
    scene.presses(ME, "7")
    echo = scene.screens(ME, act="edit")[-1]
    assert "You said: 7 out of 10" in echo.text
    assert not echo.choices


def test_a_sensitive_answer_is_not_shown_on_the_message(scene: Scene) -> None:
    in_check_in(scene)
    while "feel safe right now" not in scene.last(ME).text:
        scene.presses(ME, "Skip")
    before = len(scene.screens(ME, act="edit"))
    scene.presses(ME, "Yes")
    assert len(scene.screens(ME, act="edit")) == before


def test_answers_outside_the_scale_are_asked_again_kindly(scene: Scene) -> None:
    in_check_in(scene)
    for typed in ("11", "-1", "100"):
        assert "not on the scale" in scene.writes(ME, typed).text
    scene.writes(ME, "0")
    assert ("heard", "0", "answered") in answers(scene)


@pytest.mark.parametrize(
    "text",
    [
        "x" * 4096,
        "\U0001f600" * 300,
        "\u0645\u0631\u062d\u0628\u0627 \u0643\u064a\u0641",
        "\u202eabc",
        "{{ 7 }}",
        "%(who)s",
    ],
)
def test_any_text_gets_an_answer(scene: Scene, text: str) -> None:
    in_check_in(scene)
    before = len(scene.screens(ME))
    scene.writes(ME, text)
    assert len(scene.screens(ME)) > before


@pytest.mark.parametrize("media", ["photo", "voice", "video", "document"])
def test_what_cannot_be_read_is_said_kindly_and_a_person_is_told(scene: Scene, media: str) -> None:
    in_check_in(scene)
    scene.sends(ME, "media", media=media)
    assert "I can only read words" in scene.last(ME).text
    assert [row["level"] for row in scene.rows("flag")] == ["routine"]


def test_a_sticker_raises_no_flag(scene: Scene) -> None:
    in_check_in(scene)
    scene.sends(ME, "media", media="sticker")
    assert "only read words" in scene.last(ME).text
    assert not scene.rows("flag")


def test_a_group_chat_is_told_to_write_in_private(scene: Scene) -> None:
    scene.participant(chat=ME)
    scene.sends("-100", "group", text="hello all")
    assert "one to one" in scene.last("-100").text


@pytest.mark.parametrize("code", ["AAAAA-22222", "nonsense", "\U0001f600"])
def test_an_unknown_code_is_answered_with_what_to_do_and_whom_to_call(
    scene: Scene, code: str
) -> None:
    scene.sends("777", "join", text=code)
    assert "do not know this code" in scene.last("777").text
    assert "999" in scene.last("777").text


def test_a_used_code_lets_nobody_else_in(scene: Scene) -> None:
    scene.participant(chat=ME)
    scene.sends("778", "join", text=scene.code)
    assert "used before" in scene.last("778").text
    assert [row["person_id"] for row in scene.rows("channel")][-1] is None


def test_pressing_the_link_twice_is_no_problem(scene: Scene) -> None:
    scene.participant(chat=ME, agreed=False)
    scene.sends(ME, "join", text=scene.code)
    assert "Yes" in [button.label for button in scene.last(ME).choices] or scene.last(ME).choices


def test_a_code_can_be_typed_without_a_command(scene: Scene) -> None:
    scene.participant()
    scene.writes("779", scene.code.lower().replace("-", " "))
    assert scene.last("779").choices


def test_an_expired_code_says_so(scene: Scene) -> None:
    scene.participant()
    scene.later(days=91)
    scene.sends("780", "join", text=scene.code)
    assert "too old" in scene.last("780").text


def test_an_update_that_keeps_failing_is_kept_sealed_and_answered_honestly(scene: Scene) -> None:
    scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.database.transact_now(
        lambda connection: scene.services.receiver.set_aside(
            connection, "participant", "66", ME, '{"words": "planted"}', scene.now
        )
    )
    row = next(row for row in scene.rows("inbound_update") if row["update_id"] == "66")
    assert row["status"] == "set_aside"
    assert b"planted" not in bytes(row["body_sealed"])  # type: ignore[call-overload]
    assert "I could not read your last message" in scene.last(ME).text
    assert [flag["level"] for flag in scene.rows("flag")] == ["soon"]


def test_stop_ends_the_check_in_and_start_comes_back(scene: Scene) -> None:
    in_check_in(scene)
    assert "I have stopped" in scene.writes(ME, "STOP please").text
    scene.round()
    assert "I have stopped" in scene.last(ME).text
    scene.sends(ME, "join")
    scene.round()
    assert scene.last(ME).choices


def test_a_paused_check_in_goes_on_where_it_was(scene: Scene) -> None:
    in_check_in(scene)
    scene.presses(ME, "7")
    question = scene.last(ME).text
    assert "I will ask again" in scene.presses(ME, "Later").text
    assert question in scene.presses(ME, "Carry on").text


def test_a_refusal_of_consent_means_no_check_ins(scene: Scene) -> None:
    scene.participant(chat=ME, agreed=False)
    scene.presses(ME, "No")
    before = len(scene.screens(ME))
    scene.round()
    assert len(scene.screens(ME)) == before
    assert [row["reason"] for row in scene.rows("invitation")] == ["no_consent"]
