"""What is a command as a whole message, and what somebody says in distress that never is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.meaning import AnswerMeant
from flows.steps.options import read_option, read_options
from flows.steps.yes_no import OPTIONS
from flows.times import read_when
from tests.flows.talking import ENGLISH

DISTRESS = (
    "I want it all to stop",
    "make it stop",
    "please make it stop",
    "I just want it to stop",
    "I want everything to stop",
    "I can't stop crying",
    "I can't stop shaking",
    "I can't stop thinking about it",
    "it won't stop",
    "he won't stop",
    "he won't stop hitting me",
    "tell him to stop",
    "I told him to stop and he did not",
    "stop him",
    "stop him please",
    "someone stop him",
    "I stopped taking my tablets",
    "I stopped eating",
    "stop the pain",
    "stop the voices",
    "the voices won't stop",
    "nothing will stop it",
    "no more",
    "no more pain",
    "no more of this",
    "I don't want to do this any more",
    "I don't want to do this anymore",
    "I don't want to live any more",
    "I don't want to be here",
    "I want out",
    "I want to end it",
    "end it",
    "end it all",
    "I want it to end",
    "the end",
    "it ends tonight",
    "I'm done",
    "I am done with everything",
    "I am finished",
    "I've finished with life",
    "I've had enough",
    "I have had enough of it all",
    "enough is enough, I can't go on",
    "I can't carry on",
    "I can't carry on like this",
    "I don't want to carry on",
    "how can I carry on",
    "I can't keep going",
    "I quit life",
    "leave me alone he said and hit me",
    "he won't leave me alone",
    "they never leave me alone",
    "everyone leaves me alone",
    "I am all alone",
    "I am going away",
    "I wish I could go away for ever",
    "I want to go back to before",
    "there is no way back",
    "I can't go back there",
    "don't make me go back",
    "he is back",
    "he came back tonight",
    "I won't be here tomorrow",
    "there will be no tomorrow",
    "tomorrow it will be over",
    "tonight I will do it",
    "I will do it tonight after dinner",
    "I'll do it tonight",
    "I will do it tomorrow at 6",
    "I want to finish it tonight",
    "I'm going to do it at midnight",
    "I would rather die tomorrow",
    "wait until I am dead",
    "it will be too late",
    "I skip my medicine",
    "I skipped food all week",
    "cancel my life",
    "remove me from this world",
    "take me off this earth",
    "I need to talk but I'm scared",
    "nobody to talk to",
    "I have no one to talk to",
    "he does not let me talk to anyone",
    "I can't talk, he is here",
    "HELP ME PLEASE HE IS HERE",
    "help him",
    "nobody can help me",
    "I am beyond help",
    "I want to pass away",
    "I passed out",
    "give me a break from living",
    "I am going to break",
    "I broke down",
    "wait for me in heaven",
    "I can't wait any longer",
    "I am ready to die",
    "I am ready to go",
    "that is all I have left",
    "I changed my will",
    "I can't change anything",
    "review my will and say goodbye",
    "they would rather not see me",
    "I would rather not be alive",
    "I prefer not to live",
    "I would rather not wake up",
    "next time I will not fail",
    "the next one will kill me",
)


@pytest.mark.parametrize("text", DISTRESS)
def test_what_is_said_in_distress_is_never_a_command_or_an_answer(text: str) -> None:
    for said in (text, text.upper(), f"{text}...", f"please {text}"):
        assert ENGLISH.control(said) is None
        assert read_when(said, ENGLISH) is None
        words = ENGLISH.normalise(said)
        assert not isinstance(read_option(OPTIONS, words, ENGLISH), AnswerMeant)
        assert not isinstance(read_options(OPTIONS, said, ENGLISH), AnswerMeant)


@pytest.mark.parametrize(
    ("control", "text"),
    [
        *(
            ("stop", "stop"),
            ("stop", "STOP please"),
            ("stop", "Stop. Thank you"),
            ("stop", "stop it now"),
        ),
        *(
            ("stop", "leave me alone"),
            ("stop", "Just leave me alone!"),
            ("stop", "please stop messaging me"),
        ),
        *(
            ("stop", "stop stop stop"),
            ("stop", "can you stop messaging me"),
            ("stop", "unsubscribe"),
        ),
        *(
            ("stop", "don't text me again"),
            ("stop", "Stop asking me questions"),
            ("stop", "no more messages"),
        ),
        *(
            ("talk", "I want to talk to someone"),
            ("talk", "can someone call me?"),
            ("help", "help me please"),
        ),
        *(
            ("skip", "skip"),
            ("skip", "skip this one please"),
            ("skip", "next question"),
            ("skip", "pass"),
        ),
        *(
            ("rather_not", "prefer not to say"),
            ("rather_not", "I'd rather not say"),
            ("rather_not", "rather not say"),
        ),
        *(
            ("rather_not", "I don't want to answer that"),
            ("rather_not", "I'd prefer not to answer"),
        ),
        *(
            ("rather_not", "I don't want to say"),
            ("rather_not", "that's private"),
            ("rather_not", "Rather not answer that"),
        ),
        *(
            ("back", "go back"),
            ("back", "oops"),
            ("back", "change my answer"),
            ("back", "I made a mistake"),
        ),
        *(("change", "change an answer"), ("change", "Change my answers"), ("change", "review")),
        *(
            ("change", "can I change an answer?"),
            ("change", "what did I say?"),
            ("change", "see my answers"),
        ),
        *(
            ("done", "done"),
            ("done", "That's all"),
            ("done", "finished"),
            ("done", "that is right"),
        ),
        *(
            ("done", "That's everything, thanks"),
            ("done", "looks good"),
            ("done", "yes that's right"),
        ),
        *(("enough", "enough for today"), ("carry_on", "carry on"), ("resume", "I'm back")),
    ],
)
def test_a_command_is_understood_in_its_natural_forms(control: str, text: str) -> None:
    meant = ENGLISH.control(text)
    assert meant is not None
    assert meant.control == control


@pytest.mark.parametrize("control", ["stop", "talk", "help"])
def test_a_slip_never_asks_to_stop_or_for_somebody(control: str) -> None:
    assert ENGLISH.control(control) is not None
    for place in range(len(control)):
        slipped = control[:place] + "x" + control[place + 1 :]
        assert ENGLISH.control(slipped) is None


@given(st.text())
def test_any_text_is_looked_at_without_an_error(text: str) -> None:
    ENGLISH.control(text)


@given(st.sampled_from(sorted(ENGLISH.controls)), st.sampled_from(["he", "kill", "dead", "hurts"]))
def test_a_command_with_another_word_beside_it_is_another_message(command: str, word: str) -> None:
    for said in (f"{command} {word}", f"{word} {command}"):
        assert ENGLISH.control(said) is None
