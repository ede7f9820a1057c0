"""Everything that is understood in English is understood in another language by its words alone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.dates import EitherDate, ImpossibleDate, read_date
from flows.events import Option
from flows.meaning import AnswerMeant, ControlMeant
from flows.numbers import EitherNumber, read_number
from flows.steps.options import read_option, read_options
from flows.times import When, moment, read_when
from flows.vocabulary import Vocabulary
from tests.flows.languages import ESPERANTO
from tests.flows.talking import ENGLISH

NOTHING = Vocabulary.from_mapping({})
MONDAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 14, 20)
OPTIONS = (
    Option("yes", "Jes, mi ŝatus"),
    Option("unsure", "Mi ne certas"),
    Option("other", "Io kaj alia"),
    Option("no", "Ne, dankon"),
)


@pytest.mark.parametrize(
    ("text", "control"),
    [
        *(
            ("haltu", "stop"),
            ("HALTU, mi petas!", "stop"),
            ("Lasu min sola", "stop"),
            ("voku min", "talk"),
        ),
        *(
            ("prefere ne", "rather_not"),
            ("ŝanĝi respondon", "change"),
            ("preta", "done"),
            ("reen", "back"),
        ),
        *(
            ("preterlasu", "skip"),
            ("helpu min", "help"),
            ("daŭrigu", "carry_on"),
            ("sufiĉas", "enough"),
        ),
    ],
)
def test_a_language_has_its_own_commands(text: str, control: str) -> None:
    meant = ESPERANTO.control(text)
    assert meant is not None
    assert meant.control == control
    assert ENGLISH.control(text) is None


@pytest.mark.parametrize(
    "text", ["stop", "skip", "later", "tomorrow at 6", "done", "talk", "help me"]
)
def test_english_commands_are_nothing_in_another_language(text: str) -> None:
    assert ESPERANTO.control(text) is None
    assert NOTHING.control(text) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [
        *(("jes", "yes"), ("Certe!", "yes"), ("ne", "no"), ("tute ne", "no"), ("eble", "unsure")),
        *(
            ("👍", "yes"),
            ("la dua", "unsure"),
            ("lasta", "no"),
            ("tri", "other"),
            ("elekto b", "unsure"),
        ),
        *(
            ("Mi ne certes", "unsure"),
            ("jes mi", "yes"),
            ("mi diras ne", "no"),
            ("Io kaj alia", "other"),
        ),
    ],
)
def test_options_are_understood_by_the_words_of_the_language(text: str, key: str) -> None:
    found = read_option(OPTIONS, ESPERANTO.normalise(text), ESPERANTO)
    assert isinstance(found, AnswerMeant)
    assert found.value == key


def test_several_options_are_parted_by_the_and_of_the_language() -> None:
    def keys(text: str) -> object:
        found = read_options(OPTIONS, text, ESPERANTO)
        return found.value if isinstance(found, AnswerMeant) else None

    assert keys("1 kaj 3") == ("yes", "other")
    assert keys("io kaj alia kaj ne") == ("other", "no")
    assert keys("ĉiuj") == ("yes", "unsure", "other", "no")
    assert keys("1 and 3") is None
    assert keys("all") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        *(
            ("7,5", "7.5"),
            ("1.234,5", "1234.5"),
            ("dudek kvin", "25"),
            ("ducent dudek kvin", "225"),
        ),
        *(
            ("tri mil ducent", "3200"),
            ("ĉirkaŭ sep", "7"),
            ("tri horoj", "3"),
            ("ok", "8"),
            ("neniu", "0"),
        ),
        *(("tri kaj duono", "3.5"), ("€20", "20")),
    ],
)
def test_numbers_are_read_as_the_language_writes_them(text: str, number: str) -> None:
    assert read_number(text, ESPERANTO.normalise(text), ESPERANTO) == Decimal(number)


def test_other_numbers_are_none_in_this_language() -> None:
    for text in ("seven", "twice", "7.5", "3 hours", "about 7"):
        assert read_number(text, ESPERANTO.normalise(text), ESPERANTO) is None
    either = EitherNumber(Decimal(7), Decimal(8))
    assert read_number("sep aŭ ok", "sep aŭ ok", ESPERANTO) == either


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *(
            ("2027/3/4", date(2027, 3, 4)),
            ("27/3/4", date(2027, 3, 4)),
            ("2027 marto 4", date(2027, 3, 4)),
        ),
        *(("la 4a de marto 2027", date(2027, 3, 4)), ("hieraŭ", date(2026, 11, 22))),
        *(("pasintan mardon", date(2026, 11, 17)), ("antaŭ du semajnoj", date(2026, 11, 9))),
        *(("post tri tagoj", date(2026, 11, 26)), ("la kvina de marto 2027", date(2027, 3, 5))),
    ],
)
def test_dates_are_read_as_the_language_writes_them(text: str, day: date) -> None:
    assert read_date(text, ESPERANTO, MONDAY) == day


def test_month_and_day_stand_in_the_order_of_the_language() -> None:
    assert read_date("3/4", ESPERANTO, MONDAY) == EitherDate(date(2026, 3, 4), date(2027, 3, 4))
    assert read_date("2027/31/3", ESPERANTO, MONDAY) == ImpossibleDate()
    for text in ("yesterday", "3 March 2027", "last Tuesday"):
        assert read_date(text, ESPERANTO, MONDAY) is None


@pytest.mark.parametrize(
    ("text", "when", "then"),
    [
        ("morgaŭ", "tomorrow", datetime(2026, 11, 24, 10)),
        ("morgau matene", "tomorrow 09:00", datetime(2026, 11, 24, 9)),
        ("morgaŭ je la 6a", "tomorrow 06:00?", datetime(2026, 11, 24, 18)),
        ("je la 7a ptm", "today 19:00", datetime(2026, 11, 23, 19)),
        ("post du horoj", "in 120", datetime(2026, 11, 23, 16, 20)),
        ("demandu min vendredon", "weekday 5", datetime(2026, 11, 27, 10)),
        ("vendredon je la 10a", "weekday 5 10:00?", datetime(2026, 11, 27, 10)),
        ("ĉi vespere", "tonight", datetime(2026, 11, 23, 19)),
        ("post la tagmanĝo", "today 13:30", datetime(2026, 11, 24, 13, 30)),
    ],
)
def test_times_to_be_asked_again_are_those_of_the_language(
    text: str, when: str, then: datetime
) -> None:
    found = read_when(text, ESPERANTO)
    assert found == When.parse(when)
    assert found is not None
    assert moment(found, NOW) == then
    assert ESPERANTO.control(text) == ControlMeant("pause", when)


def test_a_language_without_words_reads_figures() -> None:
    assert read_number("7", "7", NOTHING) == 7
    assert read_date("3/4/2027", NOTHING, MONDAY) == date(2027, 4, 3)
    assert read_option(OPTIONS, "2", NOTHING) == AnswerMeant("unsure", "Mi ne certas")
    assert read_when("tomorrow", NOTHING) is None
    assert read_options(OPTIONS, "1, 2", NOTHING) == AnswerMeant(
        ("yes", "unsure"), "Jes, mi ŝatus\nMi ne certas"
    )


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    for vocabulary in (ESPERANTO, NOTHING):
        words = vocabulary.normalise(text)
        vocabulary.control(text)
        read_option(OPTIONS, words, vocabulary)
        read_options(OPTIONS, text, vocabulary)
        read_number(text, words, vocabulary)
        read_date(text, vocabulary, MONDAY)
