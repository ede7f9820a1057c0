"""Promises: from who is on duty at that moment, kept as data, and admitted when they break."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import Connection

from bot.aftercare.deadlines import Limits
from bot.aftercare.duty import There, somebody_there
from bot.aftercare.promise import Nobody
from storage import contacts
from storage import rota as stored
from storage.people import Someone
from tests.aftercare.conftest import ME, PRIYA, SAM
from tests.aftercare.rota_scene import RotaScene, at
from tests.checkins.scene import Scene

LEE = "903"
URGENT = "I am going to kill myself tonight"
NIGHT = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)


@pytest.fixture
def rota(scene: Scene) -> RotaScene:
    return RotaScene(scene)


@pytest.fixture
def staff(scene: Scene) -> dict[str, Someone]:
    people = {
        "Sam": scene.staff("Sam", chat=SAM),
        "Priya": scene.staff("Priya", "coordinator", lead=True, chat=PRIYA),
        "Lee": scene.staff("Lee", chat=LEE),
    }
    scene.participant(people["Sam"], chat=ME)
    return people


def signpost(scene: Scene) -> str:
    return next(one.text for one in reversed(scene.screens(ME)) if "999" in one.text)


def promises(scene: Scene) -> list[tuple[object, object]]:
    """(staff id, how it ended) of each."""
    return [(row["staff_id"], row["ending"]) for row in scene.rows("promise")]


def there(rota: RotaScene, level: str) -> tuple[str, datetime] | Nobody:
    """Who would be there, and by when they are in touch."""

    def look(connection: Connection) -> There | Nobody:
        contact = contacts.find_contact(connection, "participant", "telegram", ME)
        assert contact is not None
        return somebody_there(connection, contact, level, Limits(), rota.scene.now)

    found = rota.scene.database.read_now(look)
    return (found.who.name, found.by) if isinstance(found, There) else found


def test_without_a_rota_whoever_was_told_is_promised_at_any_hour(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.scene.now = NIGHT
    rota.scene.writes(ME, URGENT)
    assert "I have told Sam, and asked them to get in touch with you by midnight" in signpost(
        rota.scene
    )
    assert promises(rota.scene) == [(staff["Sam"].id, None)]
    assert there(rota, "urgent") == ("Sam", at("2026-11-25T00:00"))


def test_nobody_is_promised_when_nobody_on_duty_could_be_in_touch_in_time(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.put(staff["Lee"], starts=time(9), ends=time(17))
    rota.scene.now = NIGHT
    alerts = len(rota.scene.screens(SAM))
    rota.scene.writes(ME, URGENT)
    said = signpost(rota.scene)
    assert "Nobody from the team is working until 9 am tomorrow" in said
    assert "116 123" in said
    assert promises(rota.scene) == []
    assert len(rota.scene.screens(SAM)) == alerts + 1  # they are alerted all the same


def test_a_promise_counts_on_whoever_is_on_call_at_night(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.put(staff["Lee"])
    rota.scene.now = NIGHT
    assert there(rota, "urgent") == ("Lee", at("2026-11-25T00:00"))
    rota.scene.writes(ME, URGENT)
    assert "get in touch with you by midnight" in signpost(rota.scene)
    rota.away(staff["Lee"], "2026-11-25T06:00")
    assert there(rota, "urgent") == Nobody(at("2026-11-25T06:00"), "Europe/London")


def test_what_is_soon_waits_for_working_hours_and_is_promised_for_them(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.put(staff["Lee"], weekdays=(5,))
    rota.scene.now = NIGHT
    assert there(rota, "soon") == ("Sam", at("2026-11-25T17:00"))
    assert isinstance(there(rota, "urgent"), Nobody)


def test_nobody_counts_as_there_who_cannot_be_reached_or_is_spoken_about(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.scene.writes(ME, "Sam shouted at me and threatened me after the session")
    assert there(rota, "soon") == ("Priya", at("2026-11-25T17:00"))
    for name in ("Sam", "Priya", "Lee"):
        rota.away(staff[name], "2026-11-30T08:00")
    assert there(rota, "soon") == Nobody(at("2026-11-30T08:00"), "Europe/London")
    nobody = there(rota, "routine")
    assert isinstance(nobody, Nobody)


def test_who_acknowledges_takes_the_promise_on_and_it_is_kept_or_broken(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.scene.writes(ME, URGENT)
    rota.scene.later(minutes=15)
    rota.scene.climbs()
    rota.scene.staff_presses(PRIYA, "Acknowledge")
    assert promises(rota.scene) == [
        (staff["Sam"].id, "replaced"),
        (staff["Priya"].id, None),
    ]
    told = [row["told_at"] for row in rota.scene.rows("promise")]
    assert all(told)


def test_a_broken_promise_is_kept_as_broken_and_admitted_once(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.scene.writes(ME, URGENT)
    for _ in range(10):
        rota.scene.later(minutes=15)
        rota.scene.climbs()
    said = [one.text for one in rota.scene.screens(ME)]
    assert len([text for text in said if text.startswith("I am sorry. I told you")]) == 1
    assert promises(rota.scene) == [(staff["Sam"].id, "broken")]


def test_when_the_rota_loses_the_only_one_on_duty_the_promise_is_taken_back_in_words(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    shift = rota.put(staff["Lee"])
    rota.scene.now = NIGHT
    rota.scene.writes(ME, URGENT)
    assert rota.reviews() == 0
    rota.scene.database.transact_now(
        lambda connection: stored.remove_shift(connection, shift, rota.scene.now)
    )
    assert rota.reviews() == 1
    said = rota.scene.last(ME).text
    assert said.startswith("I am sorry. I told you that somebody would get in touch with you, and")
    assert "until 9 am tomorrow" in said
    assert promises(rota.scene) == [(staff["Sam"].id, "replaced")]
    assert rota.reviews() == 0


def test_when_the_promised_person_goes_away_the_next_is_told_and_the_participant_hears_who(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.scene.writes(ME, URGENT)
    rota.away(staff["Sam"], "2026-11-27T09:00")
    assert rota.reviews() == 1
    rota.scene.climbs()
    assert rota.scene.last(PRIYA).text.startswith("Urgent")
    assert rota.scene.last(ME).text == (
        "Sam cannot get in touch with you now. I have told Priya instead, and asked them to get "
        "in touch with you by 1 pm today."
    )
    assert promises(rota.scene) == [
        (staff["Sam"].id, "replaced"),
        (staff["Priya"].id, None),
    ]


def test_a_flag_does_not_rest_with_somebody_who_is_away_until_its_limit(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.scene.writes(ME, URGENT)
    rota.scene.staff_presses(SAM, "Acknowledge")
    rota.away(staff["Sam"], "2026-11-24T12:30")
    assert rota.reviews() == 0  # they are back in time
    rota.away(staff["Sam"], "2026-11-27T09:00")
    assert rota.reviews() == 1
    assert rota.reviews() == 0
    rota.scene.climbs()
    (flag,) = rota.scene.rows("flag")
    assert (flag["status"], flag["owner_id"]) == ("open", None)
    assert rota.scene.last(PRIYA).text.startswith("Urgent")
    assert "Sam cannot get in touch with you now" in rota.scene.last(ME).text


def test_nothing_of_this_is_written_unasked_to_somebody_who_may_be_watched(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.scene.writes(ME, "my husband hits me every night")
    before = len(rota.scene.screens(ME))
    rota.away(staff["Sam"], "2026-11-27T09:00")
    rota.reviews()
    for _ in range(8):
        rota.scene.later(hours=6)
        rota.scene.climbs()
        rota.reviews()
    assert len(rota.scene.screens(ME)) == before


def test_the_status_says_who_was_asked_who_has_seen_it_and_when_it_is_too_late(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    ask = "has anyone seen my message?"
    rota.scene.writes(ME, URGENT)
    said = rota.scene.writes(ME, ask).text
    assert "Nobody has told me yet that they have seen it. I keep trying." in said
    assert "I asked Sam to be in touch by 1 pm today." in said
    rota.scene.staff_presses(SAM, "Acknowledge")
    said = rota.scene.writes(ME, ask).text
    assert "Sam has seen your message and will be in touch by 1 pm today." in said
    rota.scene.later(hours=1, seconds=30)
    said = rota.scene.writes(ME, ask).text
    assert "They should have been in touch by now" in said


def test_a_promise_that_nobody_was_told_of_is_not_said_to_be_broken(
    rota: RotaScene, staff: dict[str, Someone]
) -> None:
    rota.scene.writes(ME, "I feel a bit low today")
    before = len(rota.scene.screens(ME))
    rota.away(staff["Sam"], "2026-12-11T09:00")
    for _ in range(20):
        rota.scene.later(hours=12)
        rota.reviews()
        rota.scene.climbs()
    assert len(rota.scene.screens(ME)) == before
    assert promises(rota.scene)[-1][1] == "broken"
