"""Flows of older formats, brought to the newest: one pure function for each step of format.

A file, or a stored flow, says its format under `format:`; without it, it is of the first. Stored
flows are upgraded when they are read, so ids and options must stay as they are: sessions name them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

NEWEST: Final = 2

_Flow = dict[str, Any]


def upgraded(data: object) -> object:
    """The flow in the newest format; what is no flow, or of a format to come, is left as it is."""
    if not isinstance(data, dict):
        return data
    number = data.get("format", 1)
    while isinstance(number, int) and number in UPGRADES:
        data = UPGRADES[number](data)
        number += 1
    return data


def flags_in_lists(flow: _Flow) -> _Flow:
    """From 1 to 2: what a question flags is a list, also where it is one thing."""
    steps = flow.get("steps")
    if isinstance(steps, list):
        flow = {**flow, "steps": [_with_list(step) for step in steps]}
    return {**flow, "format": 2}


def _with_list(step: object) -> object:
    if isinstance(step, dict) and isinstance(step.get("flag"), dict):
        return {**step, "flag": [step["flag"]]}
    return step


UPGRADES: Final[Mapping[int, Callable[[_Flow], _Flow]]] = MappingProxyType({1: flags_in_lists})
"""By the format that each of them begins with."""
