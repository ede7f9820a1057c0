"""The check-ins that come with it, word for word; the session is stored before every reply.

To write the transcripts anew after a change that is meant, and then read what changed:

    WESAID_UPDATE_TRANSCRIPTS=1 .venv/bin/pytest tests/flows/test_transcripts.py

For a new one, write a file with its `# `, `flow: ` and `> ` lines (tests/flows/transcript.py) and
do the same.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from flows.library import library
from flows.steps import End, QuestionStep, Say
from tests.flows.transcript import flow_played, play

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))
_REPEATED = re.compile(r"\w+\.(?!1\b)(?:[2-9]|[a-z]+)\.")


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=[path.stem for path in TRANSCRIPTS])
def test_the_conversation_goes_as_it_is_written(path: Path) -> None:
    written = path.read_text("utf-8")
    played = play(written)
    if os.environ.get("WESAID_UPDATE_TRANSCRIPTS") == "1":
        path.write_text(played, "utf-8")
    else:
        assert played == written


@pytest.mark.parametrize("name", sorted(library()))
def test_each_check_in_has_several_transcripts(name: str) -> None:
    played = [path for path in TRANSCRIPTS if flow_played(path.read_text("utf-8")) == name]
    assert len(played) >= (4 if name in ("welcome", "after-session") else 2)
    assert all(path.stem.startswith(name) for path in played)


def test_between_them_they_come_by_every_question_and_goodbye() -> None:
    """A part that several flows call counts once; of what is repeated, the first round does."""
    written = [path.read_text("utf-8") for path in TRANSCRIPTS]
    anywhere = "\n".join(written)
    for name, flow in library().items():
        here = "\n".join(text for text in written if flow_played(text) == name)
        missed = [
            step.id
            for step in flow.steps
            if isinstance(step, QuestionStep | Say | End)
            and not _REPEATED.match(step.id)
            and _first_words(step.text) not in (anywhere if "." in step.id else here)
        ]
        assert missed == [], name


def _first_words(text: str) -> str:
    """As much of a text as can be looked for: up to what is put in only when it is said."""
    return text.splitlines()[0].partition("{{")[0].strip()
