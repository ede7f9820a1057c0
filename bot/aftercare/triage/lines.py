"""Triage of many texts: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from bot.aftercare.triage.triage import Triage

FORM: Final = 'Each line is to be like this: {"id": "1", "text": "what somebody wrote"}'


class TriageLineError(ValueError):
    """A line cannot be read. The message says which line and what is wrong; no text is in it."""


def triage_lines(
    lines: Iterable[str], triage: Triage, staff: Collection[str] = ()
) -> Iterator[str]:
    """For each line {"id", "text"} a line {"id", "level", "rule", "topic", "span"}.

    Empty lines are passed over. `span` is [start, end] in characters, or null. Raises
    TriageLineError at the first line that is not such a record; what came before stands. `staff`
    are the first names of staff.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        given = _record(line, number)
        finding = triage.triage(given["text"], staff)
        found = {
            "id": given["id"],
            "level": finding.level,
            "rule": finding.rule,
            "topic": finding.topic,
            "span": list(finding.span) if finding.span else None,
        }
        yield json.dumps(found, ensure_ascii=False)


def _record(line: str, number: int) -> dict[str, str]:
    try:
        given = json.loads(line.lstrip("\ufeff"))
    except ValueError as error:
        reason = getattr(error, "msg", "it cannot be read")
        raise TriageLineError(f"Line {number} is not JSON ({reason}). {FORM}") from None
    if not isinstance(given, dict):
        raise TriageLineError(f"Line {number} is not an object. {FORM}")
    if "id" not in given:
        raise TriageLineError(f'Line {number} has no "id". {FORM}')
    if not isinstance(given.get("text"), str):
        raise TriageLineError(f'Line {number} needs a "text" that is a string. {FORM}')
    return given
