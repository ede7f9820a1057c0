"""What a words.yaml may hold: lists of texts, tables of lists, and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Final

_CHOICE: Final = re.compile(r"\(([^()]*)\)")
_MOST_WAYS: Final = 2_000
_WHOLE: Final = re.compile(r"-?[0-9]{1,6}")


class WordLists:
    """One table of words.yaml, as plain data. Every fault is a ValueError that names the place."""

    __slots__ = ("_found",)

    def __init__(self, found: Mapping[str, object]) -> None:
        self._found = found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def written(self, name: str) -> tuple[str, ...]:
        """The texts of a list as they are written; none when the list is not there."""
        found = self._found.get(name, ())
        if not isinstance(found, list | tuple) or not all(isinstance(text, str) for text in found):
            raise ValueError(f"words.yaml: {name} must be a list of texts")
        return tuple(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list, each of "(a|b) c" written out: "a c" and "b c"."""
        return tuple(way for text in self.written(name) for way in ways(text))

    def text(self, name: str) -> str:
        """The one text of that name."""
        found = self._found.get(name)
        if isinstance(found, str):
            return found
        raise ValueError(f"words.yaml: {name} must be a text")

    def table(self, name: str) -> WordLists:
        """The table of that name; an empty one when it is not there."""
        found = self._found.get(name, {})
        if not isinstance(found, Mapping) or not all(isinstance(key, str) for key in found):
            raise ValueError(f"words.yaml: {name} must be a mapping with text as keys")
        return WordLists(found)

    def numbered(self, name: str) -> Iterator[tuple[int, str]]:
        """Each text of a table whose keys are whole numbers, with its number."""
        table = self.table(name)
        for key in table:
            if not _WHOLE.fullmatch(key):
                raise ValueError(f"words.yaml: {name}: {key} is no number")
            yield from ((int(key), text) for text in table.texts(key))

    def setting(self, name: str, otherwise: str, allowed: tuple[str, ...]) -> str:
        """One of the allowed texts; `otherwise` when nothing is set."""
        found = self._found.get(name, otherwise)
        if found not in allowed or not isinstance(found, str):
            raise ValueError(f"words.yaml: {name} must be one of {', '.join(allowed)}")
        return found

    def only(self, known: tuple[str, ...], where: str = "") -> None:
        """ValueError for a name that is not among the known ones."""
        strange = sorted(set(self._found).difference(known))
        if strange and where:
            raise ValueError(f"words.yaml: {where} knows nothing of {', '.join(strange)}")
        if strange:
            raise ValueError(f"words.yaml: nothing is known about {', '.join(strange)}")


def ways(text: str) -> tuple[str, ...]:
    """Each way to read "(a|b|) c": one of what stands between the bars, which may be nothing."""
    parts = _CHOICE.split(text)
    choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
    count = 1
    for choice in choices:
        count *= len(choice)
    if count > _MOST_WAYS:
        raise ValueError(f"words.yaml: `{text}` stands for more than {_MOST_WAYS} texts")
    return tuple(" ".join("".join(way).split()) for way in product(*choices))
