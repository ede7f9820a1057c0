"""Plain steps while a flow is written out: as data, with the place that each was written at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flows.names import inner, renamed, written
from flows.reading import Document, Path

_NAMED: Final = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Piece:
    """One step as data, and where it was written. One with nothing but an id is a landing.

    A landing is no step: whoever is sent to it goes to the step after it.
    """

    step: Mapping[str, Any]
    document: Document
    path: Path

    @property
    def id(self) -> str:
        return str(self.step["id"])

    @property
    def lands(self) -> bool:
        return len(self.step) == 1

    def renamed(self, names: Mapping[str, str]) -> Piece:
        """The step with other names for steps, and for values that are set."""
        step = {key: _other(key, value, names) for key, value in self.step.items()}
        return replace(self, step=step)

    def to(self, target: str) -> Piece:
        """The branch with one way, which is always taken."""
        return replace(self, step={**self.step, "branch": [{"to": target}]})


def landing(step: str, document: Document, path: Path) -> Piece:
    return Piece({"id": step}, document, path)


def branch(step: str, ways: Sequence[Mapping[str, str]], document: Document, path: Path) -> Piece:
    return Piece({"id": step, "branch": list(ways)}, document, path)


def substituted(piece: Piece, name: str, text: str) -> Piece:
    """The step with `text` for {{ name }}."""

    def put(found: re.Match[str]) -> str:
        return text if found[1] == name else found[0]

    return replace(piece, step=_in_texts(dict(piece.step), put))


def joined(pieces: Sequence[Piece], head: Mapping[str, Any], document: Document) -> Document:
    """One document of all steps; landings give way to what comes after them."""
    targets: dict[str, str] = {}
    following = ""
    for piece in reversed(pieces):
        if piece.lands:
            targets[piece.id] = following
        else:
            following = piece.id
    steps = [piece for piece in pieces if not piece.lands]
    lines = {path: line for path, line in document.lines.items() if path[:1] != ("steps",)}
    if ("steps",) in document.lines:
        lines[("steps",)] = document.lines[("steps",)]
    data = []
    for place, piece in enumerate(steps):
        data.append(_led(piece.step, targets))
        size = len(piece.path)
        for path, line in piece.document.lines.items():
            if path[:size] == piece.path:
                lines[("steps", place, *path[size:])] = line
    sources = {place: piece.document.source for place, piece in enumerate(steps)}
    return Document(document.source, {**head, "steps": data}, lines, sources)


def _led(step: Mapping[str, Any], targets: Mapping[str, str]) -> dict[str, Any]:
    """The step with its targets in place of landings; one that leads nowhere stays as it is."""
    led = dict(step)
    if targets.get(led.get("next", "")):
        led["next"] = targets[led["next"]]
    if "branch" in led:
        led["branch"] = [
            {**way, "to": targets.get(way["to"]) or way["to"]} for way in led["branch"]
        ]
    return led


def _other(key: str, value: Any, names: Mapping[str, str]) -> Any:
    if key in ("id", "next", "to"):
        return names.get(value, value)
    if key == "when":
        return renamed(value, names)
    if key == "set":
        return {names[name]: _worth(source, names) for name, source in value.items()}
    if key in ("branch", "flag"):
        return [{part: _other(part, of, names) for part, of in one.items()} for one in value]

    def put(found: re.Match[str]) -> str:
        name = names.get(written(found[1]))
        return found[0] if name is None else f"{{{{ {inner(name)} }}}}"

    return _in_texts(value, put)


def _worth(source: Any, names: Mapping[str, str]) -> Any:
    return renamed(source, names) if isinstance(source, str) else source


def _in_texts(value: Any, put: Any) -> Any:
    if isinstance(value, str):
        return _NAMED.sub(put, value)
    if isinstance(value, dict):
        return {key: _in_texts(one, put) for key, one in value.items()}
    if isinstance(value, list):
        return [_in_texts(one, put) for one in value]
    return value
