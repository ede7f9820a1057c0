"""YAML 1.2 as plain data, with the line that each thing stands on.

`no` and `yes` are words here. Keys that are not text, keys that stand twice, and YAML's cleverer
features (references, merging, tags) are problems: a flow is meant to be read by people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from flows.problems import FlowError, Problem, Severity
from flows.unreadable import unreadable

Path: TypeAlias = tuple[str | int, ...]
_TAG: Final = "tag:yaml.org,2002:"
_CORE: Final = ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")
_KINDS: Final = {
    "int": "a number",
    "float": "a number",
    "bool": "true or false",
    "null": "empty",
    "timestamp": "a date",
    "merge": "a merge",
    "seq": "a list",
    "map": "a mapping",
}
_DASH: Final = "If a step begins here, put a dash before it: `- id: {name}`. Otherwise keep one."


@dataclass(frozen=True, slots=True)
class Document:
    """A YAML file as dicts, lists, texts, numbers, true, false and None; lines count from 1.

    `sources` are the files of those steps that come from another one, by the step's place.
    """

    source: str
    data: object
    lines: Mapping[Path, int]
    sources: Mapping[int, str] = field(default_factory=dict)

    def problem(self, path: Path, what: str, mend: str, severity: Severity = "error") -> Problem:
        """A problem at `path`, or at the nearest thing around it that has a line."""
        file = self.file(path)
        return Problem(file, self.line(path), self.step(path), what, mend, severity)

    def file(self, path: Path) -> str:
        """The file that `path` was written in."""
        place = path[1] if len(path) > 1 and path[0] == "steps" else None
        return self.sources.get(place, self.source) if isinstance(place, int) else self.source

    def line(self, path: Path) -> int:
        found: Path = ()
        for part in path:
            if (*found, part) in self.lines:
                found = (*found, part)
            elif not isinstance(part, int):  # a list of one may be written without the list
                break
        return self.lines.get(found, 1)

    def step(self, path: Path) -> str:
        """The id of the innermost step that `path` is in, or ""."""
        here, found = self.data, ""
        for above, part in zip(("", *path), path, strict=False):
            if isinstance(here, dict):
                here = here.get(part)
            elif isinstance(here, list) and isinstance(part, int) and part < len(here):
                here = here[part]
            else:
                break
            if above == "steps" and isinstance(here, dict):
                found = str(here.get("id", found))
        return found


def read(text: str, source: str) -> Document:
    """The document in `text`; FlowError with everything that keeps it from being read."""
    reader = _Reader()
    try:
        root = YAML(typ="safe", pure=True).compose(text)
        data = None if root is None else reader.take(root, ())
    except MarkedYAMLError as error:
        raise FlowError([unreadable(error, text, source)]) from None
    except YAMLError as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        what = "there is a character here that a flow cannot hold"
        raise FlowError([Problem(source, line, "", what, "Type this line again.")]) from None
    except RecursionError:
        what, mend = "this is nested too deeply", "Take the inner lists apart."
        raise FlowError([Problem(source, 1, "", what, mend)]) from None
    document = Document(source, data, reader.lines)
    if reader.found:
        raise FlowError([document.problem(*found) for found in reader.found])
    return document


class _Reader:
    """Turns YAML's nodes into data and keeps the lines and what was wrong."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.found: list[tuple[Path, str, str]] = []
        self._seen: set[int] = set()

    def take(self, node: Node, path: Path) -> object:
        self.lines.setdefault(path, node.start_mark.line + 1)
        if id(node) in self._seen:
            what = "this repeats another part of the file by a reference (*)"
            self.found.append((path, what, "Write it out in full."))
            return None
        self._seen.add(id(node))
        if _kind(node) not in _CORE:
            what = f"`{node.tag}` is a tag, which a flow cannot have"
            self.found.append((path, what, "Take the tag away, or put the text in quotes."))
            return None
        if isinstance(node, MappingNode):
            return self._mapping(node, path)
        if isinstance(node, SequenceNode):
            return [self.take(item, (*path, number)) for number, item in enumerate(node.value)]
        return _scalar(_kind(node), str(node.value))

    def _mapping(self, node: MappingNode, path: Path) -> dict[str, object]:
        taken: dict[str, object] = {}
        run_on = False
        for key_node, value_node in node.value:
            key = self._key(key_node, path)
            if key is None:
                continue
            where = (*path, key)
            if key in taken:
                if not run_on:  # what follows belongs to the step whose dash is missing
                    line = key_node.start_mark.line + 1
                    self._twice(where, line, str(value_node.value) if key == "id" else "")
                run_on = run_on or key == "id"
                continue
            self.lines[where] = key_node.start_mark.line + 1
            taken[key] = self.take(value_node, where)
        return taken

    def _twice(self, where: Path, line: int, step: str) -> None:
        self.lines[where] = line
        mend = _DASH.format(name=step) if step else "Keep one of the two."
        self.found.append((where, f"`{where[-1]}:` stands here twice", mend))

    def _key(self, node: Node, path: Path) -> str | None:
        if isinstance(node, ScalarNode) and _kind(node) == "str":
            return str(node.value)
        written = str(node.value) if isinstance(node, ScalarNode) else "this"
        kind = _KINDS.get(_kind(node), "something else")
        where = (*path, f"\0{node.start_mark.line}")
        self.lines[where] = node.start_mark.line + 1
        what = f"the key `{written}:` is {kind}, and a key must be text"
        self.found.append((where, what, f'Put it in quotation marks: "{written}":'))
        return None


def _kind(node: Node) -> str:
    return str(node.tag).removeprefix(_TAG)


def _scalar(kind: str, value: str) -> object:
    if kind == "bool":
        return value.lower() in ("true", "yes", "on")
    if kind == "null":
        return None
    if kind in ("int", "float"):
        return _number(value)
    return value


def _number(value: str) -> object:
    try:
        return int(value, 0) if value.lstrip("+-").startswith("0") else int(value)
    except ValueError:
        pass
    try:
        return float(value)
    except ValueError:
        return value
