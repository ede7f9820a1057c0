"""Every path through a flow, as a table and as a diagram."""

from __future__ import annotations

import re

import pytest

from flows.definition import Flow, load_flow
from flows.diagram import mermaid
from flows.library import library
from flows.paths import Paths, paths

STEPS = """\
  - id: hello
    say: Hello {{ name }}.
  - id: heard
    rating: How much were you heard?
    scale: {from: 0, to: 10, low: Not at all, high: Completely}
  - id: safe
    choice: 'Are you \"safe\"?'
    options: {"yes": "Yes", unsure: I am not sure, "no": "No"}
    flag:
      - {when: "safe == 'no'", level: urgent, topic: danger, reason: is not safe}
  - id: fork
    branch: [{when: "heard < 4", to: why}, {to: bye}]
  - id: why
    text: What was missing?
    when: safe is not none
  - id: bye
    end: Goodbye.
"""


def flow_of(steps: str) -> Flow:
    return load_flow(f"flow: trial\ntitle: Trial\nsteps:\n{steps}", "trial.yaml")


def rows(found: Paths) -> list[tuple[str, list[str], str]]:
    """Each path: what decides it, its flags, and where it ends."""
    return [
        (
            "; ".join(f"{one.about}: {one.words}" for one in walk.answers if one.decides),
            [f"{flag.level} {flag.topic}" for flag in walk.flags],
            walk.end,
        )
        for walk in found.walks
    ]


def test_each_path_has_its_answers_merged_and_its_flags() -> None:
    found = paths(flow_of(STEPS), {})
    assert (found.count, found.parts, found.left_out) == (5, 1, 0)
    assert rows(found) == [
        ("heard: 4-10 / no answer; safe: Yes / I am not sure / no answer", [], "bye"),
        ("heard: 4-10 / no answer; safe: No", ["urgent danger"], "bye"),
        ("heard: 0-3; safe: no answer", [], "bye"),
        ("heard: 0-3; safe: Yes / I am not sure", [], "bye"),
        ("heard: 0-3; safe: No", ["urgent danger"], "bye"),
    ]
    last = found.walks[-1].row(5)
    assert last["answers"] == [
        {"about": "heard", "answers": "0-3", "decides": True},
        {"about": "safe", "answers": "No", "decides": True},
        {"about": "why", "answers": "something / no answer", "decides": False},
    ]
    assert last["flags"] == [
        {"step": "safe", "level": "urgent", "topic": "danger", "reason": "is not safe"}
    ]


def test_what_is_only_said_to_some_makes_a_path_of_its_own() -> None:
    steps = """\
  - id: late
    yes_no: Was it late?
  - id: sorry
    when: "late == 'yes'"
    say: I am sorry.
  - id: bye
    end: Goodbye.
"""
    found = paths(flow_of(steps), {})
    assert [(one.answers[0].words, one.says) for one in found.walks] == [
        ("No / no answer", ()),
        ("Yes", ("sorry",)),
    ]
    assert found.walks[1].row(2)["says"] == ["sorry"]


def test_many_paths_are_shown_part_by_part() -> None:
    question = (
        "  - id: q{0}\n    yes_no: Well?\n"
        "    flag: {{when: q{0} == 'no', level: soon, topic: low, reason: is low}}\n"
    )
    steps = "".join(question.format(number) for number in range(8))
    found = paths(flow_of(f"{steps}  - id: bye\n    end: Goodbye.\n"), {})
    assert (found.count, found.parts, len(found.walks)) == (256, 8, 16)
    assert rows(found)[:2] == [
        ("q0: Yes / no answer", [], "q1"),
        ("q0: No", ["soon low"], "q1"),
    ]


def test_ways_that_are_left_out_are_counted() -> None:
    found = paths(flow_of(STEPS), {}, most=2)
    assert (found.count, len(found.walks), found.left_out) == (5, 2, 3)


@pytest.mark.parametrize("name", sorted(library()))
def test_the_paths_of_the_library_come_by_every_flag(name: str) -> None:
    flow = library()[name]
    found = paths(flow, library())
    assert found.left_out == 0
    flags = {(step.id, rule.reason) for step in flow.steps for rule in getattr(step, "flags", ())}
    assert {(flag.step, flag.reason) for walk in found.walks for flag in walk.flags} == flags


def test_the_diagram_has_every_step_with_its_arrows() -> None:
    lines = mermaid(flow_of(STEPS)).splitlines()
    assert lines[0] == "flowchart TD"
    assert '  s0("hello<br/>Hello (name).")' in lines
    assert '  s2["safe<br/>Are you #quot;safe#quot;?<br/>raises: urgent, danger"]' in lines
    assert '  s3{"fork"}' in lines
    assert '  s5(["bye<br/>Goodbye."])' in lines
    assert '  s3 -->|"heard #lt; 4"| w4' in lines
    assert "  s3 --> s5" in lines
    assert "  s4 --> s5" in lines
    assert lines[-1] == "  class s2 flags"


def test_the_arrow_of_a_skipped_step_goes_round_it() -> None:
    lines = mermaid(flow_of(STEPS)).splitlines()
    assert '  w4{"safe is not none?"}' in lines
    assert '  w4 -->|"yes"| s4' in lines
    assert '  w4 -.->|"no"| s5' in lines
    assert not [line for line in lines if line.startswith("  s4 -.->")]


@pytest.mark.parametrize("name", sorted(library()))
def test_every_line_of_a_diagram_is_one_that_mermaid_reads(name: str) -> None:
    box = r"""(\("[^"]*"\)|\["[^"]*"\]|\{"[^"]*"\}|\(\["[^"]*"\]\)|\[/"[^"]*"/\])"""
    arrow = r"""[sw]\d+ (-->|-\.->)(\|"[^"]*"\|)? [sw]\d+"""
    line = rf"  ([sw]\d+{box}|{arrow}|classDef flags .*|class [s\d,]+ flags)"
    for one in mermaid(library()[name]).splitlines()[1:]:
        assert re.fullmatch(line, one), one
