"""Part 4: the conversation engine alone, beside others; and what it takes to prove a flow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from time import perf_counter
from typing import Final

from benchmarks.contenders import dialog, engine, survey_core
from benchmarks.figures import Figure
from flows.checking import examine
from flows.expressions import condition
from flows.library import library, library_texts

PART: Final = "The engine alone"
PROOF: Final = "Proving a flow"
PEOPLE: Final = 1_000
FORMS: Final = 30
FORMS_BACK: Final = 8
DIALOGS: Final = 50
"""Fewer for those that take longer: a rate needs no more."""

OURS, OURS_BACK = "WeSaid", "WeSaid, stored between answers"
SURVEY, SURVEY_BACK = "survey-core", "survey-core, stored between answers"
DIALOG = "aiogram-dialog, from the update to the next window"

Runs = Mapping[str, Sequence[float]]


async def measure(rounds: int, say: Callable[[str], None]) -> list[Figure]:
    """So many rounds, each beginning with another contender; what is not installed is left out."""
    runs: defaultdict[str, list[float]] = defaultdict(list)
    left_out = [why for why in (survey_core.missing(), dialog.missing()) if why]
    for why in left_out:
        say(why)
    engine.coming_back(DIALOGS)  # so that nothing is loaded while it is timed
    for number in range(rounds):
        say(f"engine: round {number + 1} of {rounds}")
        contenders = [_ours, _survey_core, _dialog]
        first = number % len(contenders)
        for contend in contenders[first:] + contenders[:first]:
            for name, rate in (await contend()).items():
                runs[name].append(rate)
    return [*_rates(runs), *_ratios(runs), *_proofs(rounds)]


async def _ours() -> dict[str, float]:
    return {OURS: engine.alone(PEOPLE), OURS_BACK: engine.coming_back(PEOPLE)}


async def _survey_core() -> dict[str, float]:
    if survey_core.missing():
        return {}
    found = survey_core.measure(FORMS, FORMS_BACK)
    return {SURVEY: found.alone, SURVEY_BACK: found.coming_back}


async def _dialog() -> dict[str, float]:
    return {} if dialog.missing() else {DIALOG: await dialog.measure(DIALOGS)}


def _rates(runs: Runs) -> Iterator[Figure]:
    for name in (OURS, OURS_BACK, SURVEY, SURVEY_BACK, DIALOG):
        if name in runs:
            yield Figure(PART, name, "steps a second", tuple(runs[name]))


def _ratios(runs: Runs) -> Iterator[Figure]:
    """In each round what was measured in that round is compared, so that noise meets both."""
    for ours, other in ((OURS, SURVEY), (OURS_BACK, SURVEY_BACK), (OURS_BACK, DIALOG)):
        if other in runs:
            pairs = zip(runs[ours], runs[other], strict=True)
            ratios = tuple(one / two for one, two in pairs)
            yield Figure(PART, f"{ours} / {other}", "times", ratios)


def _proofs(rounds: int) -> Iterator[Figure]:
    """The flow of the library with the most steps, and all of them together."""
    largest = max(library().values(), key=lambda flow: len(flow.steps)).name
    every = [_proved(list(library())) for _ in range(rounds)]
    alone = [_proved([largest]) for _ in range(rounds)]
    steps = len(library()[largest].steps)
    name = f"{largest}, the largest of the library ({steps} steps)"
    yield Figure(PROOF, f"{name}: time", "ms", tuple(ms for ms, _ in alone))
    yield Figure(PROOF, f"{name}: states", "states", (alone[0][1],))
    all_names = f"all {len(library())} flows of the library"
    yield Figure(PROOF, f"{all_names}: time", "ms", tuple(ms for ms, _ in every))
    yield Figure(PROOF, f"{all_names}: states", "states", (every[0][1],))


def _proved(names: Sequence[str]) -> tuple[float, int]:
    """Milliseconds to read and check these flows, nothing remembered, and the states looked at."""
    condition.cache_clear()
    states = 0
    begun = perf_counter()
    for name in names:
        source = f"{name}.yaml"
        found = examine(library_texts()[source], source)
        if not found.sound or found.proof is None:
            raise AssertionError(f"{name} is not sound")
        states += found.proof.states
    return (perf_counter() - begun) * 1000, states
