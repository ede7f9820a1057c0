"""`wesaid staff email`: where alerts to somebody go, beside the staff bot."""

from __future__ import annotations

from typing import Any

import pytest

from storage.database import Database
from tests.cli.command import Wesaid

SET_UP = {"WESAID_SMTP_HOST": "mail.example.org", "WESAID_EMAIL_FROM": "wesaid@example.org"}


def ways(wesaid: Wesaid) -> dict[str, Any]:
    return {row["name"]: row["reached_by"] for row in wesaid("staff", "list", "--json").json()}


def queued(database: Database) -> list[tuple[str, str]]:
    """The bot and kind of each message that waits."""
    from storage.outbox import OUTBOX

    return database.read_now(
        lambda c: [(row.bot, row.kind) for row in c.execute(OUTBOX.select().order_by("id"))]
    )


def test_an_address_gets_alerts_and_a_first_e_mail_that_tries_it(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    words = ("staff", "add", "Sam", "--role", "facilitator", "--email", "Sam@EXAMPLE.org")
    made = wesaid(*words, **SET_UP)
    assert "not set up" not in made.err
    assert ways(wesaid) == {"Sam": {"e-mail": "works"}}
    assert queued(sqlite_database) == [("email", "notice")]
    listed = wesaid("staff", "list").out
    assert "e-mail" in listed
    assert "example.org" not in listed


def test_without_a_mail_server_the_address_is_kept_and_does_not_count(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    made = wesaid("staff", "add", "Sam", "--role", "facilitator", "--email", "sam@example.org")
    assert "no alert goes to that address yet" in made.err
    assert ways(wesaid) == {"Sam": {"e-mail": "not set up"}}
    assert queued(sqlite_database) == []


def test_an_address_can_be_changed_taken_away_and_given_to_somebody_else(wesaid: Wesaid) -> None:
    wesaid("staff", "add", "Sam", "--role", "facilitator", "--email", "sam@example.org", **SET_UP)
    wesaid("staff", "add", "Lee", "--role", "facilitator")
    said = wesaid("staff", "email", "Lee", "sam@example.org", **SET_UP)
    assert (said.status, said.out) == (1, "")
    assert "Somebody else has this e-mail address already." in said.err
    assert wesaid("staff", "email", "Sam", "new@example.org", "--json", **SET_UP).json() == {
        "id": next(row["id"] for row in wesaid("staff", "list", "--json").json()),
        "email": "new@example.org",
    }
    assert wesaid("staff", "email", "Lee", "sam@example.org", **SET_UP).status == 0
    assert ways(wesaid) == {"Sam": {"e-mail": "works"}, "Lee": {"e-mail": "works"}}
    assert "No alert goes" in wesaid("staff", "email", "Sam", "--remove").out
    assert ways(wesaid)["Sam"] == {}
    said = wesaid("staff", "email", "Sam", "--remove")
    assert (said.status, "has no e-mail address." in said.err) == (1, True)
    wesaid("staff", "email", "Sam", "new@example.org", **SET_UP)
    assert ways(wesaid)["Sam"] == {"e-mail": "works"}


@pytest.mark.parametrize(
    "wrong",
    ["sam", "sam@", "@example.org", "sa m@example.org", "sám@example.org", "s@a..b", "sam@example"],
)
def test_what_is_no_address_is_wrong_words(wesaid: Wesaid, wrong: str) -> None:
    wesaid("staff", "add", "Sam", "--role", "facilitator")
    given_as = {
        "E": ("staff", "email", "Sam", wrong),
        "--email": ("staff", "add", "Lee", "--role", "facilitator", "--email", wrong),
    }
    for where, words in given_as.items():
        said = wesaid(*words)
        assert (said.status, said.out) == (2, "")
        assert f"Invalid value for {where}: this is no e-mail address" in said.err
    said = wesaid("doctor", WESAID_EMAIL_FROM=wrong)
    assert "WESAID_EMAIL_FROM is not right: it must be an e-mail address" in said.out


def test_a_domain_in_any_letters_is_kept_as_mail_servers_know_it(
    wesaid: Wesaid, sqlite_database: Database
) -> None:
    from storage.contacts import find_contact

    wesaid("staff", "add", "Sam", "--role", "facilitator", "--email", "sam@münchen.example")
    found = sqlite_database.read_now(
        lambda c: find_contact(c, "email", "email", "sam@xn--mnchen-3ya.example")
    )
    assert found is not None


def test_one_says_either_an_address_or_that_it_goes(wesaid: Wesaid) -> None:
    wesaid("staff", "add", "Sam", "--role", "facilitator")
    assert wesaid("staff", "email", "Sam").status == 2
    assert wesaid("staff", "email", "Sam", "sam@example.org", "--remove").status == 2
