"""A scene on each of both databases."""

from __future__ import annotations

import pytest

from storage.database import Database
from tests.checkins.scene import Scene


@pytest.fixture
def scene(database: Database) -> Scene:
    return Scene(database)
