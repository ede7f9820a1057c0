"""Who there is in the tests about whom somebody talks to, and what staff see."""

from __future__ import annotations

from tests.checkins.scene import Scene

ME, SAM, PRIYA = "501", "901", "902"


def with_a_team(scene: Scene) -> Scene:
    """A named facilitator, a safeguarding lead, and a participant who has joined."""
    sam = scene.staff("Sam Hill", chat=SAM)
    scene.staff("Priya", "coordinator", lead=True, chat=PRIYA)
    scene.participant(sam, chat=ME)
    return scene


def alerts(scene: Scene, chat: str) -> list[str]:
    return [screen.text for screen in scene.screens(chat) if screen.kind == "alert"]


def said(scene: Scene, words: str) -> bool:
    """Whether the participant was told so at any time."""
    return any(words in screen.text for screen in scene.screens(ME))


def opened(scene: Scene, chat: str) -> str:
    """The flag of the newest alert, as this member of staff reads it."""
    return scene.staff_presses(chat, "Open").text
