"""What does not arrive in a chat: nobody is left to guess."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.aftercare.undelivered import on_blocked, on_failed
from bot.delivery.lanes import Lane
from bot.delivery.outbox import claim
from tests.aftercare.chat_scene import ME, PRIYA, SAM, heard_by, says
from tests.checkins.scene import Scene


def test_when_the_facilitator_cannot_be_reached_the_coordinators_hear_that_somebody_writes(
    flagged: Scene,
) -> None:
    says(flagged, "Sam", "Hello")
    flagged.all_sent()
    flagged.database.transact_now(
        lambda connection: on_blocked(connection, "staff", SAM, flagged.now)
    )
    flagged.writes(ME, "are you there")
    assert "is writing to Sam in a chat, and Sam cannot be reached" in flagged.last(PRIYA).text
    assert "are you there" not in flagged.last(PRIYA).text


def test_a_facilitator_who_is_lost_while_somebody_waits_is_told_of_at_once(
    flagged: Scene,
) -> None:
    says(flagged, "Sam", "Hello")
    flagged.writes(ME, "are you there")
    flagged.all_sent()
    flagged.database.transact_now(
        lambda connection: on_blocked(connection, "staff", SAM, flagged.now)
    )
    assert any("Sam cannot be reached" in text for text in heard_by(flagged, PRIYA))


def test_whoever_wrote_what_did_not_arrive_hears_of_it(flagged: Scene) -> None:
    says(flagged, "Sam", "Hello")

    def refused(connection: Connection) -> None:
        (message,) = claim(
            connection,
            "participant",
            Lane.ALERT,
            limit=5,
            now=flagged.now,
            lease_seconds=5,
        )
        on_failed(connection, message, "refused", flagged.now)

    flagged.database.transact_now(refused)
    assert any("may not have arrived" in text for text in heard_by(flagged, SAM))
