"""What is different between two versions of a flow, in plain words for those who approve it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from flows.condition_words import in_words
from flows.conditions import Names
from flows.definition import Flow
from flows.steps import (
    AnyStep,
    Branch,
    Choice,
    End,
    FlagStep,
    Many,
    QuestionStep,
    Rating,
    Review,
    Say,
    SetStep,
)
from flows.steps.flag import FlagRule

_SHOWN_ELSEWHERE: Final = frozenset(
    {"id", "when", "flag", "options", "scale", "branch", "set", "next"}
)
_MARKS: Final = {
    "sensitive": ("is now marked as sensitive", "is no longer marked as sensitive"),
    "contact": ("now counts as a question of contact", "no longer counts as one of contact"),
    "required": ("can no longer be skipped", "can now be skipped"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: the step it is at ("" for the flow itself), and what it is, as a sentence."""

    step: str
    words: str


def _change(step: str, words: str) -> Change:
    """A quoted text that ends a sentence ends it once."""
    for end in ".?!\u2026":
        words = words.replace(f"{end}\u201d.", f"{end}\u201d")
    return Change(step, words)


def changes(old: Flow, new: Flow, others: Mapping[str, Flow]) -> list[Change]:
    """What somebody who knows the old version must know about the new one, in the new one's order.

    `others` are the flows whose earlier answers they may read, by name.
    """
    return list(_Comparing(old, new, others).changes())


class _Comparing:
    def __init__(self, old: Flow, new: Flow, others: Mapping[str, Flow]) -> None:
        self._old, self._new = old, new
        self._old_names, self._new_names = Names(old, others), Names(new, others)
        self._called = _renamed(old, new)
        self._before = {self._called.get(step.id, step.id): step for step in old.steps}

    def changes(self) -> Iterator[Change]:
        if self._old.title != self._new.title:
            yield _change("", f"The title is now {_quoted(self._new.title)}.")
        for was, now in self._called.items():
            yield _change(now, f"The step `{was}` is now called `{now}`.")
        steps = self._new.route.steps
        for gone, was_there in self._before.items():
            if gone not in steps:
                yield _change(gone, f"{_name(was_there)} was taken away.")
        moved = _moved([kept for kept in self._before if kept in steps], [*steps])
        after = ""
        for step in self._new.steps:
            if step.id not in self._before:
                yield _change(step.id, f"{_name(step)} was added{_place(after)}.{_words(step)}")
            else:
                if step.id in moved:
                    yield _change(step.id, f"{_name(step)} was moved{_place(after)}.")
                yield from self._step(self._before[step.id], step)
            after = step.id

    def _step(self, was: AnyStep, now: AnyStep) -> Iterator[Change]:
        if was.kind != now.kind:
            what = f"`{now.id}` was {_a(was.kind)} and is now {_a(now.kind)}.{_words(now)}"
            yield _change(now.id, what)
        elif _text(was) != _text(now):
            does = "asks" if isinstance(now, QuestionStep) else "says"
            asked = "It asked" if isinstance(now, QuestionStep) else "It said"
            what = f"{_name(now)} now {does} {_quoted(_text(now))}. {asked} {_quoted(_text(was))}."
            yield _change(now.id, what)
        for words in (
            *_options(was, now),
            *_scale(was, now),
            *self._when(was, now),
            *self._ways(was, now),
            *self._flags(was, now),
            *_set(was, now),
            *_rest(was, now),
        ):
            yield _change(now.id, words)

    def _when(self, was: AnyStep, now: AnyStep) -> Iterator[str]:
        if was.when != now.when:
            does = "asked" if isinstance(now, QuestionStep) else "come to"
            if now.when is None:
                yield f"{_name(now)} is now always {does}."
            else:
                yield f"{_name(now)} is now only {does} when {in_words(self._new_names, now.when)}."

    def _ways(self, was: AnyStep, now: AnyStep) -> Iterator[str]:
        before, after = self._goes(self._old_names, was), self._goes(self._new_names, now)
        for way, words in before.items():
            if way not in after:
                yield f"`{now.id}` no longer goes {words}."
        for way, words in after.items():
            if way not in before:
                yield f"`{now.id}` now goes {words}."

    def _goes(self, names: Names, step: AnyStep) -> dict[tuple[str, str], str]:
        """Where the step says to go on, each way with words for it."""
        found: dict[tuple[str, str], str] = {}
        if isinstance(step, Branch):
            for way in step.ways:
                to = self._called.get(way.to, way.to) if names is self._old_names else way.to
                when = "otherwise" if way.when is None else f"when {in_words(names, way.when)}"
                found[to, way.when or ""] = f"to `{to}` {when}"
        elif not isinstance(step, End) and step.next is not None:
            to = self._called.get(step.next, step.next)
            found[to, ""] = f"on to `{to}`"
        return found

    def _flags(self, was: AnyStep, now: AnyStep) -> Iterator[str]:
        before, after = _rules(was), _rules(now)
        for rule in before:
            if rule not in after:
                yield f"{_name(now)} no longer raises {self._raises(self._old_names, rule)}."
        for rule in after:
            if rule not in before:
                yield f"{_name(now)} now raises {self._raises(self._new_names, rule)}."

    def _raises(self, names: Names, rule: FlagRule) -> str:
        level = f"{'an' if rule.level == 'urgent' else 'a'} {rule.level} flag"
        when = "whatever is answered" if rule.when is None else f"when {in_words(names, rule.when)}"
        return f"{level} ({rule.topic}: {rule.reason}) {when}"


