"""Words written for another one that sounds alike are read by the words around them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.aftercare.triage import PhrasesError, load, locale_file
from bot.aftercare.triage.sound_alikes import SoundAlike, SoundAlikes
from tests.triage.texts import triage

HERE = SoundAlike(
    "here", after=frozenset({("be",), ("out", "of")}), not_before=frozenset({("him",)})
)
KNOW = SoundAlike("know", before=frozenset({("how",), ("that", "he")}))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("not want to be hear any more", "not want to be here any more"),
        ("get me out of hear", "get me out of here"),
        ("be hear him", "be hear him"),
        ("i want to hear it", "i want to hear it"),
        ("i no how", "i know how"),
        ("i no that he lies", "i know that he lies"),
        ("i no that", "i no that"),
        ("hear", "hear"),
        ("no", "no"),
    ],
)
def test_only_the_words_around_tell_which_is_meant(written: str, meant: str) -> None:
    words = written.split()
    SoundAlikes([("hear", HERE), ("no", KNOW)]).correct(words)
    assert " ".join(words) == meant


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("i dont want to be hear anymore", "soon"),
        ("I want to dye", "soon"),
        ("im going to dye tonight", "urgent"),
        ("my farther hits me", "soon"),
        ("he rapped me", "soon"),
        ("I took the hole packet of pills", "urgent"),
        ("he maid me touch him", "soon"),
        ("I want to dye my hair", "none"),
        ("I dyed my hair blue for the party", "none"),
        ("the farther table could not hear", "none"),
        ("he rapped at the talent show", "none"),
        ("can I hear the recording again", "none"),
        ("my sun hat is in the bag", "none"),
        ("there was a hole in the bag", "none"),
    ],
)
def test_a_text_is_read_as_meant_and_left_alone_otherwise(text: str, level: str) -> None:
    assert triage().triage(text).level == level


def test_the_span_is_that_of_the_words_as_written() -> None:
    text = "hello, i dont want to be hear anymore"
    span = triage().triage(text).span
    assert span is not None
    assert text[slice(*span)].endswith("be hear")


def test_an_entry_without_the_words_around_is_a_fault_with_its_line(tmp_path: Path) -> None:
    text = locale_file("en").read_text("utf-8")
    entry = "sounds_alike:\n  - written: hear\n    meant: here\n  - written: dye\n"
    path = tmp_path / "phrases.yaml"
    path.write_text(text.replace("sounds_alike:\n", entry, 1), "utf-8")
    with pytest.raises(PhrasesError) as caught:
        load(path)
    line = text[: text.index("sounds_alike:")].count("\n") + 2
    assert [problem.line for problem in caught.value.problems] == [line, line + 2]
