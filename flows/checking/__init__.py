"""Proves a flow sound before anyone can send it.

That it only goes forward and ends is part of being a Flow (flows/definition.py). Here: names and
options exist where they are used, texts and buttons can be shown in every language, and what the
flow does is proved for all answers (flows/proving.py).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from flows.checking.finding import Found
from flows.checking.naming import (
    consent_faults,
    flag_faults,
    measure_faults,
    name_faults,
    own_words_warnings,
)
from flows.checking.saying import (
    Translations,
    age_of,
    age_warnings,
    language_faults,
    text_faults,
    title_faults,
)
from flows.checking.ways import before_each, otherwise_warnings, unreached, way_faults
from flows.conditions import Names
from flows.definition import Flow, load
from flows.library import library, library_document, library_texts
from flows.problems import FlowError, Problem
from flows.proving import Proof, prove
from flows.reading import Document, Path
from flows.steps import AnyStep
from flows.unrolling import Called

ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class Examined:
    """A flow file that was looked at.

    `flow` is None where the file is no flow. `proof` is None where there was nothing to explore,
    since names in conditions mean nothing. `ages` are the reading ages of steps in years; None for
    one with few words. There are none for a flow that is not in English.
    """

    flow: Flow | None
    problems: tuple[Problem, ...]
    proof: Proof | None = None
    ages: Mapping[str, float | None] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity == "error")

    @property
    def warnings(self) -> tuple[Problem, ...]:
        return tuple(one for one in self.problems if one.severity == "warning")

    @property
    def sound(self) -> bool:
        """Whether it may be sent."""
        return self.flow is not None and not self.errors


def check(text: str, source: str) -> tuple[Flow | None, list[Problem]]:
    """The flow in a YAML text, if it is one, and everything that is wrong with it, by line.

    It may be sent when none of the problems is an error. `source` is the file's name.
    """
    examined = examine(text, source)
    return examined.flow, list(examined.problems)


def examine(
    text: str,
    source: str,
    *,
    language: str = ENGLISH,
    languages: Translations = MappingProxyType({}),
    others: Mapping[str, Flow] | None = None,
    called: Called = library_document,
) -> Examined:
    """All that can be said about a YAML text.

    `language` is the one that it is written in, `languages` the translations of its texts into the
    others that are offered. `others` are the flows whose earlier answers it may read, by name, and
    `called` finds those that it calls: both are the library's when nothing is given.
    """
    try:
        loaded = load(text, source, called)
    except FlowError as error:
        return Examined(None, error.problems)
    return _examined(loaded.flow, loaded.document, language, languages, others)


def examine_flow(
    flow: Flow,
    *,
    language: str = ENGLISH,
    languages: Translations = MappingProxyType({}),
    others: Mapping[str, Flow] | None = None,
) -> Examined:
    """As `examine`, for a flow that was read already; its problems have no lines."""
    document = Document(flow.name, json.loads(flow.to_json()), {})
    return _examined(flow, document, language, languages, others)


def _examined(
    flow: Flow,
    document: Document,
    language: str,
    languages: Translations,
    others: Mapping[str, Flow] | None,
) -> Examined:
    known = {**(_readable() if others is None else others), flow.name: flow}
    return _Examiner(flow, document, known, languages, language).examine()


def _readable() -> Mapping[str, Flow]:
    """The flows of the library; without those that cannot be read while somebody works on them."""
    try:
        return library()
    except FlowError:
        flows = (_loaded(text, source) for source, text in library_texts().items())
        return {flow.name: flow for flow in flows if flow is not None}


def _loaded(text: str, source: str) -> Flow | None:
    """The flow in a file of the library; None where it is none."""
    try:
        return load(text, source, library_document).flow
    except FlowError:
        return None


def name_problems(flow: Flow, others: Mapping[str, Flow]) -> list[str]:
    """Names in conditions that mean nothing; without any, all that can happen can be looked at."""
    names, before = Names(flow, others), before_each(flow)
    lost = unreached(flow, before)
    found = {step.id: list(name_faults(names, step, before[step.id])) for step in flow.steps}
    if any(found[step] for step in lost):  # then that is what has to be mended first
        found = {step.id: list(way_faults(flow, step, lost)) for step in flow.steps}
    return [
        f"{step}: {one.what}. {one.mend}"
        for step, problems in found.items()
        for one in problems
        if one.severity == "error"
    ]


class _Examiner:
    def __init__(
        self,
        flow: Flow,
        document: Document,
        others: Mapping[str, Flow],
        languages: Translations,
        language: str,
    ) -> None:
        self._flow = flow
        self._document = document
        self._others = others
        self._languages = languages
        self._english = language.partition("@")[0] == ENGLISH
        self._names = Names(flow, others)
        self._before = before_each(flow)
        self._lost = unreached(flow, self._before)

    def examine(self) -> Examined:
        titles = title_faults(self._flow, self._languages)
        problems = [self._problem((), found) for found in titles]
        named = True
        for place, step in enumerate(self._flow.steps):
            wrong_names = list(name_faults(self._names, step, self._before[step.id]))
            named = named and not wrong_names
            found = list(self._faults(step))
            if step.id not in self._lost:  # for one that is lost, nothing was asked before it
                found += wrong_names or own_words_warnings(self._names, step)
            problems += [self._problem(self._path(place), one) for one in found]
        proof = prove(self._flow, self._others) if named else None
        if proof is not None:
            problems += self._doubted(proof, {(one.line, one.step) for one in problems})
            problems += self._otherwise(proof)
        return Examined(
            self._flow,
            tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.line)),
            proof,
            {step.id: age_of(step) for step in self._flow.steps} if self._english else {},
        )

    def _faults(self, step: AnyStep) -> Iterator[Found]:
        before = self._before[step.id]
        yield from way_faults(self._flow, step, self._lost)
        named = self._names.set if step.id in self._lost else before & self._names.set
        yield from text_faults(step, named, self._flow.route.questions)
        yield from language_faults(step, self._languages)
        yield from flag_faults(step)
        yield from consent_faults(step)
        yield from measure_faults(step)
        if self._english:
            yield from age_warnings(step)

    def _otherwise(self, proof: Proof) -> Iterable[Problem]:
        """Branches without a way for everybody; one that is repeated is told once."""
        found: dict[tuple[str, int], Problem] = {}
        for place, step in enumerate(self._flow.steps):
            for one in otherwise_warnings(self._flow, step, proof.exploration.outcomes):
                problem = self._problem(self._path(place), one)
                found.setdefault((problem.file, problem.line), problem)
        return found.values()

    def _doubted(self, proof: Proof, known: set[tuple[int, str]]) -> Iterator[Problem]:
        """What could not be proved; nothing more about lines where something is known already."""
        place = self._flow.route.place
        paths = {step: self._path(place[step]) for step in place}
        same = {step.id: self._written(step, paths[step.id]) for step in self._flow.steps}
        copies = Counter(same.values())
        alike = Counter((same[doubt.step], doubt.where, doubt.of_all) for doubt in proof.doubts)
        for doubt in proof.doubts:
            if doubt.step in self._lost:  # that no way leads to it is told already
                continue
            one = same[doubt.step]
            if doubt.of_all and alike[one, doubt.where, doubt.of_all] < copies[one]:
                continue
            problem = self._problem(paths[doubt.step], Found(doubt.where, doubt.what, doubt.mend))
            if (problem.line, problem.step) not in known or doubt.where:
                yield problem

    def _written(self, step: AnyStep, path: Path) -> tuple[str, int, str, str]:
        """What is the same for steps that were written once, and stand here several times."""
        file, line = self._document.file(path), self._document.line(path)
        return file, line, step.kind, step.id.rpartition(".")[2]

    def _path(self, place: int) -> Path:
        return ("steps", place)

    def _problem(self, path: Path, found: Found) -> Problem:
        where = (*path, *found.where)
        return self._document.problem(where, found.what, found.mend, found.severity)
