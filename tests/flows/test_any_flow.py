"""What holds for any flow, and for anything that is said to it."""

from __future__ import annotations

from flows import engine
from flows.definition import Flow
from flows.engine import Sprint
from flows.events import Answer, Answered, Asked, Ended, Faulted, Flagged, Held, Stale, Withdrawn
from flows.inputs import Sent
from flows.session import Session
from tests.flows.generating import Said
from tests.flows.saying import for_any_conversation, run, step
from tests.flows.talking import CONTEXT, Talk


@for_any_conversation
def test_stored_and_reloaded_is_the_same_as_straight_through(
    flow: Flow, inputs: list[Said]
) -> None:
    straight = engine.start(flow, CONTEXT)
    stored = straight
    again = Flow.from_json(flow.to_json())
    for what in inputs:
        straight = step(flow, straight.session, what)
        stored = step(again, Session.from_json(stored.session.to_json()), what)
        assert stored == straight


@for_any_conversation
def test_no_answer_is_ever_lost(flow: Flow, inputs: list[Said]) -> None:
    standing: dict[str, Answer] = {}
    for _, sprint in run(flow, inputs):
        for event in sprint.events:
            if isinstance(event, Answered):
                assert event.answer.step not in standing
                standing[event.answer.step] = event.answer
            elif isinstance(event, Withdrawn):
                assert standing.pop(event.answer.step) == event.answer
        assert sprint.session.answers == standing


@for_any_conversation
def test_turns_never_fall_and_a_turn_is_answered_once(flow: Flow, inputs: list[Said]) -> None:
    answered: list[int] = []
    for before, sprint in run(flow, inputs):
        assert sprint.session.turn >= before.turn
        for event in sprint.events:
            if isinstance(event, Answered):
                answered.append(event.answer.turn)
            elif isinstance(event, Asked | Held):
                assert event.turn == sprint.session.turn
    assert len(answered) == len(set(answered))


@for_any_conversation
def test_a_press_of_another_turn_changes_nothing(flow: Flow, inputs: list[Said]) -> None:
    for (before, sprint), what in zip(run(flow, inputs)[1:], inputs, strict=True):
        if what[0] != "press" or what[1] == "~talk":
            continue
        if before.over or (what[2] != 0 and what[1] != "~stop"):
            assert sprint == Sprint(before, (Stale(before.turn - what[2]),))


@for_any_conversation
def test_what_stands_can_always_be_shown_again(flow: Flow, inputs: list[Said]) -> None:
    for _, sprint in run(flow, inputs):
        standing = engine.current(flow, sprint.session)
        if sprint.session.over:
            assert standing is None
        else:
            assert isinstance(standing, Asked | Held)
            assert standing.turn == sprint.session.turn
        shown = [event for event in sprint.events if isinstance(event, Asked | Held)]
        assert shown in ([], [standing])


@for_any_conversation
def test_only_contact_is_asked_after_a_flag_that_somebody_must_answer(
    flow: Flow, inputs: list[Said]
) -> None:
    for (before, sprint), what in zip(run(flow, inputs), [None, *inputs], strict=True):
        levels = {event.level for event in sprint.events if isinstance(event, Flagged)}
        held = what is not None and what[3] and sprint.events != () and not before.over
        if levels & {"urgent", "soon"} or (held and not isinstance(sprint.events[0], Stale)):
            for event in sprint.events:
                if isinstance(event, Asked):
                    assert event.question.kind != "review"
                    assert flow.route.asked(event.step).contact
            if sprint.session.status == "asking":
                assert flow.route.asked(sprint.session.step).contact


@for_any_conversation
def test_a_condition_that_cannot_be_worked_out_stops_nobody(flow: Flow, inputs: list[Said]) -> None:
    for before, sprint in run(flow, inputs):
        if any(isinstance(event, Faulted) for event in sprint.events):
            assert sprint.session.over or sprint.session.turn >= before.turn
            assert sprint.session.over == (engine.current(flow, sprint.session) is None)


@for_any_conversation
def test_a_flag_is_raised_once_for_a_turn(flow: Flow, inputs: list[Said]) -> None:
    rules = {rule.id: len(getattr(rule, "flags", ())) for rule in flow.steps}
    raised: dict[tuple[str, int], int] = {}
    for _, sprint in run(flow, inputs):
        for event in sprint.events:
            if isinstance(event, Flagged):
                raised[event.step, event.turn] = raised.get((event.step, event.turn), 0) + 1
    assert all(times <= rules[place] for (place, _), times in raised.items())


@for_any_conversation
def test_no_question_can_trap(flow: Flow, inputs: list[Said]) -> None:
    """Whatever was said before, answering or else skipping each time leads to the end."""
    talk = Talk(flow)
    talk.session = run(flow, inputs)[-1][1].session
    if talk.session.status in ("paused", "held"):
        talk.command("resume")
    for _ in range(4 * len(flow.steps) + 4):
        if talk.session.over:
            break
        answer(talk)
    assert talk.session.over
    assert isinstance(talk.events[-1], Ended) or inputs


@for_any_conversation
def test_back_then_forward_is_the_identity_on_answers(flow: Flow, inputs: list[Said]) -> None:
    talk = Talk(flow)
    talk.session = run(flow, inputs)[-1][1].session
    standing = engine.current(flow, talk.session)
    if not isinstance(standing, Asked) or talk.session.listing or talk.session.changing:
        return
    stood, before = talk.session.step, talk.session.answers
    talk.press("~back")
    assert talk.session.answers == before
    if talk.session.step != stood:
        talk.press("~carry_on")
        assert talk.session.answers == before
        assert talk.session.step == stood


@for_any_conversation
def test_looking_at_the_answers_changes_none(flow: Flow, inputs: list[Said]) -> None:
    talk = Talk(flow)
    talk.session = run(flow, inputs)[-1][1].session
    stood, before = talk.session.step, talk.session.answers
    talk.command("change")
    talk.command("done") if talk.session.listing else None
    assert (talk.session.step, talk.session.answers) == (stood, before)


@for_any_conversation
def test_what_is_chosen_and_kept_leads_back_to_where_it_was(flow: Flow, inputs: list[Said]) -> None:
    talk = Talk(flow)
    talk.session = run(flow, inputs)[-1][1].session
    answered = talk.session.answers
    if talk.session.status != "asking" or not answered or talk.session.listing:
        return
    if talk.session.changing or talk.session.step in answered:
        return
    stood, holding = talk.session.step, talk.session.holding
    talk.command("change")
    talk.press("1")
    assert talk.session.answers == answered
    talk.press("~carry_on")
    if holding and not talk.session.over:
        return
    while talk.session.step != stood and kind_of(flow, talk.session.step) == "review":
        talk.press("~done")  # a review on the way is shown once more
    assert (talk.session.step, talk.session.answers) == (stood, answered)


def kind_of(flow: Flow, step: str) -> str:
    return next(one.kind for one in flow.steps if one.id == step)


def answer(talk: Talk) -> None:
    """Something that goes on: the first button, a tick and done, words, or a skip."""
    standing = engine.current(talk.flow, talk.session)
    if isinstance(standing, Held):
        talk.press("~carry_on")
        return
    question = talk.asked.question
    if question.kind == "review" or question.ticked:
        talk.press("~done")
    elif question.options:
        talk.press(question.options[0].key)
    elif question.kind == "photo":
        talk.give(Sent(question.accepts[0], "file"))
    else:
        talk.type({"number": "3", "date": "3 March 2020"}.get(question.kind, "Something."))
