"""Who is told about a flag, in which order, at which minute."""

from __future__ import annotations

from datetime import time

import pytest

from storage.people import Someone
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.aftercare.rota_scene import RotaScene
from tests.checkins.scene import Scene

LEE, NOOR, KIM = "903", "904", "905"
URGENT = "I am going to kill myself tonight"
NAMES = {SAM: "Sam", PRIYA: "Priya", LEE: "Lee", NOOR: "Noor", KIM: "Kim"}


class Told:
    """Who has got alerts, and after how many minutes."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.seen = {chat: len(self.alerts(chat)) for chat in NAMES}
        self.log: list[tuple[int, set[str]]] = []
        self.began = scene.now

    def alerts(self, chat: str) -> list[object]:
        return [one for one in self.scene.screens(chat) if one.kind == "alert"]

    def look(self) -> None:
        now = {chat: len(self.alerts(chat)) for chat in NAMES}
        names = {NAMES[chat] for chat in NAMES if now[chat] > self.seen[chat]}
        if names:
            minutes = int((self.scene.now - self.began).total_seconds() // 60)
            self.log.append((minutes, names))
        self.seen = now

    def minutes(self, number: int) -> list[tuple[int, set[str]]]:
        """Lets minutes pass; what has happened since the beginning."""
        self.look()
        for _ in range(number):
            self.scene.later(minutes=1)
            self.scene.climbs()
            self.look()
        return self.log


@pytest.fixture
def rota(scene: Scene) -> RotaScene:
    return RotaScene(scene)


@pytest.fixture
def staff(scene: Scene) -> dict[str, Someone]:
    """Sam is the named facilitator, Lee and Noor are facilitators, Priya and Kim coordinators."""
    people = {
        name: scene.staff(
            name,
            "coordinator" if name in ("Priya", "Kim") else "facilitator",
            lead=name == "Priya",
            chat=chat,
        )
        for chat, name in NAMES.items()
    }
    scene.participant(people["Sam"], chat=ME)
    return people


def test_it_climbs_from_the_named_facilitator_to_everybody_to_the_minute(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.always(staff["Lee"])
    rota.always(staff["Noor"], place="second")
    told = Told(rota.scene)
    rota.scene.writes(ME, URGENT)
    everybody = set(NAMES.values())
    assert told.minutes(80) == [
        (0, {"Sam"}),
        (15, {"Lee"}),
        (30, {"Noor"}),
        (45, {"Priya", "Kim"}),
        (60, everybody),
        (75, everybody),
    ]


def test_without_a_rota_the_rungs_of_those_on_call_are_skipped_at_once(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    told = Told(rota.scene)
    rota.scene.writes(ME, URGENT)
    assert told.minutes(31) == [(0, {"Sam"}), (15, {"Priya", "Kim"}), (30, set(NAMES.values()))]


def test_a_project_sets_who_is_told_and_how_long_they_have(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.always(staff["Lee"])
    rota.ladder("urgent", ("on_call", 300), ("leads", 600), ("everybody", None))
    told = Told(rota.scene)
    rota.scene.writes(ME, URGENT)
    assert told.minutes(16) == [(0, {"Lee"}), (5, {"Priya"}), (15, set(NAMES.values()))]


def test_those_who_are_away_are_skipped_and_come_back_into_their_place(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.away(staff["Sam"], "2026-11-27T09:00")
    told = Told(rota.scene)
    rota.scene.writes(ME, URGENT)
    assert told.minutes(1) == [(0, {"Priya", "Kim"})]
    rota.back(staff["Sam"])
    assert told.minutes(15)[-1] == (15, set(NAMES.values()))


def test_whoever_is_away_is_told_when_there_is_nobody_else(scene: Scene) -> None:
    rota = RotaScene(scene)
    sam = scene.staff("Sam", chat=SAM)
    scene.participant(sam, chat=ME)
    rota.away(sam, "2026-11-27T09:00")
    said = scene.writes(ME, URGENT)
    signpost = next(one.text for one in reversed(scene.screens(ME)) if "999" in one.text)
    assert scene.last(SAM).text.startswith("Urgent")
    assert "Nobody from the team is working until 9 am on Friday" in signpost
    assert "I have told Sam" not in signpost + said.text


def test_nobody_is_passed_over_when_somebody_goes_away_in_the_meantime(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    """The flag stands on a place of the ladder, not on a number among those who are there."""
    rota.always(staff["Lee"])
    told = Told(rota.scene)
    rota.scene.writes(ME, URGENT)
    told.minutes(1)
    rota.away(staff["Sam"], "2026-11-27T09:00")
    assert told.minutes(14)[-1] == (15, {"Lee"})


def test_the_one_on_call_is_whoever_is_when_the_flag_comes_to_them(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.put(staff["Lee"], starts=time(9), ends=time(12, 10))
    rota.put(staff["Noor"], starts=time(12, 10), ends=time(9))
    told = Told(rota.scene)
    rota.scene.writes(ME, URGENT)
    assert told.minutes(15)[-1] == (15, {"Noor"})


def test_what_is_said_about_staff_goes_to_the_lead_and_then_to_the_coordinators(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.always(staff["Sam"])
    told = Told(rota.scene)
    rota.scene.writes(ME, "Sam shouted at me and threatened me after the session")
    assert told.minutes(1) == [(0, {"Priya"})]
    rota.scene.later(hours=5)
    assert told.minutes(1)[-1][1] == {"Priya", "Kim"}


def test_a_routine_alert_waits_for_the_morning_and_no_other_does(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.scene.now = rota.scene.now.replace(hour=23)
    rota.scene.writes(ME, "I feel a bit low today")
    flag = rota.scene.rows("flag")[-1]
    assert flag["level"] == "routine"
    (alert,) = [row for row in rota.scene.rows("outbox") if row["kind"] == "alert"]
    assert str(alert["due_at"]).startswith("2026-11-25 08:00")
    rota.scene.writes(ME, URGENT)
    alert = [row for row in rota.scene.rows("outbox") if row["kind"] == "alert"][-1]
    assert str(alert["due_at"]).startswith("2026-11-24 23:00")


def test_nobody_is_offered_a_facilitator_who_is_away(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.away(staff["Sam"], "2026-11-27T09:00")
    told = Told(rota.scene)
    rota.scene.writes(ME, "talk")
    assert told.minutes(1) == [(0, {"Priya", "Kim"})]
    assert "Priya" in "".join(screen.text for screen in rota.scene.screens(ME)[-2:])
