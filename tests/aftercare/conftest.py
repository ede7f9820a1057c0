"""A scene on each of both databases."""

from __future__ import annotations

import pytest

from storage.database import Database
from tests.aftercare.chat_scene import says
from tests.checkins.scene import Scene

ME, SAM, PRIYA = "501", "901", "902"
"""Chats of the participant, the facilitator and the safeguarding lead in `staffed`."""


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)


@pytest.fixture
def staffed(scene: Scene) -> Scene:
    """A named facilitator, a safeguarding lead, and a participant in a check-in."""
    sam = scene.staff("Sam", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    scene.round()
    return scene


@pytest.fixture
def flagged(staffed: Scene) -> Scene:
    staffed.writes(ME, "I was abused by my uncle")
    staffed.staff_presses(SAM, "Acknowledge")
    staffed.later(minutes=30)
    return staffed


@pytest.fixture
def asked(staffed: Scene) -> Scene:
    """The participant was in a check-in when they wrote something; Sam has acknowledged it."""
    staffed.writes(ME, "I want to talk about something sad, I feel so low today")
    staffed.writes(ME, "I was abused by my uncle")
    staffed.staff_presses(SAM, "Acknowledge")
    return staffed


@pytest.fixture
def talking(asked: Scene) -> Scene:
    assert says(asked, "Sam", "Hello, is now a good time?").sent
    return asked
