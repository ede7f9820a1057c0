"""Sending a flow to a cohort from the command line."""

from __future__ import annotations

from datetime import datetime

from tests.cli.command import Wesaid


def test_a_round_has_an_id_and_says_who_does_not_get_it_and_why(wesaid_anywhere: Wesaid) -> None:
    wesaid = wesaid_anywhere
    wesaid("cohort", "add", "Tuesday group")
    added = wesaid("participant", "add", "--cohort", "Tuesday group", "--json").json()
    words = ("round", "add", "after-session", "--cohort", "Tuesday group", "--now")
    first = wesaid(*words, "--anyway", "--json").json()
    assert first["id"] == 1
    assert first["skipped"] == [{"participant": added["id"], "reason": "has not joined yet"}]
    said = wesaid(*words).out
    assert "goes to 0 people" in said
    assert "Left out: 1 person has not joined yet." in said
    assert f"Not to {added['id']}, who has not joined yet" in said
    wesaid("participant", "add", "--cohort", "Tuesday group")
    assert "Left out: 2 people have not joined yet." in wesaid(*words).out


def test_a_round_to_an_empty_cohort_says_that_nobody_is_in_it(wesaid: Wesaid) -> None:
    wesaid("cohort", "add", "Tuesday group")
    said = wesaid("round", "add", "after-session", "--cohort", "Tuesday group", "--now")
    assert "There are no participants in this cohort yet." in said.out


def test_rounds_are_listed_with_what_became_of_their_invitations(wesaid_anywhere: Wesaid) -> None:
    wesaid = wesaid_anywhere
    wesaid("cohort", "add", "Tuesday group")
    assert wesaid("round", "list", "--json").json() == []
    assert "There are no rounds." in wesaid("round", "list").out
    wesaid("participant", "add", "--cohort", "Tuesday group")
    wesaid("round", "add", "after-session", "--cohort", "Tuesday group", "--now")
    [row] = wesaid("round", "list", "--json").json()
    assert datetime.fromisoformat(row.pop("added_at")).tzinfo is not None
    assert row == {
        "id": 1,
        "flow": "after-session",
        "cohort": "Tuesday group",
        "waiting": 0,
        "sent": 0,
        "skipped": 1,
    }
    assert "after-session" in wesaid("round", "list").out


def test_wrong_words_are_never_taken_and_ignored(wesaid: Wesaid) -> None:
    wesaid("cohort", "add", "Tuesday group")
    words = ("round", "add", "after-session", "--cohort", "Tuesday group")
    for wrong, told in (
        (words, "there is one way: --now"),
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
