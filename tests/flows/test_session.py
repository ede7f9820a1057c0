"""The stored session: small, versioned, and silent about what is in it."""

from __future__ import annotations

import json

import pytest

from flows.library import library
from flows.session import Session, SessionFormatError
from tests.flows.talking import Talk

SECRET = "a word nobody may read"


def test_a_finished_check_in_is_stored_in_few_bytes() -> None:
    talk = Talk(library()["after-session"])
    talk.type("7", "7", "7", "7", "no", "yes", "no", "It was a good day.")
    assert talk.session.status == "finished"
    assert len(talk.session.to_json()) < 500


def test_what_was_stored_is_read_again() -> None:
    talk = Talk(library()["after-session"])
    talk.type("7", "skip", "7", "7", "a little", "no", "today")
    assert talk.session.status == "held"
    stored = talk.session.to_json()
    assert Session.from_json(stored) == talk.session
    assert Session.from_json(stored).to_json() == stored
    assert json.loads(stored)["v"] == 2


@pytest.mark.parametrize(
    "stored",
    [
        "",
        SECRET,
        "[]",
        "null",
        f'{{"v": 1, "f": "{SECRET}"}}',
        f'{{"v": 1, "f": "x", "r": "y", "s": "z", "t": 1, "q": "{SECRET}", "a": []}}',
        f'{{"v": 1, "f": "x", "r": "y", "s": "z", "t": 1, "q": "a", "a": ["{SECRET}"]}}',
    ],
)
def test_a_damaged_session_is_refused_without_repeating_it(stored: str) -> None:
    with pytest.raises(SessionFormatError, match="not a session") as caught:
        Session.from_json(stored)
    assert SECRET not in str(caught.value)


def test_a_session_of_another_format_is_refused() -> None:
    with pytest.raises(SessionFormatError, match="another format"):
        Session.from_json('{"v": 3}')
