"""What is proved about a flow before it may be sent."""

from __future__ import annotations

from typing import get_args

import pytest

from flows.checking import check, name_problems
from flows.inputs import CONTROL_MARK, Control
from flows.library import library_texts
from flows.problems import Problem

AFTER_SESSION = """\
flow: after-session
title: After a session
steps:
  - id: heard
    rating: How much did you feel listened to today?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
    measure: session.heard
  - id: upset
    choice: Did anything today leave you upset?
    options: {"no": "No", "bit": A little, "yes": "Yes"}
    flag: {when: "upset == 'yes'", level: routine, topic: session, reason: was upset}
  - id: safe
    choice: Do you feel safe right now?
    sensitive: true
    options: {"yes": "Yes", "unsure": I am not sure, "no": "No"}
    flag:
      - {when: "safe == 'no'", level: urgent, topic: danger, reason: does not feel safe right now}
      - {when: "safe == 'unsure'", level: soon, topic: danger, reason: is not sure}
  - id: talk
    choice: Would you like someone to get in touch?
    options: {"no": No thank you, "week": This week, "now": As soon as possible}
    flag: {when: "talk in ('week', 'now')", level: soon, topic: contact, reason: asked for someone}
  - id: message
    text: Is there anything else you want to tell us?
  - id: thanks
    end: Thank you. What you said will be read by {{ facilitator }}.
"""
START = """\
flow: trial
title: Trial
steps:
  - id: safe
    choice: Are you safe?
    options: {"yes": "Yes", "no": "No"}
  - id: heard
    rating: How heard?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
  - id: said
    text: What did you say?
"""
END = "  - id: bye\n    end: Goodbye.\n"


def problems(steps: str) -> list[Problem]:
    """What is wrong with these steps, which stand in lines 12 and following."""
    flow, found = check(START + steps + END, "trial.yaml")
    assert flow is not None, found
    return found


def test_a_sound_flow_has_no_problems() -> None:
    flow, found = check(AFTER_SESSION, "after-session.yaml")
    assert found == []
    assert flow is not None
    assert flow.name == "after-session"


@pytest.mark.parametrize("source", sorted(library_texts()))
def test_the_check_ins_that_come_with_it_are_sound(source: str) -> None:
    assert check(library_texts()[source], source)[1] == []


def test_a_file_that_is_no_flow_gives_its_problems_and_no_flow() -> None:
    flow, found = check("flow: a\n", "trial.yaml")
    assert flow is None
    assert [problem.what for problem in found] == ["`title:` is missing", "`steps:` is missing"]


@pytest.mark.parametrize(
    ("condition", "what", "mend"),
    [
        ("sfae == 'no'", "neither a step nor a fact", "It can name safe, heard, said, name"),
        ("bye == 'no'", "is a step without an answer", "It can name"),
        ("after == 'no'", "is not asked before this", "It can name"),
        ("safe == 'maybe'", "`safe` in `safe == 'maybe'` is never 'maybe'", "are yes, no"),
        ("safe in ('no', 'maybe')", "is never 'maybe'", "Its options are yes, no."),
        ("safe in ('no')", "looks for the answer inside one text", "With one option, write =="),
        ("'n' in said", "looks inside the answer", "Write the name first"),
        ("safe == ('yes', 'no')", "asks whether the answer is a whole list", "Write `in`"),
        ("safe < 3", "is not a number", "have an order"),
        ("safe + heard > 3", "`safe` in `safe + heard > 3` is not a number", "have an order"),
        ("cohort > 3", "`cohort` in `cohort > 3` is not a number", "have an order"),
        ("heard > 11", "`heard` in `heard > 11` is never 11", "a number from 0 to 10"),
        ("heard == '3'", "is never '3'", "a number from 0 to 10"),
        ("heard == true", "is never True", "a number from 0 to 10"),
        ("heard < none", "is never None", "a number from 0 to 10"),
        ("said == 3", "is never 3", "put it in quotation marks"),
        ("safe", "`safe` in `safe` says nothing by itself", "which answer"),
        ("not heard or said == 'x'", "says nothing by itself", "which answer"),
        ("1 == 1", "is always the same", "Name a step"),
    ],
)
def test_a_condition_that_cannot_be_right_is_named(condition: str, what: str, mend: str) -> None:
    found = problems(
        f'  - id: fork\n    branch: [{{when: "{condition}", to: bye}}]\n'
        "  - id: after\n    yes_no: After?\n"
    )
    assert found, condition
    assert (found[0].line, found[0].step) == (13, "fork")
    assert what in found[0].what
    assert mend in found[0].mend


