"""Parts of a flow in their right form, for an author who wrote them in another."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from flows.reading import Path

_OTHERWISE: Final = "docs/flows.md shows each part in its right form."
_FLAG: Final = "{when: \"late == 'yes'\", level: soon, topic: low, reason: was late again}"
_FORMS: Final = {
    "options": "Write a key before each answer: options: {walk: I walked, bus: By bus}.",
    "scale": "Write `scale: {from: 0, to: 10, low: Not at all, high: Completely}`, or "
    "`scale: {words: [Bad, Middling, Good]}`.",
    "words": "Put them in square brackets: words: [Bad, Middling, Good].",
    "flag": f"Write flag: {_FLAG}.",
    "branch": "Write a list of ways: [{when: \"late == 'yes'\", to: sorry}, {to: thanks}].",
    "set": "Write a name and what it is: set: {together: listened + fair}.",
    "repeat": "Write `over:` and `steps:` below it.",
    "accepts": "Put it in square brackets: accepts: [photo].",
    "steps": "Begin each step with a dash: - id: hello.",
}
_WORDS: Final = re.compile(r"[a-z0-9]+")
_LONGEST_KEY: Final = 20


def form_of(path: Path, given: object) -> str:
    """How to write what stands at `path`, where something of another form was `given`."""
    name = next((part for part in reversed(path) if isinstance(part, str)), "")
    if name == "options" and isinstance(given, list) and (keyed := _keyed(given)):
        return f"Write a key before each answer: options: {{{keyed}}}."
    return _FORMS.get(name, _OTHERWISE)


def _keyed(labels: list[object]) -> str:
    """The first answers, each with a key of its own: `walked: I walked, bus: By bus`."""
    found: dict[str, str] = {}
    texts = (label for label in labels if isinstance(label, str))
    for label in islice(texts, 2):
        words = [word for word in _WORDS.findall(label.lower()) if len(word) <= _LONGEST_KEY]
        if not words or words[-1] in found or not re.fullmatch(r"[\w ]+", label):
            return ""
        found[words[-1]] = label
    return ", ".join(f"{key}: {label}" for key, label in found.items())
