"""Changing the rota, by hand and in the staff bot."""

from __future__ import annotations

from datetime import date, time

import pytest

from bot.aftercare.rota_changes import CannotChangeRota
from bot.texts import texts_for
from tests.aftercare.conftest import PRIYA, SAM
from tests.aftercare.rota_scene import RotaScene
from tests.checkins.scene import Scene

LEE = "903"


@pytest.fixture
def rota(scene: Scene) -> RotaScene:
    return RotaScene(scene)


def refused(rota: RotaScene, problem: CannotChangeRota) -> str:
    assert not rota.scene.rows("rota_cover")
    return problem.words(texts_for("en"))


def test_somebody_whom_no_alert_reaches_cannot_be_put_on_the_rota(rota: RotaScene) -> None:
    """(seen in oncall 1326: the one on call had no way to be notified)"""
    lee = rota.scene.staff("Lee")
    with pytest.raises(CannotChangeRota) as caught:
        rota.put(lee)
    assert refused(rota, caught.value).startswith("Lee cannot be reached")
    assert not rota.scene.rows("rota_shift")


def test_nobody_is_asked_to_cover_who_cannot_be_reached_or_is_away(rota: RotaScene) -> None:
    sam, lee = rota.scene.staff("Sam", chat=SAM), rota.scene.staff("Lee")
    priya = rota.scene.staff("Priya", chat=PRIYA)
    rota.put(sam)
    night = ("2026-11-25T17:00", "2026-11-26T09:00")
    with pytest.raises(CannotChangeRota, match="unreachable"):
        rota.cover(sam, lee, *night)
    rota.away(priya, "2026-11-26T08:00")
    with pytest.raises(CannotChangeRota, match="away"):
        rota.cover(sam, priya, *night)


@pytest.mark.parametrize(
    ("begins", "ends", "problem"),
    [
        ("2026-11-25T10:00", "2026-11-25T16:00", "not on"),
        ("2026-11-25T18:00", "2026-11-25T18:00", "backwards"),
        ("2026-11-23T18:00", "2026-11-24T09:00", "past"),
    ],
)
def test_a_cover_must_be_for_a_shift_to_come(
    rota: RotaScene, begins: str, ends: str, problem: str
) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    priya = rota.scene.staff("Priya", chat=PRIYA)
    rota.put(sam)
    with pytest.raises(CannotChangeRota) as caught:
        rota.cover(sam, priya, begins, ends)
    assert caught.value.problem == problem
    with pytest.raises(CannotChangeRota, match="themselves"):
        rota.cover(sam, sam, "2026-11-25T18:00", "2026-11-26T09:00")


