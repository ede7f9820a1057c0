"""A flow file that is not one: each message has the file, the line, the step and the mend."""

from __future__ import annotations

import pytest

from flows.definition import Flow, load_flow
from flows.problems import FlowError, Problem
from tests.flows.talking import Talk, flow_of

START = "flow: trial\ntitle: Trial\nsteps:\n"
END = "  - id: bye\n    end: Goodbye.\n"


def problems(text: str) -> list[Problem]:
    with pytest.raises(FlowError) as caught:
        load_flow(text, "trial.yaml")
    return list(caught.value.problems)


def problem(steps: str) -> Problem:
    """The one problem of these steps, which stand in lines 4 and following."""
    found = problems(START + steps + END)
    assert len(found) == 1, found
    return found[0]


def test_a_bare_no_is_a_word_and_a_condition_on_it_is_true() -> None:
    """(seen elsewhere: a bare `no:` became False, and a condition on 'no' was never true)"""
    talk = Talk(
        flow_of("""
- id: safe
  choice: Are you safe?
  options: {yes: Yes, no: No, on: On, off: Off}
  flag: {when: safe == 'no', level: routine, topic: danger, reason: is not safe}
- id: bye
  end: Goodbye.
""")
    )
    assert [option.key for option in talk.asked.question.options] == ["yes", "no", "on", "off"]
    assert [option.label for option in talk.asked.question.options] == ["Yes", "No", "On", "Off"]
    assert [type(event).__name__ for event in talk.press("no")] == ["Answered", "Flagged", "Ended"]


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("1", "a number"),
        ("0.5", "a number"),
        ("true", "true or false"),
        ("~", "empty"),
        ("2024-01-01", "a date"),
        ("[a]", "a list"),
        ("? {a: b}\n      ", "a mapping"),
    ],
)
def test_a_key_that_is_not_text_is_named_with_its_mend(key: str, kind: str) -> None:
    found = problem(
        f"  - id: often\n    choice: How often?\n    options:\n      {key}: One\n      b: Two\n"
    )
    assert (found.file, found.line, found.step) == ("trial.yaml", 7, "often")
    assert f"is {kind}, and a key must be text" in found.what
    assert found.mend.startswith("Put it in quotation marks:")


def test_a_bare_no_that_is_read_as_false_is_named_with_its_mend() -> None:
    """An old YAML can be asked for in a file's first line; then `no` is not a word."""
    steps = START + "  - id: a\n    choice: A?\n    options: {no: One, b: Two}\n" + END
    found = problems("%YAML 1.1\n---\n" + steps)
    assert [(each.line, each.step) for each in found] == [(8, "a")]
    assert found[0].what == "the key `no:` is true or false, and a key must be text"
    assert found[0].mend == 'Put it in quotation marks: "no":'


def test_a_key_that_stands_twice_is_named_with_its_line() -> None:
    found = problem("  - id: hello\n    say: Hello.\n    say: Hello again.\n")
    assert found == Problem(
        "trial.yaml", 6, "hello", "`say:` stands here twice", "Keep one of the two."
    )


def test_an_option_that_stands_twice_is_named_with_its_line() -> None:
    found = problem('  - id: a\n    choice: A?\n    options:\n      "1": One\n      "1": Two\n')
    assert (found.line, found.step, found.what) == (8, "a", "`1:` stands here twice")


def test_all_problems_are_named_in_the_order_of_their_lines() -> None:
    found = problems(START + "  - id: a\n    1: A?\n    id: b\n  - true: no\n" + END)
    assert [each.line for each in found] == [5, 6, 7]


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        ("  - id: a\n    say: Note: this\n", 5, "mapping values are not allowed", "colon"),
        ("  - id: a\n    say: 'Hello\n", 5, "cannot be read as YAML", "quotation marks"),
        ("  - id: a\n\tsay: Hello.\n", 5, "cannot start any token", "spaces, not with the tab"),
        ("  - id: a\n   say: Hello.\n", 5, "cannot be read as YAML", "indentation"),
        ("---\n", 4, "another document", "one flow in one file"),
        ("  - id: a\n    say: Hel\x01lo.\n", 5, "a flow cannot hold", "Type this line again"),
        ("  - id: a\n    say: !shout Hello.\n", 5, "`!shout` is a tag", "Take the tag away"),
        ("  - &a {id: a, say: Hello.}\n  - *a\n", 4, "by a reference", "in full"),
        ("  - id: a\n    <<: {say: Hello.}\n", 5, "is a merge", "quotation marks"),
    ],
)
def test_what_is_not_plain_yaml_is_named(text: str, line: int, what: str, mend: str) -> None:
    found = problems(START + text + END)[0]
    assert found.line == line
    assert what in found.what
    assert mend in found.mend


