"""When somebody wants to be asked again, in their words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.meaning import ControlMeant
from flows.times import When, moment, read_when
from tests.flows.talking import ENGLISH
from tests.flows.test_times import NOW


def read(text: str) -> str | None:
    when = read_when(ENGLISH.normalise(text), ENGLISH)
    return None if when is None else when.text()


@pytest.mark.parametrize(
    ("text", "when"),
    [
        *(("pause", ""), ("hold on", ""), ("later", "later"), ("not now", "later")),
        *(("ask me later", "later"), ("Can we do this later please?", "later"), ("busy", "later")),
        *(("tonight", "tonight"), ("this evening", "tonight"), ("ask me tonight", "tonight")),
        *(("tonight at 8", "tonight 08:00?"), ("at 8pm tonight", "tonight 20:00")),
        *(("quarter to 9 tonight", "tonight 08:45?"), ("tonight at half past 7", "tonight 07:30?")),
        *(("tomorrow", "tomorrow"), ("2moro", "tomorrow"), ("ask me tomorrow", "tomorrow")),
        *(
            ("can I do it tomorrow", "tomorrow"),
            ("maybe tomorrow", "tomorrow"),
            ("not today", "tomorrow"),
        ),
        *(("can we do it tomorrow?", "tomorrow"), ("tomorrow is better", "tomorrow")),
        *(("tomorrow at 6", "tomorrow 06:00?"), ("tomorrow at six", "tomorrow 06:00?")),
        *(("Tomorrow at 6 pm, please", "tomorrow 18:00"), ("tomorrow 6pm", "tomorrow 18:00")),
        *(("tomorrow at 18:00", "tomorrow 18:00"), ("tomorrow at 7.30", "tomorrow 07:30?")),
        *(
            ("half past six tomorrow", "tomorrow 06:30?"),
            ("tomorrow at 6 o'clock", "tomorrow 06:00?"),
        ),
        *(("tomorrow morning", "tomorrow 10:00"), ("tomorrow afternoon", "tomorrow 14:00")),
        *(("tomorrow evening at 8", "tomorrow 20:00"), ("tomorrow morning at 8", "tomorrow 08:00")),
        *(("at 7pm", "today 19:00"), ("at 19:30", "today 19:30"), ("at 7 p.m.", "today 19:00")),
        *(
            ("today at 5", "today 05:00?"),
            ("ask me at 7", "today 07:00?"),
            ("after lunch", "today 14:00"),
        ),
        *(("in two hours", "in 120"), ("in 20 min", "in 20"), ("in half an hour", "in 30")),
        *(("in an hour", "in 60"), ("in 20mins", "in 20"), ("in an hour and a half", "in 90")),
        *(
            ("give me 10 minutes", "in 10"),
            ("in about an hour", "in 60"),
            ("in 2 hours' time", "in 120"),
        ),
        *(
            ("in 3 days", "day 3"),
            ("in a week", "day 7"),
            ("in a month", "day 30"),
            ("in 1 day", "tomorrow"),
        ),
        *(
            ("on Friday", "weekday 5"),
            ("ask me on Friday", "weekday 5"),
            ("until Friday", "weekday 5"),
        ),
        *(
            ("Friday at 10", "weekday 5 10:00?"),
            ("Fri 10am", "weekday 5 10:00"),
            ("next Friday", "weekday 5"),
        ),
        *(
            ("Friday morning", "weekday 5 10:00"),
            ("on Friday at half past two", "weekday 5 02:30?"),
        ),
        *(("next week", "week 1"), ("ask me next week", "week 1"), ("at the weekend", "weekday 6")),
        *(
            ("on the 3rd", "date 3"),
            ("on 3 March", "date 3/3"),
            ("on the 3rd of March", "date 3/3"),
        ),
        *(("ask me on the 3rd at 10am", "date 3 10:00"), ("ask me again on 29 Feb", "date 29/2")),
    ],
)
def test_a_time_to_be_asked_again_is_understood(text: str, when: str) -> None:
    assert read(text) == when
    assert ENGLISH.control(text) == ControlMeant("pause", when)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "7",
            "at 7",
            "7pm",
            "18:30",
            "Friday",
            "the 3rd",
            "3 March",
            "2 hours",
            "morning",
            "evening",
        ),
        *(
            "in the morning",
            "in the evening",
            "twenty minutes",
            "seven",
            "half",
            "10",
            "last Friday",
        ),
        *(
            "yesterday",
            "two hours ago",
            "every Friday",
            "since Friday",
            "in 0 minutes",
            "in 5 years",
        ),
        *(
            "tomorrow at 27",
            "tomorrow at 7:75",
            "at 13pm",
            "on 31 February",
            "on the 32nd",
            "",
            "...",
        ),
    ],
)
def test_what_may_be_an_answer_or_is_no_time_is_no_pause(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("I can't do this tomorrow", "tomorrow I will be dead", "I won't be here tomorrow"),
        *(
            "he is coming back tonight",
            "he comes home at 7pm",
            "it happens on Friday",
            "goodbye until never",
        ),
        *("I want to sleep until next week", "don't ask me tomorrow", "there is no tomorrow"),
        *(
            "in two hours it will be over",
            "not tonight, not ever",
            "call me tomorrow at 6",
            "why not later",
        ),
    ],
)
def test_a_time_in_what_somebody_tells_is_no_pause(text: str) -> None:
    assert ENGLISH.control(text) is None


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    read(text)
    read_when(text, ENGLISH)


@given(
    st.lists(
        st.sampled_from(
            [
                "ask",
                "me",
                "at",
                "in",
                "on",
                "the",
                "7",
                "7:30",
                "99",
                "3rd",
                "half",
                "past",
                "quarter",
                "to",
                "pm",
                "tomorrow",
                "tonight",
                "friday",
                "march",
                "morning",
                "an",
                "hour",
                "two",
                "minutes",
                "weeks",
                "next",
                "please",
            ]
        )
    )
)
def test_any_mixture_of_the_parts_of_times_is_read_and_can_be_kept(parts: list[str]) -> None:
    when = read_when(" ".join(parts), ENGLISH)
    if when is not None:
        assert When.parse(when.text()) == when
        assert moment(when, NOW) > NOW
