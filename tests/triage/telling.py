"""Works out the telling words of triage from the collected texts and the examples of the rules.

python -m tests.triage.telling           says how many there are, and whether the file holds them
python -m tests.triage.telling --write   writes locales/en/telling_words.yaml

A word, or two in a row, is telling when it stands in messages about harm at least e (2.7) times
as often as in ordinary ones, and ordinary when it stands there the root of e (1.6) times as often;
whatever was met only once is left out. The texts that were collected beforehand (open_cases) take
no part.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import log

from bot.aftercare.triage import Triage, locale_file
from tests.triage.texts import ORDER, cases

LEAD = 4
FILE = locale_file("en").with_name("telling_words.yaml")
SETS = ("risk_sentences", "ordinary_feedback", "frightening_words")
WIDTH = 100
RARE = 2
HEAD = """# Words, and pairs of words, that stand mostly in messages about harm (telling) or mostly
# in ordinary feedback (ordinary). Where no rule has matched and the telling ones lead by at
# least so many, somebody should read the text soon, unless it has a word of praise. Every word
# counts alike. Words may be added or removed by hand; the lists are made anew by
# `python -m tests.triage.telling --write`.

"""


PRAISE = (
    "amazing",
    "appreciated",
    "attentive",
    "brilliant",
    "caring",
    "comfortable",
    "delighted",
    "enjoyed",
    "excellent",
    "fab",
    "fantastic",
    "friendly",
    "great",
    "helpful",
    "impressed",
    "kind",
    "kindness",
    "lovely",
    "nice",
    "outstanding",
    "perfect",
    "pleased",
    "polite",
    "professional",
    "reassured",
    "reassuring",
    "saver",
    "superb",
    "support",
    "supportive",
    "thank",
    "thankful",
    "thanks",
    "welcoming",
    "wonderful",
)


def words_by_kind(triage: Triage) -> tuple[list[str], list[str]]:
    """The telling and the ordinary words, each in order of the alphabet."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    texts: Counter[bool] = Counter()
    for text, harm in _texts(triage):
        texts[harm] += 1
        counts[harm].update(_phrases(triage, text))
    telling, ordinary = [], []
    people = triage.book.people | triage.book.pronouns
    for phrase in sorted(counts[True] | counts[False]):
        if counts[True][phrase] + counts[False][phrase] < RARE or {",", "#"} & set(phrase):
            continue
        often = log((counts[True][phrase] + 0.3) / (texts[True] + 0.6))
        usual = log((counts[False][phrase] + 0.3) / (texts[False] + 0.6))
        # That somebody speaks of their mother says nothing.
        if often - usual >= 1 and not people.issuperset(phrase.split()):
            telling.append(phrase)
        elif usual - often >= 0.5:
            ordinary.append(phrase)
    return telling, ordinary


def page(triage: Triage) -> str:
    """The whole file."""
    telling, ordinary = words_by_kind(triage)
    return (
        f"{HEAD}lead: {LEAD}\n\npraise: |\n{_block(PRAISE)}\n\n"
        f"telling: |\n{_block(telling)}\n\nordinary: |\n{_block(ordinary)}\n"
    )


def _texts(triage: Triage) -> Iterator[tuple[str, bool]]:
    for name in SETS:
        for case in cases(name):
            if case["expected"] != "routine":
                yield case["text"], ORDER[case["expected"]] >= ORDER["soon"]
    for rule in triage.book.rules:
        if rule.foreign or rule.level == "routine":
            continue
        yield from ((line.text, True) for line in rule.must_match)
        yield from ((line.text, False) for line in rule.must_not_match)
    for rule in triage.book.harmless:
        yield from ((line.text, False) for line in rule.must_match)


def _phrases(triage: Triage, text: str) -> set[str]:
    found: set[str] = set()
    for sentence in triage.book.reader.read(text).sentences():
        words = sentence.split()
        found.update(words)
        found.update(f"{one} {other}" for one, other in pairwise(words))
    return found


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
    telling, ordinary = words_by_kind(triage)
    same = "as in the file" if FILE.read_text("utf-8") == made else "the file has others"
    sys.stdout.write(f"{len(telling)} telling, {len(ordinary)} ordinary words; {same}\n")


if __name__ == "__main__":
    main()
