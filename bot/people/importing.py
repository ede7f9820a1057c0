"""Adding many participants from a spreadsheet that was saved as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from bot.people.enrolment import enrol, make_code
from bot.people.names import NameProblem, tidy_name
from storage.rows import AnyRow

COLUMN: Final = "name"
FACILITATOR: Final = "facilitator"
CONTACT: Final = re.compile(r"phone|mobile|e-?mail|\btel\b", re.IGNORECASE)
"""In the headings of columns that hold how to reach somebody, which is not kept."""

AT_ONCE: Final = 100
"""Participants added in one transaction: others, such as a running bot, get their turn between."""

_SEPARATORS: Final = (",", ";", "\t")


class NoSpreadsheet(ValueError):  # noqa: N818 - it is the sentence that the user reads
    """The file cannot be read as a list of participants; the message says what to do."""


@dataclass(frozen=True, slots=True)
class NamedRow:
    """One participant to be. `row` is the number that a spreadsheet shows: the headings are 1.

    `facilitator` is as it was written, an id or a name; "" when there is none.
    """

    row: int
    name: str
    facilitator: str = ""


@dataclass(frozen=True, slots=True)
class RowToAdd:
    """One participant to be, with the id of their facilitator."""

    row: int
    name: str
    facilitator_id: int | None


@dataclass(frozen=True, slots=True)
class RowProblem:
    """A row that cannot be used, and why."""

    row: int
    problem: str


@dataclass(frozen=True, slots=True)
class NameList:
    """What a file holds. `unused` are the headings of columns that are not kept.

    `contacts` are those of them that hold phone numbers or e-mail addresses.
    """

    rows: tuple[NamedRow, ...]
    problems: tuple[RowProblem, ...]
    unused: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """A participant who was added; `code` is their pseudonym and `join_code` lets them in once."""

    row: int
    name: str
    code: str
    join_code: str


def read_names(content: bytes) -> NameList:
    """The participants in a CSV file. Raises NoSpreadsheet when it has no column `name`.

    A column `facilitator` is read, too.
    Columns are parted by commas, semicolons or tabs, as the headings are. Empty rows do not count.
    """
    text = _decoded(content)
    first, _, _ = text.partition("\n")
    separator = max(_SEPARATORS, key=first.count)
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        headings = [heading.strip() for heading in next(records, [])]
    except csv.Error as error:
        raise NoSpreadsheet(f"The headings cannot be read: {error}.") from error
    column = _column_of_names(headings)
    other = _column(headings, FACILITATOR)
    rows: list[NamedRow] = []
    problems: list[RowProblem] = []
    for number, cells in _numbered(records, problems):
        try:
            name = _name_in(cells, column, len(headings))
            rows.append(NamedRow(number, name, _cell(cells, other)))
        except NameProblem as problem:
            problems.append(RowProblem(number, str(problem)))
    unused = tuple(
        one for place, one in enumerate(headings) if place not in (column, other) and one
    )
    contacts = tuple(one for one in unused if CONTACT.search(one))
    return NameList(tuple(rows), tuple(problems), unused, contacts)


def namesakes(rows: Iterable[NamedRow], there: Iterable[str]) -> dict[int, str]:
    """The rows with a name that is `there` already or in a row before, and which of the two.

    Capitals do not matter.
    """
    in_cohort = {name.casefold() for name in there}
    first: dict[str, int] = {}
    found = {}
    for one in rows:
        name = one.name.casefold()
        if name in in_cohort:
            found[one.row] = "somebody of this name is in the cohort already"
        elif name in first:
            found[one.row] = f"row {first[name]} has the same name"
        first.setdefault(name, one.row)
    return found


def import_rows(
    connection: Connection, rows: Iterable[RowToAdd], cohort: AnyRow, now: datetime
) -> list[Imported]:
    """Adds participants to the cohort (a row with id and project_id), each with a code to join."""
    made = []
    for one in rows:
        person = enrol(
            connection,
            role="participant",
            project_id=cohort.project_id,
            cohort_id=cohort.id,
            facilitator_id=one.facilitator_id,
            name=one.name,
            now=now,
        )
        code = make_code(connection, person.id, now)
        made.append(Imported(one.row, one.name, person.code, code))
    return made


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise NoSpreadsheet(
            f'The file is not UTF-8 text (line {line}). Save the spreadsheet as "CSV UTF-8".'
        ) from None


def _column_of_names(headings: Sequence[str]) -> int:
    found = _column(headings, COLUMN)
    if not any(headings):
        raise NoSpreadsheet(f"The file is empty. Its first row must have the heading {COLUMN}.")
    if found is None:
        listed = ", ".join(one for one in headings if one)
        raise NoSpreadsheet(
            f"The first row has no heading {COLUMN}. It has: {listed[:200]}. "
            f"Call the column with the names: {COLUMN}"
        )
    return found


def _column(headings: Sequence[str], name: str) -> int | None:
    """Where the column of this name is; None when there is none. Raises NoSpreadsheet."""
    found = [place for place, one in enumerate(headings) if one.casefold() == name]
    if len(found) > 1:
        raise NoSpreadsheet(f"The first row has the heading {name} more than once.")
    return found[0] if found else None


def _cell(cells: list[str], column: int | None) -> str:
    return " ".join(cells[column].split()) if column is not None and column < len(cells) else ""


def _numbered(
    records: Iterator[list[str]], problems: list[RowProblem]
) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with its number."""
    number = 1
    while True:
        number += 1
        try:
            cells = next(records)
        except StopIteration:
            return
        except csv.Error as error:
            problems.append(RowProblem(number, _quoting_words(error)))
            continue
        if any(cell.strip() for cell in cells):
            yield number, cells


def _name_in(cells: list[str], column: int, width: int) -> str:
    if any(cell.strip() for cell in cells[width:]):
        raise NameProblem(
            "the row has more cells than there are headings; "
            "a name with a comma in it needs quotation marks around it"
        )
    return tidy_name(cells[column] if column < len(cells) else "")


def _quoting_words(error: csv.Error) -> str:
    if "unexpected end of data" in str(error):
        return "a quotation mark is opened and never closed, so all after it is left out"
    return "a quotation mark is out of place"
