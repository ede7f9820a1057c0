"""Where people under 18 take part: Childline among the numbers, and words for them."""

from __future__ import annotations

import pytest

from bot.aftercare.help_numbers import HelpNumbers, ProjectNumbers
from storage.projects import state_under_18s, under_18s_of, under_18s_take_part
from tests.aftercare.conftest import ME, SAM
from tests.checkins.scene import Scene

CHILDLINE = "Childline, for anyone under 19: 0800 1111"
GROWN_UP = "ask a grown-up you trust"
URGENT, SOON = "I am going to kill myself tonight", "I was abused by my uncle"


def states(scene: Scene, *, take_part: bool) -> None:
    scene.database.transact_now(
        lambda connection: state_under_18s(connection, scene.project, take_part=take_part)
    )


@pytest.fixture
def young(staffed: Scene) -> Scene:
    states(staffed, take_part=True)
    return staffed


def keys(scene: Scene, project: int | None, topic: str = "") -> list[str]:
    numbers = HelpNumbers.load("en")
    found = scene.database.read_now(
        lambda connection: ProjectNumbers(numbers, connection, project).for_person("wales", topic)
    )
    return [one.key for one in found]


def test_it_is_not_stated_until_somebody_states_it(scene: Scene) -> None:
    def stated(project: int) -> bool | None:
        return scene.database.read_now(lambda connection: under_18s_of(connection, project))

    assert stated(scene.project) is None
    assert not scene.database.read_now(lambda connection: under_18s_take_part(connection, None))
    states(scene, take_part=True)
    assert stated(scene.project) is True
    assert scene.database.read_now(lambda connection: under_18s_take_part(connection, None))
    states(scene, take_part=False)
    assert stated(scene.project) is False
    assert not scene.database.read_now(lambda connection: under_18s_take_part(connection, None))


@pytest.mark.parametrize("topic", ["", "suicide", "domestic", "child"])
def test_childline_stands_once_right_behind_the_emergency_line(scene: Scene, topic: str) -> None:
    before = keys(scene, scene.project, topic)
    states(scene, take_part=True)
    found = keys(scene, scene.project, topic)
    assert found[:2] == ["emergency", "childline"]
    assert sorted({*before, "childline"}) == sorted(found)
    assert found[-1] == "relay-uk"
    assert keys(scene, None, topic) == found  # somebody unknown may be young
    assert keys(scene, scene.project + 1, topic) == before


@pytest.mark.parametrize("words", [URGENT, SOON, "I want to talk to someone", "help"])
def test_every_reply_with_numbers_has_childline(young: Scene, words: str) -> None:
    before = len(young.screens(ME))
    young.writes(ME, words)
    with_numbers = [s.text for s in young.screens(ME)[before:] if "116 123" in s.text]
    assert with_numbers
    assert all(CHILDLINE in text for text in with_numbers)


def test_so_have_the_replies_to_somebody_unknown_in_either_bot(young: Scene) -> None:
    for words in ("hello", URGENT):
        assert CHILDLINE in young.writes("777", words).text
        young.staff_sends("778", "text", text=words)
        assert CHILDLINE in young.last("778").text


def test_whoever_is_upset_is_told_to_have_a_grown_up_with_them(young: Scene) -> None:
    young.writes(ME, SOON)
    said = young.signpost(ME).text
    assert "It was right to tell. Are you under 18? You can ask a grown-up you trust" in said
    young.writes(ME, URGENT)
    said = young.signpost(ME).text
    assert "Are you under 18? Then ask a grown-up you trust to stay with you now." in said
    assert "call 999" in said


def test_whoever_only_asks_for_a_person_is_not_told_that_it_was_right_to_tell(young: Scene) -> None:
    young.writes(ME, "not Sam please, somebody else")
    said = young.signpost(ME).text
    assert "It was right to tell" not in said
    assert "Are you under 18? You can ask a grown-up you trust to be with you." in said


@pytest.mark.parametrize("stated", [None, False])
def test_where_no_young_people_take_part_nothing_is_worded_for_them(
    staffed: Scene, stated: bool | None
) -> None:
    if stated is not None:
        states(staffed, take_part=stated)
    for words in (SOON, URGENT, "help"):
        staffed.writes(ME, words)
    said = "\n".join(screen.text for screen in staffed.screens(ME))
    assert "Childline" not in said
    assert GROWN_UP not in said


def test_what_is_passed_on_is_said_to_young_people_before_they_are_asked_to_agree(
    scene: Scene,
) -> None:
    sam = scene.staff("Sam", chat=SAM)
    scene.participant(sam, chat=ME, agreed=False)
    states(scene, take_part=True)
    scene.participant(sam, chat="502", agreed=False)
    adult, young = ("\n".join(s.text for s in scene.screens(chat)) for chat in (ME, "502"))
    told = "We have to tell people whose job it is to keep young people safe."
    assert told in young
    assert young.index(told) < young.index("Would you like to take part?")
    assert "under 18" not in adult


@pytest.mark.parametrize(
    "words",
    [
        "He hits the little boy",
        "My stepdad hits my little brother",
        "The children next door are left alone all night",
        "I am 14 and my dad hits me",
        "I'm scared to go home, my mum's boyfriend touches me",
        "A man online asked me for naked pictures, I'm 13",
    ],
)
def test_harm_to_a_child_is_at_least_soon(staffed: Scene, words: str) -> None:
    staffed.writes(ME, words)
    [flag] = staffed.rows("flag")
    assert flag["level"] in ("soon", "urgent")


@pytest.mark.parametrize("words", ["My uncle touched me when I was ten", "I was abused as a child"])
def test_what_is_long_past_to_an_adult_is_not_to_a_young_person(staffed: Scene, words: str) -> None:
    staffed.writes(ME, words)
    [flag] = staffed.rows("flag")
    assert flag["level"] == "routine"
    states(staffed, take_part=True)
    staffed.writes(ME, words)
    assert [flag["level"] for flag in staffed.rows("flag")] == ["soon"]
    assert CHILDLINE in staffed.signpost(ME).text


def test_the_staff_bot_tells_of_a_strangers_past_harm_too(young: Scene) -> None:
    young.staff_sends("778", "text", text="My uncle touched me when I was ten")
    assert [flag["level"] for flag in young.rows("flag")] == ["soon"]


def test_feeling_low_is_no_more_pressing_where_young_people_take_part(young: Scene) -> None:
    young.writes(ME, "I feel so low today")
    [flag] = young.rows("flag")
    assert flag["level"] == "routine"
