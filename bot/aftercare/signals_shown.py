"""What raised a flag, and what was written while it was open, as staff read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.asked import QuestionShown
from bot.aftercare.when import when_words
from bot.aftercare.wording import level_words, plain_reasons
from bot.aftercare.written_after import Written, all_that_was_said
from bot.texts import Texts
from storage.flag_flows import answer_given
from storage.rows import AnyRow

_URGENCY: Final = ("urgent", "soon", "routine")


@dataclass(frozen=True, slots=True)
class SignalShown:
    """One thing that somebody said or did. `span` is the part of `words` that matched.

    `level_words` is "" for what needed nobody by itself. `rules` are the phrase rules that matched.
    `asked` is the question that was answered, as it was put in that conversation, and `answer` what
    the words were taken as, where that is more than the words; both may be "".
    """

    at: datetime
    at_words: str
    level_words: str
    reason: str
    rules: tuple[str, ...]
    asked: str
    answer: str
    words: str
    span: tuple[int, int] | None


def signals_shown(
    connection: Connection,
    flag_id: int,
    asked: Mapping[int, Mapping[str, QuestionShown]],
    texts: Texts,
    now: datetime,
    zone: str,
) -> tuple[SignalShown, ...]:
    """All of a flag in order; what one message or one press raised more than once is one."""
    said = all_that_was_said(connection, flag_id, texts)
    return tuple(
        _shown(connection, list(together), asked, texts, now, zone)
        for _, together in groupby(said, lambda one: (one[0].at, one[0].session_id, one[1]))
    )


def _shown(
    connection: Connection,
    said: Sequence[tuple[AnyRow | Written, str]],
    asked: Mapping[int, Mapping[str, QuestionShown]],
    texts: Texts,
    now: datetime,
    zone: str,
) -> SignalShown:
    rows, words = [row for row, _ in said], said[0][1]
    first = min(rows, key=lambda row: _URGENCY.index(row.level))
    spans = [
        (row.span_start, row.span_end)
        for row in rows
        if row.span_start is not None and row.span_end is not None
    ]
    question = asked.get(first.session_id, {}).get(first.step or "")
    return SignalShown(
        at=first.at,
        at_words=when_words(texts, first.at, now, zone),
        level_words="" if isinstance(first, Written) else level_words(texts, first.level),
        reason="; ".join(plain_reasons(texts, [(row.topic, row.reason) for row in rows])),
        rules=tuple(dict.fromkeys(row.rule for row in rows if _is_phrase_rule(row.rule))),
        asked=question.text if question else "",
        answer=_answer(connection, first, words, question) if question else "",
        words=words,
        span=spans[0] if spans else None,
    )


def _is_phrase_rule(rule: str) -> bool:
    """Whether it is one of the rules of triage, which staff can look up; `topic.what`."""
    return "." in rule and ":" not in rule


def _answer(
    connection: Connection, row: AnyRow | Written, words: str, question: QuestionShown
) -> str:
    """The option that was pressed, or that what was typed was taken as."""
    given = answer_given(connection, row.session_id, row.step, row.at)
    if given is None or given.status != "answered" or given.kind == "text":
        return ""
    keys = (given.value or "").split(",")
    known = all(key in question.labels for key in keys)
    label = ", ".join(question.labels[key] for key in keys) if known else given.label or given.value
    return "" if str(label).casefold() == words.strip().casefold() else str(label)
