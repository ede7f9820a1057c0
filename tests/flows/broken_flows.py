"""The flows in tests/flows/broken: each with one thing wrong, and the message that says so.

A file begins with the messages that are expected, without its name:

    # expect: line 7, step a: what is wrong. How to mend it.
    # languages: {cy: {Hello: Helo}}

What depends on other files (which facts or measures there are) may be left out as "...". The last
such line, if there is one, holds translations of its texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ruamel.yaml import YAML

from flows.checking import Examined, examine
from flows.library import library_document
from flows.problems import Problem
from flows.reading import Document, read

FOLDER = Path(__file__).parent / "broken"
BROKEN = {file.stem: file.read_text("utf-8") for file in sorted(FOLDER.glob("*.yaml"))}


def expected(text: str) -> list[str]:
    """The messages that the file expects."""
    return list(_marks(text, "expect"))


def examined(text: str, source: str) -> Examined:
    """What is wrong with it, with the translations that it names."""
    languages = next(_marks(text, "languages"), "{}")
    translated = YAML(typ="safe", pure=True).load(languages)
    return examine(text, source, languages=translated, called=called)


def called(name: str) -> Document | None:
    """A broken flow, or one of the library, to be called by another."""
    return read(BROKEN[name], f"{name}.yaml") if name in BROKEN else library_document(name)


def said(problem: Problem) -> str:
    """The message as a file expects it."""
    told = str(problem).removeprefix(f"{problem.file}, ")
    return told if problem.severity == "error" else f"{problem.severity}, {told}"


def is_said(problem: Problem, expected: str) -> bool:
    """Whether the message is the expected one; "..." at its end stands for the rest."""
    told = said(problem)
    return told.startswith(expected[:-3]) if expected.endswith("...") else told == expected


def _marks(text: str, mark: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        if line.startswith(f"# {mark}: "):
            yield line.removeprefix(f"# {mark}: ")
