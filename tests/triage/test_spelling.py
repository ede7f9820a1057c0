"""Slips of the fingers are corrected to the nearest word of the rules."""

from __future__ import annotations

import re

from hypothesis import assume, given
from hypothesis import strategies as st

from bot.aftercare.triage.spelling import LONG, Spelling, edits

WORDS = ("suicidal", "tablets", "frightened", "strangled", "hungry", "threatened", "scared")
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def spelling() -> Spelling:
    made = Spelling({}, (), 2000)
    made.learn(WORDS)
    return made


SPELLING = spelling()


@given(st.sampled_from(WORDS), st.integers(1, 30), st.sampled_from(LETTERS), st.integers(0, 3))
def test_one_slip_is_corrected(word: str, place: int, letter: str, kind: int) -> None:
    at = 1 + place % (len(word) - 2)
    slips = {
        0: word[:at] + word[at + 1 :],
        1: word[:at] + letter + word[at:],
        2: word[:at] + letter + word[at + 1 :],
        3: word[:at] + word[at + 1] + word[at] + word[at + 2 :],
    }
    slip = slips[kind]
    assume(not re.search(r"(.)\1\1", slip))  # that is a letter drawn out, and read as one
    (meant,), known = SPELLING.meant(slip, name=False)
    assume(known and meant != slip)
    assert meant == word


@given(st.text(LETTERS, min_size=4, max_size=14))
def test_a_correction_is_never_farther_than_allowed(raw: str) -> None:
    (meant, *_), _ = SPELLING.meant(raw, name=False)
    if meant in WORDS and meant != raw:
        assert edits(raw, meant) <= (2 if min(len(raw), len(meant)) >= LONG else 1)


def test_edits_counts_a_swap_as_one() -> None:
    assert edits("tabelts", "tablets") == 1
    assert edits("scraed", "scared") == 1
    assert edits("hungry", "hungry") == 0
    assert edits("frihgtned", "frightened") == 2
