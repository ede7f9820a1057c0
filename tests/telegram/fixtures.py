"""Fixtures: a pretended Telegram for a test, in its own event loop or in a process of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.telegram import Emulator, EmulatorProcess


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    """An emulator that fails the test when a bot did what Telegram would not have."""
    async with Emulator() as running:
        yield running
        running.assert_no_violations()


@pytest.fixture
async def emulator_process() -> AsyncIterator[EmulatorProcess]:
    """An emulator in a process of its own, checked in the same way at the end."""
    async with EmulatorProcess() as running:
        yield running
        await running.assert_no_violations()
