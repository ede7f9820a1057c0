"""Imports and reads what an installation needs, once: processes are then forked from this one."""

from __future__ import annotations

from bot.composing import triage_for
from flows.library import library
from tests.running import killable

__all__ = ["killable"]

library()
triage_for("en").warm()
