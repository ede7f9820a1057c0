"""Outcome measures: asked in their own words, counted as their source says, shipped with leave."""

from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.resources import files

import pytest
from pydantic import ValidationError

from flows.library import library
from flows.measures import Item, Measure, find_item, measures
from flows.measures.measure import Bands
from flows.steps import Choice, QuestionStep, Rating, Say

MEASURES = sorted(measures())
ASKED = [
    (flow, step)
    for flow in library().values()
    for step in flow.steps
    if isinstance(step, QuestionStep) and step.measure
]
_THING = re.compile(r"\{\{ \w+\[\d+\] \}\}")


def plain(text: str) -> str:
    """A text as it is read: line breaks are the file's, and one thing stands for all of a list."""
    return " ".join(_THING.sub("{{ item }}", text).split())


def item_of(step: QuestionStep) -> Item:
    item = find_item(step.measure or "")
    assert item is not None, step.measure
    return item


@pytest.mark.parametrize(
    ("flow", "step"), ASKED, ids=[f"{flow.name}:{step.id}" for flow, step in ASKED]
)
def test_a_measure_is_asked_word_for_word(flow: object, step: QuestionStep) -> None:
    name, _, item = (step.measure or "").partition(".")
    measure = measures()[name]
    assert plain(step.text) == plain(item_of(step).wording)
    if isinstance(step, Rating):
        assert measure.scale is not None
        assert (step.scale.lowest, step.scale.highest) == (
            measure.scale.lowest,
            measure.scale.highest,
        )
        assert step.scale.words == measure.words_of(item)
        if not step.scale.words:
            assert (step.scale.low, step.scale.high) == measure.ends_of(item)
    else:
        assert isinstance(step, Choice)
        assert list(step.options.items()) == list((item_of(step).options or {}).items())


def test_every_item_is_asked_somewhere_but_those_whose_licence_does_not_suit_all() -> None:
    asked = {step.measure for _, step in ASKED}
    known = {f"{name}.{item}" for name in MEASURES for item in measures()[name].items}
    assert known - asked == {f"who-5.{item}" for item in measures()["who-5"].items}


def test_the_personal_wellbeing_questions_are_those_of_the_harmonised_standard() -> None:
    wording = {name: plain(item.wording) for name, item in measures()["ons4"].items.items()}
    assert wording == {
        "satisfied": "Overall, how satisfied are you with your life nowadays?",
        "worthwhile": "Overall, to what extent do you feel that the things you do in your life "
        "are worthwhile?",
        "happy": "Overall, how happy did you feel yesterday?",
        "anxious": "On a scale where 0 is “not at all anxious” and 10 is “completely anxious”, "
        "overall, how anxious did you feel yesterday?",
    }
    scale = measures()["ons4"].scale
    assert scale is not None
    assert (scale.lowest, scale.highest) == (0, 10)


def test_a_measure_with_an_introduction_is_introduced_with_it() -> None:
    for flow, step in ASKED:
        measure = measures()[(step.measure or "").partition(".")[0]]
        first, *_ = measure.items
        if measure.intro and step.measure == f"{measure.id}.{first}":
            before = flow.steps[flow.route.place[step.id] - 1]
            assert isinstance(before, Say)
            assert plain(before.text) == plain(measure.intro)


def test_each_file_is_named_after_its_measure() -> None:
    names = {path.name for path in files("flows.measures").iterdir() if ".yaml" in path.name}
    assert names == {f"{name}.yaml" for name in MEASURES}


@pytest.mark.parametrize("name", MEASURES)
def test_each_says_where_it_is_from_and_under_which_licence(name: str) -> None:
    measure = measures()[name]
    assert measure.licence.startswith(("Apache-2.0", "Open Government Licence", "CC BY-NC-SA"))
    assert measure.official == bool(measure.attribution)
    if measure.official:
        assert any(year in measure.source for year in ("2015", "2020", "2025")), measure.source


def test_measures_that_need_leave_to_be_used_are_not_shipped() -> None:
    text = " ".join(measure.title + measure.source for measure in measures().values())
    assert not re.search(r"WEMWBS|ReQoL|CORE-10|Outcome Rating|PPEET", text)


@pytest.mark.parametrize("name", MEASURES)
def test_bands_leave_no_score_out_and_count_none_twice(name: str) -> None:
    measure = measures()[name]
    if measure.scale is None:
        return
    lowest, highest = measure.scale.lowest, measure.scale.highest
    if measure.scoring.total == "sum":
        times = len(measure.items) * measure.scoring.times
        lowest, highest = lowest * times, highest * times
    for bands in (measure.bands, *(item.bands for item in measure.items.values())):
        if isinstance(bands, Bands):
            scores = [n for low, high in bands.scores.values() for n in range(low, high + 1)]
            assert scores == list(range(lowest, highest + 1))


def test_more_is_better_but_for_worry() -> None:
    lower = [
        f"{name}.{item}"
        for name in MEASURES
        for item in measures()[name].items
        if measures()[name].direction_of(item) == "lower is better"
    ]
    assert lower == ["ons4.anxious"]
    assert {measures()["about"].direction_of(item) for item in measures()["about"].items} == {
        "neither"
    }


def test_only_where_the_literature_says_so_is_it_known_how_much_change_is_real() -> None:
    known = {name: measures()[name].change for name in MEASURES if measures()[name].change}
    assert list(known) == ["who-5"]
    assert known["who-5"] is not None
    assert known["who-5"].points == 10


def test_an_item_that_is_not_there_is_none() -> None:
    assert find_item("ons4.happy") is not None
    for name in ("ons4.sad", "ons5.happy", "ons4", ""):
        assert find_item(name) is None


def sample(**other: object) -> Mapping[str, object]:
    return {
        "id": "sample",
        "title": "A sample",
        "version": "1",
        "source": "This test",
        "licence": "Apache-2.0",
        "scale": {"from": 1, "to": 3},
        "direction": "higher is better",
        "items": {"one": {"title": "One", "wording": "How is it?"}},
        **other,
    }


def test_a_measure_needs_no_more_than_its_items_and_their_scale() -> None:
    measure = Measure.model_validate(sample())
    assert measure.scoring.total == "each"
    assert measure.ends_of("one") == (None, None)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"scale": {"from": 1, "to": 3, "words": ["Low", "High"]}}, "one word for each point"),
        (
            {"items": {"one": {"title": "One", "wording": "How?", "words": ["Low", "High"]}}},
            "`one` has not one word for each point",
        ),
        ({"scale": None}, "`one` has neither options nor the measure's scale"),
        (
            {"bands": {"source": "x", "scores": {"low": [3, 1], "high": [4, 5]}}},
            "from its lower end to its upper",
        ),
        ({"change": {"source": "x"}}, "a change needs `points`"),
        ({"change": {"source": "x", "reliability": 0.8}}, "a standard deviation and a reliability"),
        ({"items": {}}, "at least 1 item"),
        ({"licence": " "}, "at least 1 character"),
        ({"colour": "blue"}, "Extra inputs are not permitted"),
    ],
)
def test_a_measure_that_cannot_be_counted_is_refused(other: dict[str, object], said: str) -> None:
    with pytest.raises(ValidationError, match=re.escape(said)):
        Measure.model_validate(sample(**other))
