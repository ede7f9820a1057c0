"""Lanes: what goes first when not everything can go at once."""

from __future__ import annotations

from enum import IntEnum


class Lane(IntEnum):
    """The lowest number goes first, whatever waits in the others."""

    ALERT = 0
    """Alerts, signposting and relay."""

    REPLY = 1
    """Replies to somebody who is there."""

    BULK = 2
    """Reminders and rounds."""
