"""The numbers to call: by nation and topic, with those that a project added."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Connection

from bot.aftercare.help_numbers import EMERGENCY, HelpNumbers, ProjectNumbers
from storage.help_numbers import add_help_number, help_numbers_of, remove_help_number
from tests.aftercare.conftest import ME
from tests.checkins.scene import Scene

NUMBERS = HelpNumbers.load("en")


def adds(scene: Scene, name: str, topic: str | None = None, nation: str | None = None) -> int:
    return scene.database.transact_now(
        lambda connection: add_help_number(
            connection,
            scene.project,
            nation=nation,
            topic=topic,
            name=name,
            how="01234 567890, weekdays 9 to 5",
            source="the council's website",
            checked=date(2026, 11, 1),
            now=scene.now,
        )
    )


def names(scene: Scene, nation: str, topic: str) -> list[str]:
    def look(connection: Connection) -> list[str]:
        numbers = ProjectNumbers(NUMBERS, connection, scene.project)
        return [one.name for one in numbers.for_person(nation, topic)]

    return scene.database.read_now(look)


def test_a_projects_own_number_is_offered_at_once_and_behind_help(staffed: Scene) -> None:
    adds(staffed, "Crisis team")
    staffed.writes(ME, "I want to die")
    assert "Crisis team: 01234 567890" in "".join(one.text for one in staffed.screens(ME)[-2:])
    staffed.writes(ME, "help")
    helped = [one for one in staffed.screens(ME) if one.kind == "signpost"][-1]
    assert "Crisis team: 01234 567890" in helped.text
    assert "999" in helped.text


def test_own_numbers_stand_where_they_help_most(scene: Scene) -> None:
    adds(scene, "Refuge in town", topic="domestic")
    adds(scene, "Crisis team")
    adds(scene, "Cardiff line", nation="wales")
    assert names(scene, "england", "domestic") == [
        "Emergency services",
        "Refuge in town",
        "National Domestic Abuse Helpline",
        "NHS 111",
        "Samaritans",
        "Shout",
        "Crisis team",
        "Relay UK",
    ]
    assert "Refuge in town" not in names(scene, "england", "suicide")
    assert "Cardiff line" in names(scene, "wales", "")


def test_a_number_that_was_removed_is_shown_to_nobody(scene: Scene) -> None:
    number = adds(scene, "Crisis team")
    assert scene.database.transact_now(
        lambda connection: remove_help_number(connection, scene.project, number, scene.now)
    )
    assert "Crisis team" not in names(scene, "england", "")
    assert (
        scene.database.read_now(lambda connection: help_numbers_of(connection, scene.project)) == []
    )


def test_each_project_has_its_own(scene: Scene) -> None:
    adds(scene, "Crisis team")
    others = scene.database.read_now(
        lambda connection: ProjectNumbers(NUMBERS, connection, scene.project + 1).for_person(
            "england", ""
        )
    )
    assert "Crisis team" not in [one.name for one in others]


@pytest.mark.parametrize("nation", NUMBERS.nations)
def test_every_nation_has_somebody_to_call_about_harm_at_home_and_at_night(nation: str) -> None:
    special = [one.name for one in NUMBERS.for_person(nation, "domestic")]
    general = [one.name for one in NUMBERS.for_person(nation, "")]
    assert set(special) - set(general)
    assert "Samaritans" in general
    assert NUMBERS.for_person(nation, "suicide")[0].key == EMERGENCY


def test_every_number_has_a_source_and_a_day_on_which_it_was_checked() -> None:
    for one in NUMBERS.all():
        assert one.source
        assert one.checked <= date(2026, 11, 24)
