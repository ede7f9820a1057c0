"""A member of staff leaves: what they had goes to others, and nothing of it is left alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import Connection

from bot.aftercare.acknowledging import acknowledge
from bot.aftercare.contacting import contacted
from bot.aftercare.handing_over import hand_over
from bot.aftercare.leaving import Left, leave
from bot.aftercare.promising import review_promises
from bot.aftercare.rota_changes import add_cover, add_shift
from bot.aftercare.team import team_of
from bot.aftercare.told import tell_unprompted
from bot.people.enrolment import check_code, make_code
from storage import contacts, people, promises
from storage.audit import unattended_flags
from storage.database import Database
from tests.aftercare.life_scene import LIMITS, TABLES, Life

SHIFT, COVER, PERSON = (TABLES[name] for name in ("rota_shift", "rota_cover", "person"))
CANNOT = "does not work here any more"


@pytest.fixture
def life(database: Database) -> Life:
    return Life(database)


def leaves(life: Life, name: str, heir: str | None = None) -> Left:
    person = life.staff[name]
    to = life.staff[heir] if heir else None
    return life.does(lambda c: leave(c, LIMITS, person, to, life.now))


def test_a_flag_that_they_had_is_open_again_and_the_ladder_is_told_at_once(life: Life) -> None:
    flag_id = life.raises("urgent").flag_id
    life.act(acknowledge, "Sam")
    before = len(life.alerts("Priya"))
    left = leaves(life, "Sam")
    assert left.flags == (flag_id,)
    flag = life.flag()
    assert (flag.status, flag.owner_id) == ("open", None)
    assert life.happened()[-1] == "owner left"
    assert f"Sam {CANNOT}" in life.alerts("Priya")[before].text
    assert life.does(lambda c: unattended_flags(c, life.now)) == []


def test_the_participant_hears_who_comes_instead(life: Life) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    leaves(life, "Sam")
    assert "Sam cannot" in life.told()[-1] or "instead" in life.told()[-1]
    assert "Priya" in life.told()[-1]


def test_an_open_flag_that_waited_for_them_goes_to_the_next_people_at_the_next_tick(
    life: Life,
) -> None:
    life.raises("urgent")
    assert life.flag().promised_id == life.staff["Sam"].id
    leaves(life, "Sam")
    assert life.flag().next_at == life.now
    life.work()
    assert life.alerts("Priya")[-1].text.startswith("Urgent")
    life.does(lambda c: review_promises(c, life.now, tell_unprompted))
    live = life.does(lambda c: promises.live_promise(c, life.flag().id))
    assert live is None or live.staff_id != life.staff["Sam"].id


def test_what_was_handed_over_to_them_stays_with_its_owner(life: Life) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    life.act(hand_over, "Sam", life.staff["Lee"].id)
    assert leaves(life, "Lee").flags == ()
    flag = life.flag()
    assert (flag.status, flag.owner_id) == ("acknowledged", life.staff["Sam"].id)


def test_a_flag_that_they_had_been_in_touch_about_is_for_others_to_close(life: Life) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    life.act(contacted, "Sam")
    leaves(life, "Sam")
    assert life.flag().status == "open"
    assert life.flag().contact_by > life.now


def test_no_phone_or_code_of_theirs_opens_anything_any_more(life: Life) -> None:
    life.raises("urgent")
    life.delivers()
    code = life.does(lambda c: make_code(c, life.staff["Sam"].id, life.now))
    leaves(life, "Sam")
    assert life.does(lambda c: contacts.contact_of(c, life.channels["Sam"])).person_id is None
    assert life.does(lambda c: check_code(c, code, True, None, life.now)) == "expired"
    assert life.act(acknowledge, "Sam").problem == "not there"
    names = [one.name for one in life.does(lambda c: people.staff_of(c, life.project))]
    assert "Sam" not in names
    sent, shown = len(life.alerts("Sam")), len(life.alerts("Sam", act="edit"))
    life.passes(hours=2)
    life.act(acknowledge, "Priya")
    assert len(life.alerts("Sam")) == sent
    assert len(life.alerts("Sam", act="edit")) == shown


def test_words_about_somebody_who_left_are_still_known_to_be_about_staff(life: Life) -> None:
    leaves(life, "Sam")
    assert "Sam" in life.does(lambda c: people.staff_names(c, life.project))


def test_the_coordinators_are_told_of_their_shifts_and_participants(life: Life) -> None:
    def on_the_rota(connection: Connection) -> None:
        for name, place in (("Sam", "first"), ("Kim", "second")):
            add_shift(
                connection,
                life.project,
                life.staff[name],
                place="first" if place == "first" else "second",
                weekdays=range(5),
                starts=time(17),
                ends=time(9),
                zone="Europe/London",
                first_day=date(2026, 11, 1),
                now=life.now,
            )
        begins = datetime(2026, 11, 25, 17, tzinfo=UTC)
        add_cover(
            connection,
            life.staff["Kim"],
            life.staff["Sam"],
            begins,
            begins + timedelta(hours=2),
            life.now,
            accepted=True,
        )

    life.does(on_the_rota)
    left = leaves(life, "Sam")
    (code,) = left.participants
    assert left.shifts == ("mon, tue, wed, thu, fri 17:00 to 09:00",)
    told = life.alerts("Priya")[-1].text
    assert f"Sam {CANNOT}" in told
    assert "17:00 to 09:00" in told
    assert f"These people have no facilitator now: {code}." in told
    assert [row.removed_at is None for row in life.rows(SHIFT)] == [False, True]
    assert [row.status for row in life.rows(COVER)] == ["withdrawn"]
    rota = life.does(lambda c: team_of(c, life.project, life.now)).rota
    assert {shift.person_id for shift in rota.shifts} == {life.staff["Kim"].id}


def test_somebody_else_can_become_the_facilitator_of_their_participants(life: Life) -> None:
    leaves(life, "Sam", "Kim")
    assert life.rows(PERSON, id=life.person)[0].facilitator_id == life.staff["Kim"].id
    assert "Kim is now the facilitator of: P-" in life.alerts("Lee")[-1].text


def test_everything_they_did_stays_on_record(life: Life) -> None:
    life.raises("soon")
    life.act(acknowledge, "Sam")
    before = life.happened()
    leaves(life, "Sam")
    assert life.happened()[: len(before)] == before
    person = life.does(lambda c: people.find_person(c, life.staff["Sam"].id))
    assert person is not None
    assert (person.name, person.role) == ("Sam", people.LEFT)
