"""What the telling words bring and what they cost, on texts that took no part in making them.

python -m tests.triage.telling_cost

The collected texts are dealt into ten heaps; the lists are made of nine of them and tried on the
tenth, heap by heap. Only texts of which no rule speaks are tried: elsewhere nobody asks.
"""

from __future__ import annotations

import sys
from dataclasses import replace

from bot.aftercare.triage import Triage
from bot.aftercare.triage.sentiment import RULE as SENTIMENT
from bot.aftercare.triage.telling import RULE
from tests.triage.telling import SETS, Counted, counted, words_by_kind
from tests.triage.texts import ORDER, cases, finding_of, triage

HEAPS = 10
UNSPOKEN = (None, RULE, SENTIMENT)
"""Where triage found nothing, or only what is asked for when no rule speaks."""


def cost(book_triage: Triage) -> tuple[int, int, int, int]:
    """Found and all texts that need somebody; raised and all harmless texts, no rule speaking."""
    texts = counted(book_triage)
    mine = {case["text"]: number for number, case in enumerate(_own())}
    sums = [0, 0, 0, 0]
    for heap in range(HEAPS):
        apart = {text for text, number in mine.items() if number % HEAPS == heap}
        tried = _with_lists(book_triage, [one for one in texts if one.text not in apart])
        for one in texts:
            if one.text not in apart or finding_of(one.text).rule not in UNSPOKEN:
                continue
            finding = tried.explain(one.text).finding
            if finding.level == "none" or finding.rule == RULE:
                sums[0 if one.harm else 2] += finding.rule == RULE
                sums[1 if one.harm else 3] += 1
    return sums[0], sums[1], sums[2], sums[3]


def _own() -> list[dict[str, str]]:
    return [case for name in SETS for case in cases(name) if case["expected"] in ORDER]


def _with_lists(book_triage: Triage, texts: list[Counted]) -> Triage:
    telling, ordinary = words_by_kind(book_triage, texts)
    words = replace(
        book_triage.book.telling, telling=frozenset(telling), ordinary=frozenset(ordinary)
    )
    return Triage(replace(book_triage.book, telling=words), sentiment=False)


if __name__ == "__main__":
    found, harm, wrong, harmless = cost(triage())
    sys.stdout.write(
        f"of {harm} texts that need somebody and that no rule finds: {found} found\n"
        f"of {harmless} harmless texts that no rule speaks of: {wrong} raised\n"
    )
