"""What holds for every message and any options: labels, slips, several of them, and noise."""

from __future__ import annotations

import string

from hypothesis import assume, given
from hypothesis import strategies as st

from flows.events import Option
from tests.flows.talking import ENGLISH
from tests.flows.test_options import HOURS, OFTEN, SAFE, YES_NO, read
from tests.flows.test_several_options import FOOD, several

_WORDS = st.text(string.ascii_lowercase, min_size=5, max_size=9)
_LABELS = st.lists(
    st.lists(_WORDS, min_size=1, max_size=3).map(" ".join), min_size=2, max_size=6, unique=True
)


def _options(labels: list[str]) -> tuple[Option, ...]:
    return tuple(Option(f"key_{place}", label) for place, label in enumerate(labels))


def _plain(labels: list[str]) -> bool:
    """Whether each label is a label of its own once it is normalised."""
    return len({ENGLISH.normalise(label) for label in labels}) == len(labels)


@given(_LABELS, st.data())
def test_a_label_typed_exactly_is_always_that_option(
    labels: list[str], data: st.DataObject
) -> None:
    assume(_plain(labels))
    place = data.draw(st.integers(min_value=0, max_value=len(labels) - 1))
    for text in (labels[place], labels[place].upper() + "!", f"  {labels[place]} please"):
        assert read(_options(labels), text) == f"key_{place}"
        assert several(text, _options(labels)) == (f"key_{place}",)


@given(_LABELS, st.data())
def test_a_label_with_one_slip_is_never_another_option(
    labels: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(min_value=0, max_value=len(labels) - 1))
    typed = data.draw(_slips(labels[place]))
    others = {ENGLISH.normalise(label) for label in labels if label != labels[place]}
    assume(_plain(labels) and ENGLISH.normalise(typed) not in others)
    found = read(_options(labels), typed)
    assert found in (None, f"key_{place}") or (isinstance(found, list) and len(found) > 1)


@given(_LABELS, st.data())
def test_several_labels_are_those_options(labels: list[str], data: st.DataObject) -> None:
    assume(_plain(labels))
    chosen = data.draw(st.sets(st.sampled_from(labels), min_size=1))
    between = data.draw(st.sampled_from([", ", " and ", "\n", " & ", ", and "]))
    keys = tuple(option.key for option in _options(labels) if option.label in chosen)
    assert several(between.join(sorted(chosen)), _options(labels)) == keys


@st.composite
def _slips(draw: st.DrawFn, label: str) -> str:
    """The label with one letter left out, added or changed, or two the wrong way round."""
    place = draw(st.integers(min_value=0, max_value=len(label) - 2))
    letter = draw(st.sampled_from(string.ascii_lowercase))
    before, after = label[:place], label[place:]
    ways = (
        before + after[1:],
        before + letter + after,
        before + letter + after[1:],
        before + after[1] + after[0] + after[2:],
    )
    return draw(st.sampled_from(ways))


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    for options in (YES_NO, SAFE, OFTEN, HOURS, FOOD):
        read(options, text)
        several(text, options)


@given(
    st.lists(
        st.sampled_from(
            [
                "1",
                "3",
                "and",
                "&",
                ",",
                "\n",
                "or",
                "-",
                "all",
                "none",
                "walks",
                "bread",
                "butter",
                "tea",
                "👍",
                "the",
                "last",
                "one",
            ]
        )
    )
)
def test_any_mixture_of_options_is_read_without_an_error(parts: list[str]) -> None:
    several(" ".join(parts))
    read(FOOD, " ".join(parts))
