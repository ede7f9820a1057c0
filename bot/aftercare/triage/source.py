"""Reads a phrase file's YAML and keeps the line of everything, so that a fault can be found."""

from __future__ import annotations

from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from bot.aftercare.triage.entries import Entry, Line
from bot.aftercare.triage.plain_yaml import NotPlainError, block_lines, read_plain

if TYPE_CHECKING:
    from ruamel.yaml.nodes import MappingNode, Node, ScalarNode

_TEXT = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class PhraseProblem:
    """One fault in a phrase file: where it is, what is wrong and how to mend it."""

    file: str
    line: int
    rule: str
    what: str
    mend: str

    def __str__(self) -> str:
        rule = f" ({self.rule})" if self.rule else ""
        return f"{self.file}, line {self.line}{rule}: {self.what}. {self.mend}."


class PhrasesError(Exception):
    """The phrase file cannot be used. `problems` are all the faults that were found."""

    def __init__(self, problems: list[PhraseProblem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = tuple(problems)


class Source:
    """One phrase file while it is read. Problems are collected in `problems`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[PhraseProblem] = []

    def report(self, line: int, what: str, mend: str, rule: str = "") -> None:
        self.problems.append(PhraseProblem(self.name, line, rule, what, mend))

    def finish(self) -> None:
        """Raises PhrasesError when there were problems."""
        if self.problems:
            raise PhrasesError(sorted(self.problems, key=lambda problem: problem.line))

    def parse(self, text: str) -> Entry:
        """The whole file as an entry. Raises PhrasesError when it is not YAML."""
        try:
            return read_plain(text)
        except NotPlainError:
            return self.parse_yaml(text)

    def parse_yaml(self, text: str) -> Entry:
        """The same for all of YAML, slowly."""
        # Only imported for a file that needs it: the import takes longer than the plain reading.
        from ruamel.yaml import YAML
        from ruamel.yaml.error import MarkedYAMLError
        from ruamel.yaml.nodes import MappingNode

        try:
            node = YAML(typ="safe", pure=True).compose(StringIO(text))
        except MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            self.report(line, f"this is not YAML ({error.problem})", "Look at this line's indents")
            node = None
        if isinstance(node, MappingNode):
            return self._entry(node)
        self.report(1, "the file holds no keys", "Begin with 'locale: en' on a line of its own")
        self.finish()
        raise AssertionError("finish raises")

    def _entry(self, node: MappingNode) -> Entry:
        from ruamel.yaml.nodes import ScalarNode

        entry = Entry(node.start_mark.line + 1)
        seen: set[str] = set()
        for key, value in node.value:
            line = key.start_mark.line + 1
            name = str(key.value)
            if not isinstance(key, ScalarNode) or key.tag != _TEXT:
                self.report(line, f"the key '{name}' is not a text", "Put it in quotation marks")
            if name in seen:
                self.report(line, f"the key '{name}' stands here twice", "Keep one of the two")
            seen.add(name)
            self._keep(entry, name, value)
        if (given := entry.texts.get("id")) is not None:
            entry.name = given.text
        return entry

    def _keep(self, entry: Entry, name: str, value: Node) -> None:
        from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode

        line = value.start_mark.line + 1
        if isinstance(value, ScalarNode):
            entry.texts[name] = Line(str(value.value).strip(), line)
            entry.lines[name] = _lines(value)
        elif isinstance(value, MappingNode):
            entry.entries[name] = self._entry(value)
        elif isinstance(value, SequenceNode):
            maps = [one for one in value.value if isinstance(one, MappingNode)]
            if len(maps) < len(value.value):
                self.report(line, f"'{name}' holds something without keys", "Begin it with '- id:'")
            entry.lists[name] = [self._entry(one) for one in maps]


def _lines(node: ScalarNode) -> list[Line]:
    first = node.start_mark.line + (2 if node.style == "|" else 1)
    return list(block_lines(str(node.value).splitlines(), first))


def read_file(path: Path) -> tuple[Source, Entry]:
    """Raises PhrasesError when the file is missing or is not YAML."""
    source = Source(path.name)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        source.report(1, f"the file cannot be read ({error})", "Put it back from the last version")
        source.finish()
    return source, source.parse(text)
