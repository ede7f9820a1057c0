"""Yes and no in the forms in which people say them; and what is neither."""

from __future__ import annotations

import pytest

from tests.flows.test_options import SAFE, YES_NO, read


@pytest.mark.parametrize(
    "text",
    [
        *(
            "yes",
            "Yes!",
            "yeah",
            "yep",
            "y",
            "ok",
            "sure",
            "of course",
            "I did",
            "I do",
            "we did",
            "it was",
        ),
        *(
            "yes I did",
            "yeah it was",
            "yes, they did",
            "yes definitely",
            "oh yes",
            "Yes please",
            "yes yes",
        ),
        *(
            "I think so",
            "yeah I think so",
            "yes I guess",
            "definately",
            "absolutly",
            "I agree",
            "true",
        ),
        *(
            "👍",
            "👍🏾",
            "👍👍",
            "✅",
            "yes 👍",
            "that's right",
            "yes, to be honest",
            "I'd say yes",
            "1",
            "first",
        ),
    ],
)
def test_yes_in_natural_forms(text: str) -> None:
    assert read(YES_NO, text) == "yes"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "no",
            "No.",
            "nope",
            "nah",
            "n",
            "never",
            "not really",
            "not at all",
            "I didn't",
            "I did not",
        ),
        *(
            "no I didn't",
            "no it wasn't",
            "it didn't",
            "no, not really",
            "no way",
            "no thank you",
            "no no no",
        ),
        *(
            "I don't think so",
            "we weren't",
            "they did not",
            "certainly not",
            "no they don't",
            "they haven't",
        ),
        *(
            "👎",
            "👎🏿",
            "❌",
            "I'd say no",
            "2",
            "the second one",
            "not realy",
            "I won't",
            "I wouldnt",
        ),
    ],
)
def test_no_in_natural_forms(text: str) -> None:
    assert read(YES_NO, text) == "no"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "it was fine",
            "fine",
            "I can't",
            "I can't go on",
            "no more",
            "no one",
            "nobody cares",
            "never again",
        ),
        *(
            "not any more",
            "no hope",
            "no point",
            "yes but he is here",
            "yes and no",
            "maybe",
            "hope",
            "knot",
        ),
        *(
            "I did it",
            "I do not want to live",
            "it is over",
            "there is no way out",
            "I am",
            "I'm not",
            "not",
        ),
        *(
            "I would be better off dead",
            "I have taken them",
            "it was him",
            "they did it again",
            "👍👎",
            "🙂",
        ),
        *("no I want to die", "never mind me", "I do think about it", "okay but scared", "right"),
    ],
)
def test_neither_yes_nor_no(text: str) -> None:
    expected = "yes" if text == "I am" else None
    assert read(YES_NO, text) == expected


def test_a_guarded_yes_is_two_meanings_where_somebody_may_be_unsure() -> None:
    assert read(SAFE, "I think so") == ["yes", "unsure"]
    assert read(SAFE, "I don't think so") == ["unsure", "no"]
    assert read(SAFE, "probably") == "unsure"
    assert read(SAFE, "not sure") == "unsure"
    assert read(SAFE, "yes") == "yes"
