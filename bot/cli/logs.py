"""Logs of a running service: lines on standard error, from this program and its libraries alike.

An error is told by its kind and its place in the code. Messages of errors and values of variables
are left out: they could hold what a person wrote, or a token.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from bot.cli.faults import where
from bot.cli.saying import CannotDo

_LEVELS = {name: getattr(logging, name.upper()) for name in ("debug", "info", "warning", "error")}


def set_up(level: str) -> None:
    """Sends logs of `level` (debug, info, warning or error) and above to standard error.

    Raises CannotDo for another level.
    """
    check_level(level)
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _place_of_error,
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level.lower()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Wordless())
    # Libraries tell about each request, with its address, at lower levels; addresses hold tokens.
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # A tick that is still busy when its time comes again is skipped: as it should be, and no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


def check_level(level: str) -> None:
    """Raises CannotDo for a level that there is not."""
    if level.lower() not in _LEVELS:
        raise CannotDo(f"WESAID_LOG_LEVEL is not right: it is one of {', '.join(_LEVELS)}.")


def _place_of_error(
    _logger: object, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, tuple):
        error = error[1]
    if isinstance(error, BaseException):
        event["error"] = " ".join(where(error).split())
    return event


class _Wordless(logging.Formatter):
    """What a library logged: which one, how grave, the form of its message without its values."""

    def format(self, record: logging.LogRecord) -> str:
        parts = [
            f"level={record.levelname.lower()}",
            f"logger={record.name}",
            f"place={record.pathname}:{record.lineno}",
        ]
        if record.exc_info and record.exc_info[1] is not None:
            parts.append(f'error="{" ".join(where(record.exc_info[1]).split())}"')
        elif record.args:
            parts.append(f'event="{record.msg}"')
        return " ".join(parts)