def test_a_nest_without_end_is_named() -> None:
    assert problems("[" * 600)[0].what == "this is nested too deeply"


@pytest.mark.parametrize("text", ["", "hello", "- a\n- b", "1", "# nothing"])
def test_what_is_no_flow_at_all_is_named(text: str) -> None:
    found = problems(text)[0]
    assert (found.line, found.what) == (1, "this is not a flow")
    assert "`flow:`" in found.mend


def test_a_flow_without_its_parts_is_named() -> None:
    found = problems("title: Trial\nsteps: []\nauthor: Sam\n")
    assert [(each.line, each.what) for each in found] == [
        (1, "`flow:` is missing"),
        (2, "`steps:` holds too little"),
        (3, "`author:` means nothing here"),
    ]


@pytest.mark.parametrize(
    ("step", "line", "what", "mend"),
    [
        ("  - say: Hello.\n", 4, "`id:` is missing", "Add `id:` here."),
        ("  - id: a\n    scale: 3\n", 4, "does not say what kind it is", "one of `say:`"),
        ("  - id: a\n    chioce: A?\n", 4, "does not say what kind", "Did you mean `choice:`?"),
        (
            "  - id: a\n    say: A.\n    text: A?\n",
            4,
            "two things at once: `say:` and",
            "two steps",
        ),
        ("  - hello\n", 4, "this is not a step", "A step has an `id:`"),
        ("  - id: a\n    text: A?\n    sensitiv: true\n", 6, "`sensitiv:`", "mean `sensitive:`?"),
        (
            "  - id: a\n    say: A.\n    options: {}\n",
            6,
            "`options:` means nothing",
            "Take it away",
        ),
        ("  - id: a\n    say: 5\n", 5, "`say:` must be text", "Put the text in quotation marks"),
        ("  - id: a\n    say: ''\n", 5, "`say:` is empty", "Write a text here."),
        ("  - id: A\n    say: A.\n", 4, "`id:` is not written as it must be", "small letter"),
        ("  - id: not\n    say: A.\n", 4, "`not` means something else", "another id"),
        ("  - id: name\n    say: A.\n", 4, "`name` is a fact", "another id"),
        ("  - id: a\n    rating: A?\n", 4, "`scale:` is missing", "Add `scale:` here."),
        (
            "  - id: a\n    rating: A?\n    scale: {from: 0, to: ten, low: A, high: B}\n",
            *(6, "`to:` must be a whole number", "Write it in digits."),
        ),
        (
            "  - id: a\n    rating: A?\n    scale: {from: 0, to: 100, low: A, high: B}\n",
            *(6, "a scale from 0 to 100 cannot be shown", "at most 11 points"),
        ),
        (
            "  - id: a\n    rating: A?\n    scale: {from: 5, to: 1, low: A, high: B}\n",
            *(6, "a scale from 5 to 1 cannot be shown", "Let it rise"),
        ),
        (
            "  - id: a\n    rating: A?\n    scale: {from: 0, to: 10, low: A, high: B, mid: C}\n",
            *(6, "`mid:` means nothing here", "Take it away"),
        ),
        ("  - id: a\n    choice: A?\n    options: {b: B}\n", 6, "holds too little", "At least 2"),
        (
            "  - id: a\n    choice: A?\n    options: {b: B, Big one: C}\n",
            *(6, "`Big one:` is not written as it must be", "no spaces"),
        ),
        (
            "  - id: a\n    choice: A?\n    options: {b: B, ~c: C}\n",
            *(6, "`~c:` is not written as it must be", "small letters"),
        ),
        (
            "  - id: a\n    choice: A?\n    options: {b: B, c: 2}\n",
            *(6, "`c:` must be text", "Put the text in quotation marks"),
        ),
        (
            "  - id: a\n    choice: A?\n    options: {b: B, c: C}\n    yes_means: d\n",
            *(4, "there is no option `d`", "The options are b, c."),
        ),
        ("  - id: a\n    text: A?\n    limit: 20000\n", 6, "`limit:` is too big", "at most 10000"),
        ("  - id: a\n    text: A?\n    limit: 0\n", 6, "`limit:` is too small", "at least 1"),
        ("  - id: a\n    text: A?\n    required: soon\n", 6, "must be true or false", "Write true"),
        ("  - id: a\n    text: A?\n    keeps: age\n", 6, "`keeps:` is not written", "name, times"),
        ("  - id: a\n    text: A?\n    measure: heard\n", 6, "`measure:`", "session.heard"),
        (
            "  - id: a\n    text: A?\n    flag: {level: high, topic: low, reason: a}\n",
            *(6, "`level:` is not one that is known", "'urgent', 'soon' or 'routine'"),
        ),
        ("  - id: a\n    flag: {level: soon, topic: low}\n", 5, "`reason:` is missing", "Add"),
        (
            "  - id: a\n    text: A?\n    flag:\n      - {level: soon, topic: low, reason: b}\n"
            "      - {level: soon, topic: low, reason: b, wen: a}\n",
            *(8, "`wen:` means nothing here", "Did you mean `when:`?"),
        ),
        ("  - id: a\n    branch: bye\n", 5, "`branch:` must be a list", "{to: thanks}]"),
        ("  - id: a\n    branch: []\n", 5, "`branch:` holds too little", "At least 1"),
        ("  - id: a\n    branch: [{to: nowhere}]\n", 5, "no step `nowhere`", "further down"),
        ("  - id: a\n    say: A.\n    next: a\n", 6, "`a` does not come after", "move it down"),
        ("  - id: a\n    say: A.\n    next: B B\n", 6, "`next:` is not written", "further down"),
        (
            "  - id: a\n    branch: [{when: 'bye ==', to: bye}]\n",
            *(5, "the condition `bye ==` cannot be understood", "for example: safe == 'no'"),
        ),
        ("  - id: bye\n    say: A.\n", 6, "two steps have the id `bye`", "another id"),
    ],
)
def test_a_mistake_in_a_step_is_named(step: str, line: int, what: str, mend: str) -> None:
    found = problem(step)
    assert (found.file, found.line) == ("trial.yaml", line), found
    assert what in found.what
    assert mend in found.mend


