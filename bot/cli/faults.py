"""The last resort: an error that no command expected becomes a sentence and an entry in a log.

The entry says what kind of error it was and where in the code it happened. The error's own message
is left out, because it could hold what a person wrote.
"""

from __future__ import annotations

import os
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path

from bot.clock import SystemClock


def where(error: BaseException) -> str:
    """The error and its causes, innermost last: kinds, files and lines; no values, no messages."""
    parts = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        frames = (
            f"  {frame.filename}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        )
        parts.append("\n".join([f"{type(current).__module__}.{type(current).__name__}", *frames]))
        current = current.__cause__ or current.__context__
    return "\nafter:\n".join(parts)


def keep(error: BaseException) -> Path | None:
    """Adds the error to the log of errors and returns its path; None when nothing can be kept."""
    entry = f"{SystemClock().now().isoformat()} {where(error)}\n\n"
    for folder in (_state_folder(), Path(tempfile.gettempdir()) / f"wesaid-{os.getuid()}"):
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = folder / "errors.log"
            with path.open("a", encoding="utf-8") as file:
                file.write(entry)
            return path
    return None


def sentence(error: BaseException) -> str:
    """What the user is told about an error that nobody expected."""
    path = keep(error)
    log = f"Where it happened is in {path}." if path else "It could not be written to a log."
    return f"Something went wrong inside WeSaid ({type(error).__name__}). {log}"


def _state_folder() -> Path:
    given = os.environ.get("XDG_STATE_HOME")
    return (Path(given) if given else Path("~/.local/state").expanduser()) / "wesaid"
