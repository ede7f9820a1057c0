"""The command line: `wesaid`. Each command imports what it needs, so that help comes at once."""

from __future__ import annotations

from bot.cli.program import main

__all__ = ["main"]
