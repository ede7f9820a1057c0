"""The forms in which a language says something, with places for what varies: "in {span}".

A form is words, `{places}`, places that may stay empty (`{half?}`), and choices of words, one of
which may be nothing: "(on|) {weekday}". Between two places the space may be left out ("6pm").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final

_PART: Final = re.compile(r"\{[a-z_]+\??\}|\([^()]*\)|[^\s{}()]+")


class Forms:
    """A table of forms, each under a name. `pattern` matches any of them, for use as a place."""

    __slots__ = ("_all", "_names", "_places", "pattern")

    def __init__(
        self,
        forms: Iterable[tuple[str, str]],
        places: Mapping[str, str],
        words: Callable[[str], str],
    ) -> None:
        """`places` are regular expressions without groups; `words` makes words comparable.

        Raises ValueError for a form with a place that nothing is known about.
        """
        self._names: list[str] = []
        self._places: dict[str, tuple[int, str]] = {}
        wholes: list[str] = []
        bare: list[str] = []
        for name, form in forms:
            whole, without = self._compiled(form, places, words)
            self._names.append(name)
            wholes.append(whole)
            bare.append(without)
        self.pattern = f"(?:{'|'.join(bare)})" if bare else "(?!)"
        self._all = re.compile("|".join(wholes)) if wholes else None

    def match(self, said: str) -> tuple[str, dict[str, str]] | None:
        """The name of the first form that the words have, and what stands in its places."""
        found = self._all and self._all.fullmatch(said)
        if not found:
            return None
        name, values = "", {}
        for group, value in found.groupdict().items():
            if value is not None:
                number, place = self._places[group]
                name = self._names[number]
                if place:
                    values[place] = value
        return name, values

    def _compiled(
        self, form: str, places: Mapping[str, str], words: Callable[[str], str]
    ) -> tuple[str, str]:
        number = len(self._names)
        named, bare = "", ""
        for part, optional, gap in _parts(form, words):
            place = part[1:-1]
            if part[:1] != "{":
                inner = inner_named = part
            elif place not in places:
                raise ValueError(f"words.yaml: `{form}` has {{{place}}}, which is no place")
            else:
                group = f"f{number}_{place}"
                self._places[group] = (number, place)
                inner, inner_named = places[place], f"(?P<{group}>{places[place]})"
            bare += _fitted(inner, optional, gap)
            named += _fitted(inner_named, optional, gap)
        self._places[f"f{number}"] = (number, "")
        return f"(?P<f{number}>{named})", f"(?:{bare})"


def _fitted(pattern: str, optional: bool, gap: tuple[str, str]) -> str:
    return f"(?:{gap[0]}(?:{pattern}){gap[1]}){'?' if optional else ''}"


def _parts(form: str, words: Callable[[str], str]) -> list[tuple[str, bool, tuple[str, str]]]:
    """Each part as a pattern or a `{place}`, whether it may be left out, and its spaces."""
    found: list[tuple[str, bool, tuple[str, str]]] = []
    begun, after_place = False, False
    end = -1
    for match in _PART.finditer(form):
        part, joined, end = match[0], match.start() == end, match.end()
        is_place = part[0] == "{"
        optional = part.endswith("?}") if is_place else part.endswith(("|)", "||)"))
        pattern = part.replace("?", "") if is_place else _choice(part, words)
        near = joined or (after_place and is_place)
        before = (" ?" if near else " ") if begun else ""
        after = " " if optional and not begun else ""
        found.append((pattern, optional, (before, after)))
        begun = begun or not optional
        after_place = is_place
    return found


def _choice(part: str, words: Callable[[str], str]) -> str:
    texts = part[1:-1].split("|") if part[0] == "(" else [part]
    return "|".join(re.escape(words(text)) for text in texts if text)


def any_of(texts: Iterable[str]) -> str:
    """A pattern for one of the texts, the longest that fits."""
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True)) or "(?!)"
