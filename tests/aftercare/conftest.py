"""A scene on each of both databases."""

from __future__ import annotations

import pytest

from storage.database import Database
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