def test_a_conversation_that_does_not_end_is_named() -> None:
    found = problems(START + "  - id: a\n    say: A.\n  - id: b\n    text: B?\n")
    assert found == [
        Problem(
            *("trial.yaml", 6, "b", "the conversation does not end after this step"),
            "Make the last step an `end:`, with a goodbye.",
        )
    ]


def test_a_problem_reads_as_one_line() -> None:
    found = problem("  - id: a\n    say: 5\n")
    assert str(found) == (
        'trial.yaml, line 5, step a: `say:` must be text. Put the text in quotation marks: "…".'
    )


def test_yes_and_no_are_true_and_false_where_that_is_asked() -> None:
    flow = flow_of("- id: a\n  text: A?\n  sensitive: yes\n  required: no\n- id: b\n  end: B.")
    question = flow.route.asked("a")
    assert (question.sensitive, question.required) == (True, False)


def test_a_flow_has_the_version_of_its_content() -> None:
    steps = "- id: a\n  choice: A?\n  options: {b: B, c: C}\n- id: d\n  end: D."
    flow = flow_of(steps)
    assert len(flow.version) == 12
    assert flow_of(steps + "\n# a comment").version == flow.version
    assert flow_of("- {choice: A?, id: a, options: {b: B, c: C}}\n- {end: D., id: d}") == flow
    assert flow_of(steps.replace("{b: B, c: C}", "{c: C, b: B}")).version != flow.version
    assert flow_of(steps.replace("A?", "A!")).version != flow.version


def test_a_stored_flow_is_the_same_flow() -> None:
    flow = flow_of("""
- id: a
  choice: Wie geht's?
  options: {b: Größer, c: C}
  flag: {when: a == 'b', level: soon, topic: low, reason: feels low}
- id: d
  branch: [{when: a is none, to: f}]
- id: e
  rating: E?
  scale: {from: 1, to: 5, low: L, high: H}
- id: f
  end: F.
""")
    stored = Flow.from_json(flow.to_json())
    assert stored == flow
    assert (stored.version, stored.to_json()) == (flow.version, flow.to_json())


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"flow": "a"}'])
def test_a_stored_flow_that_is_damaged_is_refused(text: str) -> None:
    with pytest.raises(FlowError):
        Flow.from_json(text)
