"""Names in conditions: as an author writes them, and as Jinja2 can take them.

`call.step`, `actions.0` and `earlier('after-session', 'heard')` name one value each. Jinja2 gets
one word for each of them, with signs in it that no author's name can have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

EARLIER: Final = "earlier"
_DOT: Final = "\N{MIDDLE DOT}"
_DASH: Final = "\N{MODIFIER LETTER HALF TRIANGULAR COLON}"
_TEXT: Final = r"'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\""
_TOKEN: Final = re.compile(
    rf"\b{EARLIER}\s*\(\s*(?P<flow>{_TEXT})\s*,\s*(?P<step>{_TEXT})\s*\)"
    rf"|(?P<text>{_TEXT})"
    r"|(?<![\w.])(?P<name>[a-z_]\w*(?:\.\w+)*)"
)
_FLOW: Final = re.compile(r"[a-z][a-z0-9-]*")
_STEP: Final = re.compile(r"[a-z]\w*(?:\.\w+)*", re.ASCII)


def earlier(flow: str, step: str) -> str:
    """The name of the last answer to that step in an earlier session."""
    return f"{EARLIER}.{flow}.{step}"


def earlier_of(name: str) -> tuple[str, str] | None:
    """The flow and step of a name that `earlier` made."""
    word, _, rest = name.partition(".")
    flow, _, step = rest.partition(".")
    return (flow, step) if word == EARLIER and step else None


def inner(name: str) -> str:
    """The name as one word."""
    return name.replace(".", _DOT).replace("-", _DASH)


def written(text: str) -> str:
    """The name as it is written; also in a message that names it."""
    return text.replace(_DOT, ".").replace(_DASH, "-")


def plain(source: str) -> str:
    """The condition with every name as one word."""
    return _TOKEN.sub(_inner, source)


def renamed(source: str, names: Mapping[str, str]) -> str:
    """The condition with other names for what it mentions; texts in it stay."""

    def other(found: re.Match[str]) -> str:
        name = found["name"]
        return found[0] if name is None else names.get(name, name)

    return _TOKEN.sub(other, source)


def _inner(found: re.Match[str]) -> str:
    if found["text"] is not None:
        return found[0]
    if found["name"] is not None:
        return inner(found["name"])
    flow, step = found["flow"][1:-1], found["step"][1:-1]
    if not _FLOW.fullmatch(flow) or not _STEP.fullmatch(step):
        return found[0]
    return inner(earlier(flow, step))
