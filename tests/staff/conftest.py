"""The staff bot, connected to a pretended Telegram over real HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.staff.scene import Scene
from tests.telegram import Emulator
from tests.telegram.fixtures import emulator

__all__ = ["emulator"]


@pytest.fixture
async def scene(emulator: Emulator) -> AsyncIterator[Scene]:
    scene = Scene(emulator)
    yield scene
    await scene.surface.close()