def test_a_shift_ends_after_it_begins_and_has_a_weekday(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    with pytest.raises(CannotChangeRota, match="no days"):
        rota.put(sam, weekdays=())
    with pytest.raises(CannotChangeRota, match="backwards"):
        rota.put(sam, last_day=date(2026, 10, 1))


def test_oncall_says_who_is_there_who_comes_next_and_what_is_missing(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    priya = rota.scene.staff("Priya", "coordinator", chat=PRIYA)
    assert "There is no rota" in rota.command(sam, "oncall").text
    rota.put(sam, starts=time(9), ends=time(17))
    rota.put(priya, place="second", starts=time(9), ends=time(20), weekdays=(1,))
    said = rota.command(sam, "oncall").text
    assert "On call now: Sam." in said
    assert "Second on call: Priya." in said
    assert "Sam: from 9 am tomorrow to 5 pm tomorrow" in said
    assert "from 8 pm today to 9 am tomorrow" in said.partition("Nobody is on call")[2]


def test_a_shift_is_swapped_by_asking_a_colleague_who_says_yes(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    priya = rota.scene.staff("Priya", chat=PRIYA)
    rota.scene.staff("Lee")
    rota.put(sam, weekdays=(2,))
    which = rota.command(sam, "swap")
    whom = rota.press(sam, which, "Wed 25 Nov, 5 pm to 9 am")
    assert [one.label for one in whom.choices] == ["Priya"]
    assert "you are still on call" in rota.press(sam, whom, "Priya").text
    asked = rota.scene.last(PRIYA)
    assert "Sam asks you to be on call in their place, from 5 pm tomorrow" in asked.text
    rota.scene.now = rota.scene.now.replace(day=25, hour=20)
    assert "Sam" in rota.command(sam, "oncall").text.splitlines()[0]
    assert "Thank you" in rota.press(priya, asked, "Yes").text
    assert "Priya will be on call in your place" in rota.scene.last(SAM).text
    assert rota.command(sam, "oncall").text.startswith("On call now: Priya.")
    assert "answered" in rota.press(priya, asked, "No").text


def test_a_colleague_who_says_no_leaves_the_shift_where_it_is(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    priya = rota.scene.staff("Priya", chat=PRIYA)
    rota.put(sam, weekdays=(2,))
    rota.press(sam, rota.press(sam, rota.command(sam, "swap"), "Wed"), "Priya")
    rota.press(priya, rota.scene.last(PRIYA), "No")
    assert "Priya cannot be on call in your place" in rota.scene.last(SAM).text
    rota.scene.now = rota.scene.now.replace(day=25, hour=20)
    assert rota.command(sam, "oncall").text.startswith("On call now: Sam.")


def test_of_two_colleagues_who_say_yes_one_has_the_shift_and_the_other_is_told(
    rota: RotaScene,
) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    priya, lee = rota.scene.staff("Priya", chat=PRIYA), rota.scene.staff("Lee", chat=LEE)
    rota.put(sam, weekdays=(2,))
    whom = rota.press(sam, rota.command(sam, "swap"), "Wed")
    rota.press(sam, whom, "Priya")
    rota.press(sam, whom, "Lee")
    assert "on call" in rota.press(lee, rota.scene.last(LEE), "Yes").text
    said = rota.press(priya, rota.scene.last(PRIYA), "Yes").text
    assert said == "Thank you. Somebody else has taken that shift already."


def test_nobody_answers_for_somebody_else_and_strange_presses_change_nothing(
    rota: RotaScene,
) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    priya, lee = rota.scene.staff("Priya", chat=PRIYA), rota.scene.staff("Lee", chat=LEE)
    rota.put(sam, weekdays=(2,))
    rota.press(sam, rota.press(sam, rota.command(sam, "swap"), "Wed"), "Priya")
    asked = rota.scene.last(PRIYA)
    assert "not asked of you" in rota.press(lee, asked, "Yes").text
    for press in ("r:", "r:ask:1:2:x", "r:ask:1:2:99999999999999", "r:yes:0", "r:who::", "r:who:1"):
        screen = type(asked)("", choices=(type(asked.choices[0])("it", press),))
        assert rota.press(priya, screen, "it").text
    assert [row["status"] for row in rota.scene.rows("rota_cover")] == ["asked"]


def test_away_until_friday_takes_somebody_off_and_back_puts_them_on_again(
    rota: RotaScene,
) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    rota.put(sam)
    said = rota.command(sam, "away", "until Friday 5 pm")
    assert said.text.startswith("You are away until 5 pm on Friday.")
    assert "You would be on call then" in said.text
    assert "Nobody else is on call" in said.text
    rota.scene.later(hours=8)
    assert "Nobody is first on call now" in rota.command(sam, "oncall").text
    assert "You are away until 5 pm on Friday" in rota.command(sam, "oncall").text
    assert "Welcome back" in rota.press(sam, said, "I am back").text
    assert rota.command(sam, "oncall").text.startswith("On call now: Sam.")


@pytest.mark.parametrize("typed", ["", "soon", "until the cows come home"])
def test_away_without_a_time_asks_for_one(rota: RotaScene, typed: str) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    assert "Say until when" in rota.command(sam, "away", typed).text
    assert not rota.scene.rows("rota_away")


def test_a_time_that_has_passed_is_no_time_to_be_away_until(rota: RotaScene) -> None:
    sam = rota.scene.staff("Sam", chat=SAM)
    assert "after the beginning" in rota.command(sam, "away", "2026-11-20").text
    rota.command(sam, "away", "2 days")
    assert "Welcome back" in rota.command(sam, "away", "back").text
    assert rota.command(sam, "swap").text == "You have no shift in the next four weeks."


def test_the_staff_bot_knows_the_commands_and_the_buttons(rota: RotaScene) -> None:
    scene = rota.scene
    sam = scene.staff("Sam", chat=SAM)
    rota.put(sam, weekdays=(2,))
    scene.staff_sends(SAM, "command", text="away", arguments="until Friday 5 pm")
    assert scene.last(SAM).text.startswith("You are away until 5 pm on Friday.")
    assert "Welcome back" in scene.staff_presses(SAM, "I am back").text
    scene.staff_sends(SAM, "command", text="oncall")
    assert "Sam: from 5 pm tomorrow to 9 am on Thursday" in scene.last(SAM).text
    scene.staff_sends(SAM, "command", text="swap")
    assert "Wed 25 Nov" in scene.last(SAM).choices[0].label
