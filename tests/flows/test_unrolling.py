"""Calls and repeats, written out while a flow is read; conditions on steps; values that are set."""

from __future__ import annotations

from dataclasses import replace
from time import process_time

import pytest

from flows import engine
from flows.definition import Flow, load, load_flow
from flows.events import Ended, Faulted
from flows.problems import FlowError, Problem
from flows.reading import read
from tests.flows.talking import CONTEXT, Talk, flow_of, kinds, only

OTHER = """
- id: mood
  rating: How are you?
  scale: {from: 0, to: 10, low: Low, high: High}
- id: fork
  branch: [{when: mood > 5, to: bye}]
- id: why
  text: Why?
- id: bye
  end: Goodbye.
"""
CALLING = """
- id: first
  yes_no: Ready?
- id: how
  call: other
  when: first == 'yes'
- id: last
  text: Anything else?
  when: how.mood is none or how.mood < 9
- id: end
  end: Goodbye.
"""
REPEATING = """
- id: parts
  many: What was there?
  options: {tea: Tea, cake-walk: A cake walk, none: Nothing}
  exclusive: none
- id: each
  repeat:
    over: parts
    steps:
      - id: liked
        yes_no: Did you like it ({{ item }})?
      - id: why
        text: Why not?
        when: liked == 'no'
- id: end
  end: Goodbye.
"""


def problems(steps: str, **others: str) -> list[Problem]:
    with pytest.raises(FlowError) as caught:
        flow_of(steps, "trial", **others)
    return list(caught.value.problems)


def test_a_called_flow_is_asked_and_leads_on_without_its_goodbye() -> None:
    talk = Talk(flow_of(CALLING, other=OTHER))
    talk.type("yes", "3")
    assert talk.asked.step == "how.why"
    assert kinds(talk.type("It rained.")) == ["Answered", "Asked"]
    assert talk.asked.step == "last"
    short = Talk(flow_of(CALLING, other=OTHER))
    assert kinds(short.type("yes", "9")) == ["Answered", "Ended"]


def test_a_call_whose_condition_is_false_is_passed_by() -> None:
    talk = Talk(flow_of(CALLING, other=OTHER))
    talk.type("no")
    assert talk.asked.step == "last"


def test_what_was_called_is_part_of_the_version() -> None:
    flow = flow_of(CALLING, other=OTHER)
    assert flow_of(CALLING, other=OTHER.replace("Why?", "Why so?")).version != flow.version
    stored = Flow.from_json(flow.to_json())
    assert (stored, stored.version) == (flow, flow.version)


def test_a_flow_that_calls_itself_is_refused_with_the_chain() -> None:
    other = "- id: on\n  call: trial\n- id: bye\n  end: Bye."
    found = problems(CALLING, other=other)
    assert [(one.file, one.line, one.step) for one in found] == [("other.yaml", 5, "on")]
    assert found[0].what == "the flow calls itself: trial > other > trial"


def test_a_call_of_nothing_and_of_something_broken_are_named() -> None:
    assert problems(CALLING)[0].what == "there is no flow `other`"
    found = problems(CALLING, other="- id: a\n  say: 5")
    assert (found[0].file, found[0].line) == ("trial.yaml", 7)
    assert "`say:` must be text" in found[0].what


def test_steps_that_were_written_out_keep_their_file_and_line() -> None:
    text = "flow: trial\ntitle: A flow\nsteps:\n" + "".join(
        f"  {line}\n" for line in CALLING.strip().splitlines()
    )
    other = "flow: other\ntitle: Other\nsteps:\n" + "".join(
        f"  {line}\n" for line in OTHER.strip().splitlines()
    )
    loaded = load(text, "trial.yaml", {"other": read(other, "other.yaml")}.get)
    place = loaded.flow.route.place["how.why"]
    found = loaded.document.problem(("steps", place, "text"), "a", "b")
    assert (found.file, found.line, found.step) == ("other.yaml", 10, "how.why")
    own = loaded.document.problem(("steps", loaded.flow.route.place["last"]), "a", "b")
    assert (own.file, own.line) == ("trial.yaml", 9)


def test_each_thing_that_was_ticked_is_asked_about() -> None:
    talk = Talk(flow_of(REPEATING))
    talk.type("tea, a cake walk")
    assert (talk.asked.step, talk.asked.question.text) == (
        "each.tea.liked",
        "Did you like it (Tea)?",
    )
    talk.type("yes")
    assert talk.asked.step == "each.cake_walk.liked"
    talk.type("no")
    assert talk.asked.step == "each.cake_walk.why"
    assert only(talk.type("It was long."), Ended)


def test_what_was_not_ticked_is_not_asked_about() -> None:
    for ticked in ("none", "skip"):
        talk = Talk(flow_of(REPEATING))
        assert only(talk.type(ticked), Ended)


def test_a_repeat_goes_over_a_list_of_texts() -> None:
    talk = Talk(flow_of(REPEATING.replace("over: parts", "over: [Tea, Cake]")))
    talk.type("skip", "yes")
    assert (talk.asked.step, talk.asked.question.text) == (
        "each.2.liked",
        "Did you like it (Cake)?",
    )


