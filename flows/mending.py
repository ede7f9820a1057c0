"""Pydantic's errors, put as what is wrong with a flow file and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from pydantic import ValidationError

from flows.problems import Problem
from flows.reading import Document, Path
from flows.right_forms import form_of
from flows.steps import KINDS, kinds_of
from flows.steps.flag import topic_fault

_PATTERNS: Final = {
    "id": "An id begins with a small letter and has small letters, digits and _, at most 40.",
    "to": "Write the id of a step further down.",
    "next": "Write the id of a step further down.",
    "flow": "A flow's name begins with a small letter and has small letters, digits and -.",
    "measure": "Write the measure and its item with a dot between them, as in session.heard.",
    "keeps": "It can be name, times, way, safe_here, or a consent, as in consent.check_ins.",
    "options": "An option's key has small letters, digits, _ and -, at most 20, and no spaces.",
}
_VALUES: Final = {
    "string_type": ("must be text", 'Put the text in quotation marks: "…".'),
    "string_too_short": ("is empty", "Write a text here."),
    "string_too_long": ("is too long", "Use at most {max_length} characters."),
    "literal_error": ("is not one that is known", "It can be {expected}."),
    "int_parsing": ("must be a whole number", "Write it in digits."),
    "int_type": ("must be a whole number", "Write it in digits."),
    "int_from_float": ("must be a whole number", "Leave out what is behind the point."),
    "bool_parsing": ("must be true or false", "Write true or false."),
    "bool_type": ("must be true or false", "Write true or false."),
    "too_short": ("holds too little", "At least {min_length} must stand here."),
    "greater_than_equal": ("is too small", "Use at least {ge}."),
    "less_than_equal": ("is too big", "Use at most {le}."),
}
_PARTS: Final = {
    "scale": ["from", "to", "low", "high", "words"],
    "repeat": ["over", "most", "as", "steps"],
}
_LIST: Final = "must be a list"
_OTHERWISE: Final = "is not of the right form"
_KINDS_SAID: Final = ", ".join(f"`{kind}:`" for kind in KINDS)


def problems_of(error: ValidationError, document: Document) -> list[Problem]:
    """All that pydantic found, each with its line."""
    errors = error.errors(include_url=False)
    # A list counts as too short when something in it is wrong; that is said once.
    inside = {found["loc"][:end] for found in errors for end in range(len(found["loc"]))}
    found_problems = (
        document.problem(path, what, mend)
        for found in errors
        if found["type"] != "too_short" or found["loc"] not in inside
        for path, what, mend in _said(found["type"], _path(found["loc"]), found)
    )
    # Topics are looked at later, and would only come to light when all this is mended.
    topics = (document.problem(path, *fault) for path, fault in _topics(document.data, ()))
    return list(dict.fromkeys((*found_problems, *topics)))


def _topics(data: object, path: Path) -> Iterator[tuple[Path, tuple[str, str]]]:
    """Topics of flags that nobody knows, wherever they stand."""
    if isinstance(data, list):
        parts: Iterator[tuple[str | int, object]] = iter(enumerate(data))
    else:
        parts = iter(data.items()) if isinstance(data, dict) else iter(())
    for key, value in parts:
        if key == "topic" and "flag" in path[-2:] and isinstance(value, str):
            if fault := topic_fault(value):
                yield (*path, key), fault
        else:
            yield from _topics(value, (*path, key))


def _path(location: Path) -> Path:
    """The place in the file; pydantic puts a step's kind after its number, and marks keys."""
    parts: list[str | int] = []
    tag_next = False
    for part in location:
        if part == "[key]" or (tag_next and part in KINDS):
            tag_next = False
            continue
        tag_next = isinstance(part, int) and parts[-1:] == ["steps"]
        parts.append(part)
    return tuple(parts)


def _said(type_: str, path: Path, found: Mapping[str, Any]) -> Iterator[tuple[Path, str, str]]:
    context = found.get("ctx", {})
    if type_ == "flow_structure":
        yield from context["found"]
    elif type_ == "flow":
        yield path, context["what"], context["mend"]
    elif type_ == "union_tag_not_found":
        yield (path, *_no_kind(found["input"]))
    elif type_ in ("model_type", "model_attributes_type") and not path:
        yield path, "this is not a flow", "Begin with `flow:`, `title:` and `steps:`."
    elif type_ == "missing":
        what = f"`{path[-1]}:` is missing"
        yield path, what, f"Add `{path[-1]}:` here."
    elif type_ == "extra_forbidden":
        yield (path, *_unknown(path, found))
    else:
        yield (path, *_value(type_, path, found))


def _no_kind(step: object) -> tuple[str, str]:
    kinds = kinds_of(step)
    if not isinstance(step, dict):
        return "this is not a step", f"A step has an `id:` and one of {_KINDS_SAID}."
    if not kinds:
        close = [
            kind for key in step for kind in get_close_matches(str(key), KINDS, n=1, cutoff=0.7)
        ]
        mend = f"Did you mean `{close[0]}:`?" if close else f"Give it one of {_KINDS_SAID}."
        return "this step does not say what kind it is", mend
    both = " and ".join(f"`{kind}:`" for kind in kinds)
    return f"this step is two things at once: {both}", "Make two steps of it."


def _unknown(path: Path, found: Mapping[str, Any]) -> tuple[str, str]:
    known = _fields(found)
    close = get_close_matches(str(path[-1]), known, n=1)
    mend = f"Did you mean `{close[0]}:`?" if close else "Take it away, or look for its right name."
    return f"`{path[-1]}:` means nothing here", mend


def _fields(found: Mapping[str, Any]) -> list[str]:
    """What can stand where something unknown stood: in a step, all that its kind can have."""
    match found["loc"]:
        case (*_, "steps", int(), str(kind), str()) if kind in KINDS:
            return [field.alias or name for name, field in KINDS[kind].model_fields.items()]
        case (*_, str(part), str()) if part in _PARTS:
            return _PARTS[part]
    return ["format", "flow", "title", "steps", "when", "to", "level", "topic", "reason"]


def _value(type_: str, path: Path, found: Mapping[str, Any]) -> tuple[str, str]:
    named = f"`{path[-1]}:`" if path and isinstance(path[-1], str) else "this"
    place = next((str(part) for part in reversed(path) if part in _PATTERNS), None)
    if type_ == "string_pattern_mismatch" and place is not None:
        return f"{named} is not written as it must be", _PATTERNS[place]
    if type_ in _VALUES:
        what, mend = _VALUES[type_]
        return f"{named} {what}", mend.format(**found.get("ctx", {}))
    what = _LIST if type_ == "tuple_type" and path[-1:] != ("flag",) else _OTHERWISE
    return f"{named} {what}", form_of(path, found["input"])