@pytest.mark.parametrize(
    "condition",
    [
        "safe == 'no'",
        "safe is none",
        "safe != none",
        "heard < 3",
        "heard + heard > 12",
        "cohort == 'garden' and not safe in ('no',)",
        "2 < heard < 5",
        "facilitator",
    ],
)
def test_a_condition_that_can_be_right_is_left_alone(condition: str) -> None:
    fork = f'  - id: fork\n    branch: [{{when: "{condition}", to: bye}}]\n'
    assert problems(f"{fork}  - id: after\n    say: Well then.\n") == []


def test_a_flag_may_name_its_own_step_and_a_flag_step_may_not_name_a_later_one() -> None:
    own = "    flag: {when: \"a == 'yes'\", level: soon, topic: low, reason: is low}\n"
    assert problems(f"  - id: a\n    yes_no: A?\n{own}") == []
    found = problems(f"  - id: f\n{own}  - id: a\n    yes_no: A?\n")
    assert [(problem.line, problem.step) for problem in found] == [(13, "f")]
    assert "is not asked before this" in found[0].what


def test_a_step_that_is_never_on_the_way_is_not_asked_before() -> None:
    found = problems(
        "  - id: fork\n    branch: [{when: \"safe == 'no'\", to: two}]\n"
        "  - id: one\n    yes_no: One?\n    next: bye\n"
        "  - id: two\n    yes_no: Two?\n"
        "    flag: {when: \"one == 'no'\", level: soon, topic: low, reason: is low}\n"
    )
    assert [(problem.line, problem.step) for problem in found] == [(19, "two")]
    assert "`one` in `one == 'no'` is not asked before this" in found[0].what


def test_of_steps_that_no_path_leads_to_the_first_is_named() -> None:
    found = problems(
        "  - id: jump\n    say: Jump.\n    next: bye\n"
        "  - id: lost\n    say: Lost.\n  - id: also_lost\n    say: Lost, too.\n"
    )
    assert [(problem.line, problem.step) for problem in found] == [(15, "lost")]
    assert found[0].what == "no path leads to this step"


def test_an_end_in_the_middle_is_named_and_not_what_is_lost_below_it() -> None:
    found = problems(
        "  - id: byebye\n    end: Goodbye.\n  - id: safety\n    call: are-you-safe\n"
        '  - id: fork\n    branch: [{when: "heard < 3", to: bye}]\n'
        "  - id: more\n    when: \"safety.safe == 'no' and said is none\"\n    text: More?\n"
    )
    assert [(problem.line, problem.step) for problem in found] == [(12, "byebye")]
    assert found[0].what == "`byebye` ends it for everybody; nothing below it is reached"


def test_what_keeps_a_flow_from_being_explored_begins_with_the_end_in_its_middle() -> None:
    lost = "  - id: mid\n    yes_no: Mid?\n  - id: low\n    when: \"mid == 'no'\"\n    say: Oh.\n"
    flow, _ = check(f"{START}  - id: byebye\n    end: Goodbye.\n{lost}{END}", "trial.yaml")
    assert flow is not None
    [found] = name_problems(flow, {})
    assert found.startswith("byebye: `byebye` ends it for everybody; nothing below it is reached")


def test_answers_that_fall_out_of_a_branch_are_told_and_one_way_that_leads_off_is_not() -> None:
    after = "  - id: glad\n    say: Good.\n  - id: sorry\n    say: I am sorry.\n"
    ways = "{when: \"safe == 'no'\", to: sorry}"
    assert problems(f"  - id: fork\n    branch: [{ways}]\n{after}") == []
    both = f"{ways}, {{when: \"safe == 'yes'\", to: glad}}"
    [found] = problems(f"  - id: fork\n    branch: [{both}]\n{after}")
    assert found.severity == "warning"
    assert "they go on at `glad`" in found.what
    assert problems(f"  - id: fork\n    branch: [{both}, {{to: glad}}]\n{after}") == []


def test_ways_after_one_that_is_always_taken_are_named() -> None:
    found = problems(
        "  - id: fork\n    branch:\n      - {to: bye}\n"
        "      - {when: \"safe == 'no'\", to: two}\n  - id: two\n    say: Two.\n"
    )
    assert [problem.line for problem in found] == [14, 16]
    assert "can never be taken" in found[0].what
    assert "no answers lead to this step" in found[1].what


