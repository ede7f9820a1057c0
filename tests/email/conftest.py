"""A mail server that runs, and the channel that uses it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.email.mail_host import MailHost, mail_host


@pytest.fixture
async def host() -> AsyncIterator[MailHost]:
    """A mail server that takes everything."""
    async with mail_host() as running:
        yield running
