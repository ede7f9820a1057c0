"""Works out the telling words of triage from the collected texts and the examples of the rules.

python -m tests.triage.telling           says how many there are, and whether the file holds them
python -m tests.triage.telling --write   writes locales/en/telling_words.yaml

A word, or two in a row, is telling when it stands in messages about harm at least e (2.7) times
as often as in ordinary ones, and ordinary when it stands there the root of e (1.6) times as often;
whatever was met less than six times is left out. So are names that people are called, and words
that say who somebody is (an illness, a disability, an income): being somebody is not a harm. The
texts that were collected beforehand (open_cases) and those in other languages take no part.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from math import log
from typing import NamedTuple

from bot.aftercare.triage import Triage, locale_file
from bot.aftercare.triage.source import read_file
from tests.triage.texts import ORDER, cases

LEAD = 4
FILE = locale_file("en").with_name("telling_words.yaml")
SETS = ("risk_sentences", "ordinary_feedback", "frightening_words")
WIDTH = 100
RARE = 6
NAMES_CALLED = ("insult", "slur_call", "hate_words")
HEAD = """# Words, and pairs of words, that stand mostly in messages about harm (telling) or mostly
# in ordinary feedback (ordinary). Where no rule has matched and the telling ones lead by at
# least so many, somebody should read the text soon, unless it has a word of praise. Every word
# counts alike; nothing is kept of the count, and the words are named as the reason. Names that
# people are called do not belong here, nor do illnesses, disabilities or where somebody is from.
# `lead: 0` turns all of it off. Why it exists and what it costs: docs/decisions/0014. The lists
# are made anew by `python -m tests.triage.telling --write`.

"""


WHO_SOMEBODY_IS = """
autism autistic baby benefits black blind boys childhood chap client deaf dementia diabetic
disabled disability dyslexic english epilepsy gay girl heroin lad lads man men muslim old parish
pension pip polish psychosis resident residents schizophrenia stairlift trans universal welsh
wheelchair woman women young
"""
PRAISE = """
amazing appreciated attentive brilliant caring comfortable delighted enjoyed excellent fab
fantastic friendly great helpful impressed kind kindness lovely nice outstanding perfect pleased
polite professional reassured reassuring saver superb support supportive thank thankful thanks
welcoming wonderful
"""


class Counted(NamedTuple):
    """One text, its words and pairs of words, and whether it is about harm."""

    text: str
    phrases: frozenset[str]
    harm: bool


def counted(triage: Triage) -> list[Counted]:
    """All the texts that the lists are made of."""
    return [Counted(text, _phrases(triage, text), harm) for text, harm in _texts(triage)]


def words_by_kind(triage: Triage, texts: Iterable[Counted]) -> tuple[list[str], list[str]]:
    """The telling and the ordinary words, each in order of the alphabet."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    number: Counter[bool] = Counter()
    for one in texts:
        number[one.harm] += 1
        counts[one.harm].update(one.phrases)
    telling, ordinary = [], []
    people = triage.book.people | triage.book.pronouns
    unsaid = names_called().union(WHO_SOMEBODY_IS.split())
    for phrase in sorted(counts[True] | counts[False]):
        if counts[True][phrase] + counts[False][phrase] < RARE or {",", "#"} & set(phrase):
            continue
        often = log((counts[True][phrase] + 0.3) / (number[True] + 0.6))
        usual = log((counts[False][phrase] + 0.3) / (number[False] + 0.6))
        words = set(phrase.split())
        # That somebody speaks of their mother says nothing.
        if often - usual >= 1 and not people.issuperset(words) and words.isdisjoint(unsaid):
            telling.append(phrase)
        elif usual - often >= 0.5:
            ordinary.append(phrase)
    return telling, ordinary


@cache
def names_called() -> frozenset[str]:
    """Single words of the parts of the phrase file that hold what people are called."""
    _, entry = read_file(locale_file("en"))
    parts = entry.entries["parts"].lines
    names = (
        name.strip()
        for part in NAMES_CALLED
        for line in parts[part]
        for name in line.text.split(",")
    )
    return frozenset(name for name in names if " " not in name)


def page(triage: Triage) -> str:
    """The whole file."""
    telling, ordinary = words_by_kind(triage, counted(triage))
    return (
        f"{HEAD}lead: {LEAD}\n\npraise: |\n{_block(PRAISE.split())}\n\n"
        f"telling: |\n{_block(telling)}\n\nordinary: |\n{_block(ordinary)}\n"
    )


def _texts(triage: Triage) -> Iterator[tuple[str, bool]]:
    for name in SETS:
        for case in cases(name):
            if case["expected"] != "routine" and case["capability"] != "mixed_language":
                yield case["text"], ORDER[case["expected"]] >= ORDER["soon"]
    for rule in triage.book.rules:
        if rule.foreign or rule.level == "routine":
            continue
        yield from ((line.text, True) for line in rule.must_match)
        yield from ((line.text, False) for line in rule.must_not_match)
    for rule in triage.book.harmless:
        yield from ((line.text, False) for line in rule.must_match)


def _phrases(triage: Triage, text: str) -> frozenset[str]:
    found: set[str] = set()
    for sentence in triage.book.reader.read(text).sentences():
        words = sentence.split()
        found.update(words)
        found.update(f"{one} {other}" for one, other in pairwise(words))
    return frozenset(found)


def _block(phrases: Iterable[str]) -> str:
    lines, line = [], " "
    for phrase in phrases:
        if len(line) + len(phrase) + 2 > WIDTH:
            lines.append(line)
            line = " "
        line += f" {phrase},"
    lines.append(line)
    return "\n".join(lines).rstrip(",")


def main() -> None:
    triage = Triage.for_locale("en", sentiment=False)
    made = page(triage)
    if "--write" in sys.argv:
        FILE.write_text(made, "utf-8")
    telling, ordinary = words_by_kind(triage, counted(triage))
    same = "as in the file" if FILE.read_text("utf-8") == made else "the file has others"
    sys.stdout.write(f"{len(telling)} telling, {len(ordinary)} ordinary words; {same}\n")


if __name__ == "__main__":
    main()
