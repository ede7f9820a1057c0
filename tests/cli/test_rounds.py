"""Sending a flow to a cohort from the command line."""

from __future__ import annotations

from tests.cli.command import Wesaid


def test_a_round_has_an_id_and_says_who_does_not_get_it_and_why(wesaid_anywhere: Wesaid) -> None:
    wesaid = wesaid_anywhere
    wesaid("cohort", "add", "Tuesday group")
    added = wesaid("participant", "add", "--cohort", "Tuesday group", "--json").json()
    words = ("round", "add", "after-session", "--cohort", "Tuesday group", "--now")
    first = wesaid(*words, "--anyway", "--json").json()
    assert first["id"] == 1
    assert first["skipped"] == [{"participant": added["id"], "reason": "has not joined yet"}]
    assert f"Not to {added['id']}, who has not joined yet" in wesaid(*words).out


def test_wrong_words_are_never_taken_and_ignored(wesaid: Wesaid) -> None:
    wesaid("cohort", "add", "Tuesday group")
    words = ("round", "add", "after-session", "--cohort", "Tuesday group")
    for wrong, told in (
        (words, "--now"),
        ((*words, "--at", "2027-03-30T09:00"), "--at"),
        ((*words, "--now", "--every", "2 weeks"), "--every"),
        (("round", "add", "after-sesion", "--cohort", "Tuesday group", "--now"), "after-session?"),
    ):
        said = wesaid(*wrong, "--json")
        assert (said.status, said.out) == (2, "")
        assert told in said.err
    said = wesaid("round", "add", "after-session", "--cohort", "Monday group", "--now", "--json")
    assert (said.status, said.out) == (1, "")
    assert "no cohort called Monday group" in said.err
