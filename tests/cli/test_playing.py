"""Every kind of step is played in the terminal as it goes in a chat."""

from __future__ import annotations

from pathlib import Path

from tests.cli.command import Wesaid

KINDS = """\
flow: kinds
title: Every kind of question
steps:
  - id: hard
    many: What made it hard?
    options: {travel: Getting there, hearing: Hearing, home: Things at home}
  - id: first_day
    date: When did you first come?
  - id: far
    yes_no: Did you come from far away?
  - id: minutes
    when: "far == 'yes'"
    number: How long did it take?
    unit: minutes
  - id: felt
    rating: How was the week?
    scale: {words: [Hard, Up and down, Good]}
  - id: made
    photo: Would you like to show us what you made?
  - id: look
    review: Is this right?
  - id: bye
    end: Thank you.
"""


def played(wesaid: Wesaid, folder: Path, *typed: str) -> str:
    (folder / "kinds.yaml").write_text(KINDS)
    said = wesaid("flows", "play", "kinds.yaml", stdin="".join(f"{one}\n" for one in typed))
    assert said.status == 0
    return said.out


def test_a_number_ticks_and_done_goes_on(wesaid: Wesaid, tmp_path: Path) -> None:
    said = played(wesaid, tmp_path, "1", "3", "1", "done")
    assert "  [ ] 1  Getting there\n  [ ] 2  Hearing\n  [ ] 3  Things at home\n" in said
    assert "  [x] 1  Getting there\n  [ ] 2  Hearing\n  [x] 3  Things at home\n" in said
    assert "  [ ] 1  Getting there\n  [ ] 2  Hearing\n  [x] 3  Things at home\n" in said
    assert "When did you first come?" in said


def test_all_ticks_can_be_written_at_once(wesaid: Wesaid, tmp_path: Path) -> None:
    assert "When did you first come?" in played(wesaid, tmp_path, "1, 3")


def test_every_kind_is_answered_and_looked_over_in_the_end(wesaid: Wesaid, tmp_path: Path) -> None:
    said = played(wesaid, tmp_path, "1, 3", "30 March 2026", "yes", "45", "good", "voice", "done")
    assert "Write a number (minutes)." in said
    assert "Write photo or voice, as if you sent one." in said
    assert "1. What made it hard?\nGetting there, Things at home\n" in said
    assert "2. When did you first come?\n30 March 2026\n" in said
    assert said.endswith("Thank you.\n")


def test_a_changed_answer_takes_away_those_that_do_not_apply_any_more(
    wesaid: Wesaid, tmp_path: Path
) -> None:
    typed = ("1", "done", "yesterday", "yes", "45", "good", "skip", "3", "no", "done")
    said = played(wesaid, tmp_path, *typed)
    assert "How long did it take?" in said.rpartition("> no\n")[2]
    assert "does not apply any more" in said
    assert said.endswith("Thank you.\n")


def test_a_pause_says_when_it_comes_back_and_can_be_ended(wesaid: Wesaid, tmp_path: Path) -> None:
    said = played(wesaid, tmp_path, "1, 2", "skip", "no", "tomorrow at 6", "carry on")
    assert "I will ask again tomorrow at 6" in said
    assert said.count("How was the week?") == 2