def test_a_repeat_goes_over_a_fact_as_long_as_it_is() -> None:
    flow = flow_of(REPEATING.replace("over: parts", "over: actions\n    most: 3"))
    talk = Talk(flow)
    talk.type("skip", "yes")
    assert talk.asked.question.text == "Did you like it ({{ actions[1] }})?"
    assert only(talk.type("yes"), Ended), "there are two actions"
    none = Talk(flow, replace(CONTEXT, facts={}))
    assert only(none.type("skip"), Ended)


@pytest.mark.parametrize(
    ("over", "what", "mend"),
    [
        ("actions", "nobody knows how long `actions` will be", "Add `most:`, up to 20."),
        ("nothing", "`nothing` is no earlier question", "Name a `many:` question"),
        ("parts\n    most: 1", "each of them may be ticked", "Leave `most:` out here"),
        ("[]", "names neither a list", "up to 20 texts"),
        ("actions\n    most: 21", "`most:` is too big", "at most 20"),
    ],
)
def test_a_repeat_without_a_bound_or_a_list_is_refused(over: str, what: str, mend: str) -> None:
    found = problems(REPEATING.replace("over: parts", f"over: {over}"))
    assert len(found) == 1
    assert what in found[0].what
    assert mend in found[0].mend
    assert found[0].step == "each"


def test_a_mistake_inside_a_repeat_is_named_once_at_its_line() -> None:
    found = problems(REPEATING.replace("text: Why not?", "text: 5"))
    assert [(one.line, one.step, one.what) for one in found] == [
        (15, "why", "`text:` must be text")
    ]


def test_an_id_with_a_dot_is_refused_in_a_file() -> None:
    found = problems("- id: a.b\n  say: A.\n- id: bye\n  end: Bye.")
    assert [(one.line, one.mend) for one in found] == [(4, "An id has no dots.")]


def test_a_conversation_does_not_end_with_a_call() -> None:
    found = problems("- id: on\n  call: other", other=OTHER)
    assert found[0].what == "the conversation does not end after this step"
    assert problems("- id: bye\n  end: Bye.\n  when: cohort == 'x'")[0].line == 6


SETTING = """
- id: heard
  number: How often heard?
- id: fair
  number: How often fair?
- id: sum
  set: {total: heard + fair, low: heard + fair < 5, most: 9, sort: "'adult'"}
- id: say_it
  say: "{{ total }}"
- id: why
  text: Why so low?
  when: low == 'yes' and sort == 'adult' and most == 9
- id: bye
  end: Goodbye.
"""


def test_a_value_is_worked_out_for_conditions_and_texts() -> None:
    talk = Talk(flow_of(SETTING))
    talk.type("1", "2")
    assert talk.asked.step == "why"
    named = {"total": 3, "low": "yes", "most": 9, "sort": "adult"}
    assert engine.named(talk.flow, talk.session) == named


def test_a_value_follows_the_answers_that_it_comes_from() -> None:
    talk = Talk(flow_of(SETTING))
    talk.type("1", "2", "change an answer", "1", "8")
    assert talk.session.over
    assert engine.named(talk.flow, talk.session)["total"] == 10


def test_a_value_that_cannot_be_worked_out_is_nothing_and_stops_nobody() -> None:
    talk = Talk(flow_of(SETTING.replace("heard + fair,", "nobody + 1,")))
    events = talk.type("1", "2")
    assert [event.step for event in only(events, Faulted)] == ["sum"]
    assert engine.named(talk.flow, talk.session)["total"] is None
    skipping = Talk(flow_of(SETTING))
    skipping.type("skip", "2")
    assert engine.named(skipping.flow, skipping.session)["total"] is None


def test_earlier_answers_and_preferences_are_seen_by_conditions() -> None:
    flow = flow_of("""
- id: again
  text: Last time you were low. Are you better?
  when: earlier('after-session', 'heard') < 3
- id: big
  say: BIG WORDS
  when: easy_read == 'yes' and 'ramp' in access_needs
- id: bye
  end: Goodbye.
""")
    assert Talk(flow).session.over, "what is not known is no"
    known = replace(CONTEXT, earlier={("after-session", "heard"): 2})
    assert Talk(flow, known).asked.step == "again"
    needs = replace(CONTEXT, facts={"easy_read": "yes", "access_needs": ("ramp",)})
    assert kinds(Talk(flow, needs).events) == ["Said", "Ended"]


def test_repeats_that_would_be_too_many_are_refused_before_they_are_written_out() -> None:
    inner = "[{id: a, say: Hello.}]"
    for depth in range(7):
        things = "[" + ", ".join(str(f"'{number}'") for number in range(20)) + "]"
        inner = f"[{{id: r{depth}, repeat: {{over: {things}, steps: {inner}}}}}]"
    begun = process_time()
    with pytest.raises(FlowError) as caught:
        load_flow(f"flow: deep\ntitle: Deep\nsteps:\n  - {inner[1:-1]}\n  - {{id: z, end: E}}", "x")
    assert [problem.what for problem in caught.value.problems] == [
        "written out, this flow has more than 2000 steps"
    ]
    assert process_time() - begun < 5, "1,280,000,000 steps are not to be written out"
