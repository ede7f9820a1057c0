"""The facts about a participant that a flow's texts and conditions may name."""

from __future__ import annotations

from typing import Final

KNOWN: Final = frozenset({"name", "facilitator", "cohort"})
