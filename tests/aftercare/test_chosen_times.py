"""What the person chooses counts: today, this week; and where that cannot be, they are told so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.delivery.screen import Screen
from tests.aftercare.conftest import ME, SAM
from tests.aftercare.rota_scene import at
from tests.checkins.scene import Scene

TOUCH = """
flow: touch
title: Getting in touch
steps:
  - id: talk
    choice: Would you like someone to get in touch?
    contact: true
    options: {"no": No thank you, "week": This week, "today": Today, "now": As soon as possible}
    flag:
      - {when: "talk in ('week', 'today')", level: soon, topic: contact, reason: asked for someone}
      - {when: "talk == 'now'", level: urgent, topic: contact, reason: asked for someone at once}
  - id: way
    choice: How would you like us to get in touch?
    contact: true
    options: {message: A message here, phone: A phone call}
  - id: more
    text: What else would you like to say?
  - id: goodbye
    end: Thank you.
"""
RISK = "My carer takes my money"
TUESDAY_5PM = at("2026-11-24T17:00")
WEDNESDAY_5PM = at("2026-11-25T17:00")
FRIDAY_5PM = at("2026-11-27T17:00")
MONDAY_5PM = at("2026-11-30T17:00")


def chooses(scene: Scene, label: str) -> None:
    scene.asks(TOUCH)
    scene.presses(ME, label)


def answer(scene: Scene) -> Screen:
    """What was said at once about who will be in touch."""
    return next(one for one in reversed(scene.screens(ME)) if one.kind == "signpost")


def flag(scene: Scene) -> dict[str, Any]:
    return scene.rows("flag")[-1]


def test_today_is_promised_for_today(staffed: Scene) -> None:
    chooses(staffed, "Today")
    assert flag(staffed)["contact_by"] == TUESDAY_5PM
    assert "get in touch with you by 5 pm today" in answer(staffed).text
    assert "Please be in touch by 5 pm today." in staffed.last(SAM).text
    staffed.staff_presses(SAM, "Open to read")
    assert "asked for someone (today)" in staffed.last(SAM).text


def test_somebody_else_is_told_before_the_day_is_over(staffed: Scene) -> None:
    chooses(staffed, "Today")
    assert flag(staffed)["acknowledge_by"] < TUESDAY_5PM
    assert flag(staffed)["next_at"] < TUESDAY_5PM


def test_this_week_is_promised_for_this_week(staffed: Scene) -> None:
    chooses(staffed, "This week")
    assert flag(staffed)["contact_by"] == FRIDAY_5PM
    assert "by 5 pm on Friday" in answer(staffed).text
    staffed.staff_presses(SAM, "Open to read")
    assert "asked for someone (this week)" in staffed.last(SAM).text


def test_as_soon_as_possible_stays_urgent(staffed: Scene) -> None:
    chooses(staffed, "As soon as possible")
    assert flag(staffed)["level"] == "urgent"
    assert "by 1 pm today" in answer(staffed).text


@pytest.mark.parametrize(
    ("now", "label", "by", "said"),
    [
        # The working day is over, or nearly.
        ("2026-11-24T18:00", "Today", WEDNESDAY_5PM, "does not work any more today"),
        ("2026-11-24T16:50", "Today", WEDNESDAY_5PM, "does not work any more today"),
        ("2026-11-28T10:00", "Today", MONDAY_5PM, "does not work any more today"),
        ("2026-11-28T10:00", "This week", MONDAY_5PM, "does not work any more this week"),
    ],
)
def test_where_it_cannot_be_then_they_are_told_so(
    staffed: Scene, now: str, label: str, by: datetime, said: str
) -> None:
    staffed.now = at(now).astimezone(UTC)
    chooses(staffed, label)
    assert flag(staffed)["contact_by"] == by
    assert said in answer(staffed).text
    assert "get in touch with you by 5 pm" in answer(staffed).text


def test_nothing_is_said_of_later_where_somebody_is_promised_sooner(staffed: Scene) -> None:
    staffed.now = at("2026-11-24T18:00").astimezone(UTC)
    staffed.asks(TOUCH)
    staffed.writes(ME, "I am going to kill myself tonight")
    staffed.presses(ME, "Today")
    assert "by 7 pm today" in answer(staffed).text
    assert "any more today" not in answer(staffed).text


def test_in_the_morning_before_work_begins_today_can_be_kept(staffed: Scene) -> None:
    staffed.now = at("2026-11-24T07:00").astimezone(UTC)
    chooses(staffed, "Today")
    assert flag(staffed)["contact_by"] == TUESDAY_5PM
    assert "any more" not in answer(staffed).text


def test_this_week_puts_off_no_limit_of_a_risk(staffed: Scene) -> None:
    staffed.writes(ME, RISK)
    chooses(staffed, "This week")
    assert len(staffed.rows("flag")) == 1
    assert flag(staffed)["contact_by"] == WEDNESDAY_5PM
    assert "by 5 pm tomorrow" in answer(staffed).text


def test_a_risk_after_this_week_brings_the_limit_forward(staffed: Scene) -> None:
    chooses(staffed, "This week")
    staffed.writes(ME, RISK)
    assert len(staffed.rows("flag")) == 1
    assert flag(staffed)["contact_by"] == WEDNESDAY_5PM
    assert "by 5 pm tomorrow" in answer(staffed).text


def test_today_brings_the_limit_of_a_risk_forward(staffed: Scene) -> None:
    staffed.writes(ME, RISK)
    chooses(staffed, "Today")
    assert flag(staffed)["contact_by"] == TUESDAY_5PM
    assert "by 5 pm today" in answer(staffed).text
    assert "by 5 pm today" in staffed.last(SAM).text


def test_today_holds_for_whoever_has_the_flag_already(staffed: Scene) -> None:
    staffed.writes(ME, RISK)
    staffed.staff_presses(SAM, "Acknowledge")
    chooses(staffed, "Today")
    assert flag(staffed)["status"] == "acknowledged"
    assert flag(staffed)["contact_by"] == TUESDAY_5PM
    assert flag(staffed)["next_at"] < TUESDAY_5PM
    assert "by 5 pm today" in staffed.last(SAM).text
