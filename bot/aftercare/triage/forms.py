"""The forms of an English verb: what `hit~` in a phrase file stands for."""

from __future__ import annotations

from collections.abc import Mapping

_VOWELS = "aeiou"


def forms(verb: str, irregular: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """`verb`, with -s, -ed and -ing, and its irregular forms where the phrase file lists them."""
    found = {verb, _with_s(verb), *_with_ending(verb, "ing"), *irregular.get(verb, ())}
    if verb not in irregular:
        found |= _with_ending(verb, "ed")
    return frozenset(found)


def _with_s(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def _with_ending(verb: str, ending: str) -> set[str]:
    """With the last letter doubled as well where that may be right: stab, stabbed."""
    if verb.endswith("e") and not verb.endswith("ee"):
        return {verb[:-1] + ending}
    if ending == "ed" and verb.endswith("y") and verb[-2] not in _VOWELS:
        return {verb[:-1] + "ied"}
    found = {verb + ending}
    if len(verb) > 2 and verb[-1] not in _VOWELS + "wxy" and verb[-2] in _VOWELS:
        found.add(verb + verb[-1] + ending)
    return found
