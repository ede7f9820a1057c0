"""Imports and reads what an installation needs, once: processes are then forked from this one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import bot.serving
from bot.cli import main
from bot.composing import triage_for
from flows.library import library
from tests.running import killable

__all__ = ["become", "bot", "killable"]

library()
triage_for("en").warm()


def become(command: str, environment: Mapping[str, str], log: Path) -> None:
    """`wesaid COMMAND` in this process, which prints into `log`; ends with its exit status."""
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.dup2(file, sys.stdout.fileno())
    os.dup2(file, sys.stderr.fileno())
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = ["wesaid", command]
    main()
