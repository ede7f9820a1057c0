"""Answers for a spreadsheet or a statistics program, by pseudonym.

Names and contact details are left out: the value of a step that asks for them is empty. What a
person wrote in a free text is theirs and stays as it is, whoever it names; but nothing that is kept
from a member of staff reaches them through an export.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Final, Literal, TextIO

from sqlalchemy import Connection

from bot.checkins.screen import said_words
from bot.texts import WRITTEN_IN, texts_for
from flows.definition import Flow
from flows.events import Answer
from flows.steps import AnyStep, Many, QuestionStep
from storage.exports import StandingAnswer, flow_versions, standing_answers

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""A cell that begins with one of these, or its wide form, would be worked out by a spreadsheet."""


@dataclass(frozen=True, slots=True)
class AnswerExported:
    """One answer. `participant` is a pseudonym; a text stands in `value`, and has no label.

    `value` is an option's key, or those of all that were ticked with commas between, a number, a
    date, a text, or `sent` for a photo or voice note. It is empty when the question was skipped,
    when they prefer not to say (`status` tells the two apart), or when it asks for a name or a
    contact. `label` is what was answered in the words of the flow's author: those of the option, or
    "7 out of 10", "3 hours", "30 March 2026". `kept_from_staff` is yes where a member of staff must
    not read the answer; a text is then left out, unless the readers of the file were named.
    """

    participant: str
    cohort: str
    flow: str
    version: str
    session: int
    step: str
    measure: str | None
    value: str | int | float | None
    label: str | None
    status: str
    answered_at: datetime
    kept_from_staff: Literal["yes", "no"]


COLUMNS: Final = tuple(field.name for field in fields(AnswerExported))


@dataclass(frozen=True, slots=True)
class Export:
    """The rows, and how many answers are not in them because they are kept from somebody."""

    rows: tuple[AnswerExported, ...]
    left_out: int


def answers(
    connection: Connection, project_id: int | None = None, readers: frozenset[int] = frozenset()
) -> Export:
    """The answers of one project, or of all. One that was changed later is left out.

    `readers` are the members of staff who will read it. When nobody is named, no text is in it that
    is kept from anybody, and its row says so. For named readers the rows are left out that are
    kept from one of them, and these only: a row that says so would tell them that somebody has
    spoken about them.
    """
    versions = {
        key: (flow, version, {step.id: step for step in Flow.from_json(definition).steps})
        for key, (flow, version, definition) in flow_versions(connection).items()
    }
    rows: list[AnswerExported] = []
    left_out = 0
    for one in standing_answers(connection, project_id):
        flow, version, steps = versions[one.flow_version_id]
        row = _exported(one, flow, version, steps.get(one.step))
        if one.kept_from & readers:
            left_out += 1
            continue
        if one.kept_from and not readers and one.text is not None and row.value is not None:
            left_out += 1
            row = replace(row, value=None)
        rows.append(row)
    return Export(tuple(rows), left_out)


def write_json(rows: Iterable[AnswerExported], file: TextIO) -> int:
    """One list, a row on each line; returns how many."""
    written = 0
    file.write("[")
    for row in rows:
        file.write(",\n" if written else "\n")
        file.write(json.dumps(_cells(row), ensure_ascii=False))
        written += 1
    file.write("\n]\n" if written else "]\n")
    return written


def write_csv(rows: Iterable[AnswerExported], file: TextIO) -> int:
    """A heading, then a row each; returns how many. The file must not translate line ends.

    A text that a spreadsheet would take for a formula gets an apostrophe before it.
    """
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    written = 0
    for row in rows:
        writer.writerow([_harmless(cell) for cell in _cells(row).values()])
        written += 1
    return written


def _exported(one: StandingAnswer, flow: str, version: str, step: AnyStep | None) -> AnswerExported:
    value: str | int | float | None = one.value
    label = one.label
    if one.text is not None:
        value, label = (None if _asks_who_or_where(step) else one.text), None
    elif one.value is not None:
        if one.kind in ("rating", "number"):
            value = int(one.value) if one.value.lstrip("-").isdecimal() else float(one.value)
        if isinstance(step, QuestionStep) and label is not None:
            label = _authors_words(step, one.value)
    return AnswerExported(
        participant=one.participant,
        cohort=one.cohort,
        flow=flow,
        version=version,
        session=one.session,
        step=one.step,
        measure=one.measure or None,
        value=value,
        label=label,
        status=one.status,
        answered_at=one.answered_at,
        kept_from_staff="yes" if one.kept_from else "no",
    )


def _authors_words(step: QuestionStep, value: str) -> str:
    """Two languages, one codebook: the author's words and not the translated ones."""
    words = {option.key: option.label for option in step.shown}
    keys = value.split(",") if isinstance(step, Many) else [value]
    label = "\n".join(words.get(key, key.removesuffix(".0")) for key in keys)
    answer = Answer(step.id, 0, step.kind, value, label, "answered")
    return said_words(texts_for(WRITTEN_IN), step.question(()), answer, {})


def _asks_who_or_where(step: AnyStep | None) -> bool:
    """Whether a free text of this step is a name or a way to reach somebody."""
    return isinstance(step, QuestionStep) and (step.contact or step.keeps == "name")


def _cells(row: AnswerExported) -> Mapping[str, str | int | float | None]:
    cells = {name: getattr(row, name) for name in COLUMNS}
    cells["answered_at"] = row.answered_at.isoformat()
    return cells


def _harmless(cell: str | int | float | None) -> str | int | float | None:
    if isinstance(cell, str) and cell.lstrip(" \u00a0\ufeff\n").startswith(_FORMULA):
        return f"'{cell}"
    return cell
