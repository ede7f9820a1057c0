"""Part 5: how many texts triage reads in a second on one core, beside TextBlob's sentiment."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, zip_longest
from time import process_time
from typing import Final

from benchmarks.figures import Figure, Target
from benchmarks.report import ROOT
from bot.aftercare.triage import Triage
from bot.aftercare.triage.sentiment import polarity

PART: Final = "Reading texts"
FOLDER: Final = ROOT / "tests" / "triage"
SETS: Final = ("open_cases", "ordinary_feedback", "frightening_words", "risk_sentences")
TEXTS: Final = 1_200
OURS, WITH_SENTIMENT = "WeSaid, the rules", "WeSaid, the rules and sentiment"
PEER: Final = "TextBlob's sentiment alone"
LEAST: Final = 2_000


async def measure(rounds: int, say: Callable[[str], None]) -> list[Figure]:
    """So many rounds, each beginning with another contender, over the same texts."""
    texts = _texts()
    rules, both = Triage.for_locale("en", sentiment=False), Triage.for_locale("en")
    contenders: list[tuple[str, Callable[[str], object]]] = [
        (OURS, rules.triage),
        (WITH_SENTIMENT, both.triage),
        (PEER, polarity),
    ]
    for _, read in contenders:
        read(texts[0])  # so that nothing is loaded while it is timed
    runs: defaultdict[str, list[float]] = defaultdict(list)
    for number in range(rounds):
        say(f"reading: round {number + 1} of {rounds}")
        first = number % len(contenders)
        for name, read in contenders[first:] + contenders[:first]:
            runs[name].append(_rate(read, texts))
    return list(_figures(runs))


def _texts() -> list[str]:
    """Some of each set in turn, so that harmless texts and others stand mixed."""
    sets = [(FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines() for name in SETS]
    lines = chain.from_iterable(zip_longest(*sets))
    return [json.loads(line)["text"] for line in lines if line][:TEXTS]


def _rate(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Texts a second of one core's own time, so that whoever shares the machine counts less."""
    begun = process_time()
    for text in texts:
        read(text)
    return len(texts) / (process_time() - begun)


def _figures(runs: dict[str, list[float]]) -> Iterator[Figure]:
    for name in (OURS, WITH_SENTIMENT, PEER):
        target = Target(LEAST, "at least") if name == OURS else None
        yield Figure(PART, name, "texts a second", tuple(runs[name]), target)
    for name in (OURS, WITH_SENTIMENT):
        ratios = tuple(one / two for one, two in zip(runs[name], runs[PEER], strict=True))
        yield Figure(PART, f"{name} / {PEER}", "times", ratios)
