"""The check-ins that come with it, word for word; the session is stored before every reply.

To write the transcripts anew after a change that is meant, and then read what changed:

    WESAID_UPDATE_TRANSCRIPTS=1 .venv/bin/pytest tests/flows/test_transcripts.py

For a new one, write a file with its `# `, `flow: ` and `> ` lines (tests/flows/transcript.py) and
do the same.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from flows.library import library
from tests.flows.transcript import play

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = sorted(FOLDER.glob("*.txt"))


@pytest.mark.parametrize("path", TRANSCRIPTS, ids=[path.stem for path in TRANSCRIPTS])
def test_the_conversation_goes_as_it_is_written(path: Path) -> None:
    written = path.read_text("utf-8")
    played = play(written)
    if os.environ.get("WESAID_UPDATE_TRANSCRIPTS") == "1":
        path.write_text(played, "utf-8")
    else:
        assert played == written


@pytest.mark.parametrize("name", ["welcome", "after-session"])
def test_each_check_in_has_several_transcripts(name: str) -> None:
    assert len([path for path in TRANSCRIPTS if path.stem.startswith(name)]) >= 4
    assert name in library()
