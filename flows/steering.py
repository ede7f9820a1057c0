"""How a participant steers: back, carry on, ticks, and what makes the script wait."""

from __future__ import annotations

from flows.answering import answer, unanswered
from flows.events import Asked, Ended, Held, Resumed, TalkWanted, Ticked, Unclear
from flows.meaning import UnclearMeant
from flows.move import Move
from flows.steps import Many, Review


def back(move: Move) -> None:
    """Asks the question before again; its answer stands until it is answered anew."""
    if move.listing:
        close_list(move)
        return
    before = move.route.before(move.step, move.answers)
    if before is None:
        move.show()
        return
    go_to(move, before)


def go_to(move: Move, step: str) -> None:
    """Asks an earlier question again."""
    move.wake()
    move.waiting = False
    move.unsaid = ()
    move.ask(step)


def close_list(move: Move) -> None:
    """Shows again what the list of answers stood in place of, under a new turn."""
    move.wake()
    move.listing = False
    move.next_turn()
    move.show()


def carry_on(move: Move) -> None:
    """Goes on: after a pause, after waiting, or past an answer that was gone back to."""
    if move.listing:
        close_list(move)
    elif move.waiting:
        move.wake()
        move.waiting = move.holding = False
        said, move.unsaid = move.unsaid, ()
        move.say(said)
        if move.is_withheld(move.step):
            move.walk(move.step, came_from=move.route.place[move.step] - 1)
        else:
            move.ask(move.step)
    elif move.status == "asking" and move.step in move.answers:
        move.go_on(move.step)
    else:
        move.show()


def skip(move: Move) -> None:
    """Goes past the question, or on from a review."""
    if move.listing or isinstance(move.route.steps[move.step], Review):
        done(move)
    else:
        unanswered(move, "skipped")


def rather_not(move: Move) -> None:
    """Goes past the question: "I prefer not to say"."""
    unanswered(move, "rather_not")


def done(move: Move) -> None:
    """The ticks are all, or the answers in a review are right."""
    here = move.route.steps[move.step]
    if move.listing:
        close_list(move)
    elif move.waiting:
        move.unclear("not_a_choice")
    elif isinstance(here, Review):
        move.wake()
        move.go_on(here.id)
    elif isinstance(here, Many):
        meant = here.of(move.ticks)
        if isinstance(meant, UnclearMeant):
            move.unclear(meant.problem, meant.candidates)
        else:
            answer(move, meant)
    else:
        move.unclear("not_a_choice")


def tick(move: Move, key: str) -> None:
    """Ticks an option, or takes its tick away; the question stands, under the same turn."""
    here = move.route.steps[move.step]
    assert isinstance(here, Many)
    ticks = here.toggled(move.ticks, key)
    if isinstance(ticks, str):
        move.unclear(ticks)
        return
    move.wake()
    move.ticks = ticks
    move.events.append(Ticked(move.step, move.turn, move.asked().question))


def stop(move: Move) -> None:
    move.status = "stopped"
    move.events.append(Ended("stopped", move.step, ""))


def talk(move: Move) -> None:
    move.events.append(TalkWanted())


def wait_after(move: Move) -> None:
    """Sees to it that nothing is asked but contact, whatever else has just happened.

    For words that somebody must answer: to say that they fit no choice would be unkind.
    """
    misread = any(isinstance(event, Unclear) for event in move.events)
    if move.status in ("finished", "stopped"):
        return
    if move.status == "paused" and not misread:  # nothing will be asked unbidden
        move.holding = move.was.holding
        return
    dropped = (Unclear, Asked, Held, Resumed) if misread else (Asked, Held)
    move.events[:] = [event for event in move.events if not isinstance(event, dropped)]
    move.holding = True
    if move.waiting and not move.listing:
        move.status = "held"
        move.events.append(Held(move.turn))
    elif move.about_contact() and not move.listing:
        move.events.append(move.asked())
    else:
        move.wait()