def test_a_topic_that_is_not_known_is_named() -> None:
    found = problems("  - id: f\n    flag: {level: soon, topic: parking, reason: cannot park}\n")
    assert [(problem.line, problem.what) for problem in found] == [
        (13, "`parking` is not a topic that is known")
    ]
    assert "danger" in found[0].mend


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Hello {{ nobody }}.", "the text names `nobody`, which is no fact"),
        ("You said {{ safe }}.", "the text names `safe`, which is an answer"),
        ("Hello {{ name.upper() }}.", "more than the name of a fact"),
        ("{% if name %}Hello{% endif %}", "more than the name of a fact"),
        ("Hello {{ name }.", "braces that mean nothing"),
        ("a" * 2_001, "the text has 2001 characters"),
    ],
)
def test_a_text_that_cannot_be_shown_is_named(text: str, what: str) -> None:
    found = problems(f'  - id: a\n    say: "{text}"\n')
    assert [(problem.line, problem.step) for problem in found] == [(13, "a")]
    assert what in found[0].what


def test_a_text_may_name_the_facts() -> None:
    assert problems("  - id: a\n    say: '{{ name }}, {{facilitator}} and {{ cohort }}.'\n") == []


@pytest.mark.parametrize(
    ("options", "what"),
    [
        ("{b: " + "B" * 61 + ", c: C}", "the button has 61 characters, and holds 60"),
        ("{b: Same., c: same}", "two buttons say the same: `b` and `c`"),
        ("{b: '...', c: C}", "a button says words"),
        ("{b: 'Not {{ name }}', c: C}", "a button says words"),
    ],
)
def test_a_button_that_cannot_be_shown_is_named(options: str, what: str) -> None:
    found = problems(f"  - id: a\n    choice: A?\n    options: {options}\n")
    assert [(problem.line, problem.step) for problem in found] == [(14, "a")]
    assert what in found[0].what


@pytest.mark.parametrize(
    ("measure", "what", "mend"),
    [
        ("mood.low", "there is no measure `mood`", "There are: about, "),
        ("session.mood", "`session` has no item `mood`", "heard, safe, influence, fair"),
        ("session.heard", "`session.heard` is rated from 0 to 10", "Give the scale these ends"),
    ],
)
def test_a_measure_that_does_not_fit_is_named(measure: str, what: str, mend: str) -> None:
    found = problems(
        f"  - id: a\n    rating: A?\n    measure: {measure}\n"
        "    scale: {from: 1, to: 5, low: L, high: H}\n"
    )
    assert len(found) == 1
    assert what in found[0].what
    assert mend in found[0].mend


def test_a_consent_can_be_given_and_refused_and_not_skipped() -> None:
    found = problems(
        "  - id: a\n    choice: A?\n    options: {agree: Agree, refuse: Refuse}\n"
        "    keeps: consent.check_ins\n"
    )
    assert [problem.what for problem in found] == [
        "a consent can be given and refused",
        "a consent cannot be skipped",
    ]
    assert (
        problems("  - id: a\n    yes_no: A?\n    keeps: consent.check_ins\n    required: true\n")
        == []
    )


def test_problems_come_in_the_order_of_their_lines() -> None:
    found = problems(
        "  - id: a\n    say: '{{ nobody }}'\n"
        "  - id: b\n    choice: B?\n    options: {x: Same, y: Same}\n"
        "    flag: {level: soon, topic: parking, reason: cannot park}\n"
    )
    assert [problem.line for problem in found] == [13, 16, 17]


def test_every_press_fits_into_the_64_bytes_that_telegram_gives_a_button() -> None:
    session, turn = 10**15, 10**6  # far more than there will ever be
    longest_key = "k" * 20
    question = "  - id: a\n    choice: A?\n    options: {%s: A, b: B}\n"
    assert check(START + question % longest_key + END, "a.yaml")[1] == []
    _, too_long = check(START + question % f"{longest_key}k" + END, "a.yaml")
    assert "at most 20" in too_long[0].mend
    choices = [longest_key, *(f"{CONTROL_MARK}{control}" for control in get_args(Control))]
    for choice in choices:
        assert len(f"{session}:{turn}:{choice}".encode()) <= 64
