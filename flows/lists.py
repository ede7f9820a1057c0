"""The lists of a project that a flow goes through."""

from __future__ import annotations

import re
from typing import Final

from flows.definition import Flow
from flows.facts import PROJECT_LISTS
from flows.wording import messages_of

_IN_BRACES: Final = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_NAMED: Final = re.compile(rf"\s*({'|'.join(PROJECT_LISTS)})[.\[](\d+)\]?\s*")
"""A condition names `actions.0`, and a text {{ actions[0] }}; neither can name all of a list."""


def lists_in(flow: Flow) -> dict[str, int]:
    """The lists that the flow names, each with how much of it the flow goes through."""
    said = (text for step in flow.steps for _, text in messages_of(step))
    spoken = (inside for text in said for inside in _IN_BRACES.findall(text))
    found: dict[str, int] = {}
    for words in (*flow.route.names, *spoken):
        if named := _NAMED.fullmatch(words):
            name, place = named.groups()
            found[name] = max(found.get(name, 0), int(place) + 1)
    return dict(sorted(found.items()))
