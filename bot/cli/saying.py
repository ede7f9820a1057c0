"""What commands print: data on standard output, sentences for people on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime


class CannotDo(Exception):  # noqa: N818 - it is the sentence that the user reads
    """A command ends here, with exit status 1 and this one sentence."""


def print_json(document: object) -> None:
    """One JSON document; instants as ISO 8601."""
    print(json.dumps(document, ensure_ascii=False, indent=2, default=_as_json))


def _as_json(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} cannot be written as JSON")


def say(sentence: str) -> None:
    """A line of the answer itself, where it is read by a person."""
    print(sentence)


def note(sentence: str) -> None:
    """Something to know besides the answer."""
    print(sentence, file=sys.stderr)


def print_list(
    rows: Sequence[Mapping[str, object]],
    headings: Sequence[str],
    cells: Iterable[Sequence[str]],
    *,
    none: str,
    as_json: bool,
) -> None:
    """What there is: the rows as JSON; or their cells as a table, and `none` where it is empty."""
    if as_json:
        print_json(rows)
    elif not rows:
        say(none)
    else:
        print_table(headings, cells)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A table for a person to read; nothing in it is taken for markup."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, show_edge=False, header_style="bold")
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    # Into a pipe or a file a line stays a line, however narrow a terminal may be.
    Console(width=None if sys.stdout.isatty() else 200).print(table)


def in_zone(at: datetime | None, zone: str) -> str:
    """`2026-11-24 09:00 GMT`: an instant in an IANA time zone; nothing for None."""
    from zoneinfo import ZoneInfo

    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M %Z}" if at is not None else ""


def counted(number: int, one: str, many: str) -> str:
    """`1 row`, `2 rows`."""
    return f"{number} {one if number == 1 else many}"
