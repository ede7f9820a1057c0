"""A chat between a participant and staff, played in front of the real database."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.aftercare import relay_desk
from bot.aftercare.relay_desk import Said
from bot.aftercare.relay_quiet import tend_chats
from bot.checkins.after_chat import go_on_after_chats
from bot.delivery.screen import Screen
from storage import people
from storage.people import Someone
from tests.checkins.scene import Scene

ME, SAM, PRIYA = "501", "901", "902"


def flag_of(scene: Scene) -> int:
    """The newest flag."""
    return int(str(scene.rows("flag")[-1]["id"]))


def person(scene: Scene, name: str) -> Someone:
    """A member of staff by name."""

    def work(connection: Connection) -> Someone:
        staff = people.staff_of(connection, scene.project)
        return next(one for one in staff if one.name == name)

    return scene.database.read_now(work)


def says(
    scene: Scene, name: str, words: str, *, flag_id: int | None = None, sure: bool = False
) -> Said:
    """A member of staff writes to the participant of a flag, from the flag."""
    staff = person(scene, name)
    about = flag_id or flag_of(scene)
    scene.all_sent()
    return scene.database.transact_now(
        lambda connection: relay_desk.say(
            connection, scene.services.limits, about, staff.id, words, scene.now, sure=sure
        )
    )


def types(scene: Scene, name: str, words: str) -> Screen | None:
    """A member of staff types without having been asked for anything."""
    staff = person(scene, name)
    scene.all_sent()
    return scene.database.transact_now(
        lambda connection: relay_desk.typed(
            connection, scene.services.limits, staff.id, words, scene.now
        )
    )


def presses(scene: Scene, name: str, press: str) -> Screen | None:
    """A member of staff presses a button of a chat, by its data."""
    staff = person(scene, name)
    scene.all_sent()
    return scene.database.transact_now(
        lambda connection: relay_desk.pressed(
            connection, scene.services.limits, staff.id, press, scene.now
        )
    )


def ends(scene: Scene, name: str) -> Screen | None:
    """A member of staff ends the newest chat, and the tick comes."""
    chat = scene.rows("relay")[-1]
    screen = presses(scene, name, f"t:{chat['id']}:end")
    ticks(scene)
    return screen


def ticks(scene: Scene) -> int:
    """What is due in chats happens."""
    services = scene.services

    def work(connection: Connection) -> int:
        tended = tend_chats(connection, services.limits, scene.now)
        return tended + go_on_after_chats(connection, services.conversations, scene.now)

    scene.all_sent()
    return scene.database.transact_now(work)


def heard_by(scene: Scene, chat: str, since: int = 0) -> list[str]:
    """All that was sent to somebody, as texts."""
    return [screen.text for screen in scene.screens(chat)][since:]


def given(scene: Scene) -> list[object]:
    """The values that stand in the newest check-in; to be asked how to reach them is none."""
    asked_how = {row["contact_session_id"] for row in scene.rows("flag")}
    session = [row["id"] for row in scene.rows("session") if row["id"] not in asked_how][-1]
    return [
        row["value"]
        for row in scene.rows("answer")
        if row["session_id"] == session and row["withdrawn_at"] is None
    ]