def _renamed(old: Flow, new: Flow) -> dict[str, str]:
    """Steps that are the same but for their id."""
    gone = [step for step in old.steps if step.id not in new.route.steps]
    come = [step for step in new.steps if step.id not in old.route.steps]
    found: dict[str, str] = {}
    for step in come:
        same = [one for one in gone if one.id not in found and _same_words(one, step)]
        if same:
            found[same[0].id] = step.id
    return found


def _same_words(one: AnyStep, other: AnyStep) -> bool:
    return one.kind == other.kind and _text(one) != "" and _text(one) == _text(other)


def _moved(before: Sequence[str], after: Sequence[str]) -> set[str]:
    """The fewest steps that were moved: all but a longest run that is still in its order."""
    place = {step: number for number, step in enumerate(after)}
    ends: list[int] = []
    runs: list[list[str]] = []
    for step in before:
        at = bisect_left(ends, place[step])
        run = [*(runs[at - 1] if at else []), step]
        ends[at : at + 1] = [place[step]]
        runs[at : at + 1] = [run]
    return set(before).difference(runs[-1] if runs else ())


def _options(was: AnyStep, now: AnyStep) -> Iterator[str]:
    if not isinstance(was, Choice | Many) or not isinstance(now, Choice | Many):
        return
    name = _name(now)
    for key, label in was.options.items():
        if key not in now.options:
            yield f"{name} no longer has the answer {_quoted(label)}."
        elif now.options[key] != label:
            new = _quoted(now.options[key])
            yield f"In {_name(now, 'the')}, the answer {_quoted(label)} is now {new}."
    for key, label in now.options.items():
        if key not in was.options:
            yield f"{name} has a new answer, {_quoted(label)}."
    kept = [key for key in was.options if key in now.options]
    if kept != [key for key in now.options if key in was.options]:
        yield f"The answers of {_name(now, 'the')} stand in another order."


def _scale(was: AnyStep, now: AnyStep) -> Iterator[str]:
    if isinstance(was, Rating) and isinstance(now, Rating) and was.scale != now.scale:
        yield f"{_name(now)} is now rated {_ends(now)}. It was rated {_ends(was)}."


def _ends(step: Rating) -> str:
    scale = step.scale
    if scale.words:
        return f"in words: {', '.join(scale.words)}"
    return f"from {scale.lowest} ({scale.low}) to {scale.highest} ({scale.high})"


def _set(was: AnyStep, now: AnyStep) -> Iterator[str]:
    if isinstance(was, SetStep) and isinstance(now, SetStep):
        for name, value in now.named.items():
            if was.named.get(name) != value:
                yield f"`{now.id}` now sets `{name}` to `{value}`."
        for name in was.named:
            if name not in now.named:
                yield f"`{now.id}` no longer sets `{name}`."


def _rest(was: AnyStep, now: AnyStep) -> Iterator[str]:
    """Whatever else may stand at a step, so that no difference is left unsaid."""
    if was.kind != now.kind:
        return
    before, after = _plain(was), _plain(now)
    for field in [*after, *(field for field in before if field not in after)]:
        if field in _SHOWN_ELSEWHERE or field == now.kind or before.get(field) == after.get(field):
            continue
        if field in _MARKS:
            yield f"{_name(now)} {_MARKS[field][0 if after.get(field) else 1]}."
        elif field not in after:
            yield f"{_name(now)} no longer has `{field}` ({before[field]})."
        elif field not in before:
            yield f"{_name(now)} now has `{field}`: {after[field]}."
        else:
            yield f"{_name(now)} now has `{field}`: {after[field]}. It was {before[field]}."


def _plain(step: AnyStep) -> dict[str, Any]:
    return step.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _rules(step: AnyStep) -> tuple[FlagRule, ...]:
    return step.flags if isinstance(step, QuestionStep | FlagStep) else ()


def _text(step: AnyStep) -> str:
    return step.text if isinstance(step, Say | QuestionStep | Review | End) else ""


def _words(step: AnyStep) -> str:
    """What it asks or says, as a sentence after another one."""
    text = _text(step)
    does = "asks" if isinstance(step, QuestionStep) else "says"
    return f" It {does} {_quoted(text)}." if text else ""


def _name(step: AnyStep, article: str = "The") -> str:
    kind = "question" if isinstance(step, QuestionStep) else "step"
    return f"{article} {kind} `{step.id}`"


def _place(after: str) -> str:
    return f" after `{after}`" if after else " at the beginning"


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} `{kind}`"


def _quoted(text: str) -> str:
    return f"\u201c{' '.join(text.split())}\u201d"
