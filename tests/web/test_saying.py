"""Answering in the chat, without JavaScript: each form is posted and leads back to the page."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from storage.people import Someone
from tests.web.house import House
from tests.web.plain_browser import PlainBrowser
from tests.web.store import SESSION, answers_of, flags_raised, update_kinds, words_of

ANSWER = "Send my answer"
WORDS = "Send"
TALK = "I want to talk to someone"


async def let_in(house: House, browser: PlainBrowser, name: str = "Ash") -> Someone:
    """Opens a link, agreed to check-ins, and with one waiting."""
    person, code = house.invite(name=name)
    await browser.open(f"/c/{code}")
    await browser.press("Open my chat")
    await house.begin_check_in(person)
    await browser.open("/chat")
    return person


async def test_a_whole_check_in_by_forms_alone(house: House, plain: PlainBrowser) -> None:
    person = await let_in(house, plain)
    for number in ("7", "10", "0"):
        await plain.press(ANSWER, choose=number)
    await plain.press(WORDS, text="eight")
    await plain.press(ANSWER, choose="A little")
    await plain.press(ANSWER, choose="Yes")
    await plain.press("Skip")
    await plain.press(WORDS, text="More time for questions.")
    assert answers_of(house.database, person.id) == [
        ("heard", "7"),
        ("safe_to_speak", "10"),
        ("influence", "0"),
        ("fair", "8"),
        ("upset", "bit"),
        ("safe", "yes"),
        ("talk", None),
        ("message", "More time for questions."),
    ]
    assert plain.choices == []
    assert "Thank you" in plain.words
    assert WORDS in plain.buttons


async def test_every_question_can_be_answered_in_words_and_left(
    house: House, plain: PlainBrowser
) -> None:
    await let_in(house, plain)
    assert plain.choices == [str(number) for number in range(11)]
    for button in (ANSWER, WORDS, TALK, "Skip", "Later", "Stop"):
        assert button in plain.buttons
    assert "0 is Not at all. 10 is Completely." in plain.words


async def test_sending_the_same_form_twice_counts_once(house: House, plain: PlainBrowser) -> None:
    person = await let_in(house, plain)
    form = plain.form_with(ANSWER)
    pressed = plain.filled(form, ANSWER, choose="7")
    await plain.send(form.action, pressed)
    await plain.send(form.action, pressed)
    assert answers_of(house.database, person.id) == [("heard", "7")]
    typed = plain.filled(plain.form_with(WORDS), WORDS, text="4")
    await plain.send(form.action, typed)
    await plain.send(form.action, typed)
    assert answers_of(house.database, person.id) == [("heard", "7"), ("safe_to_speak", "4")]


async def test_words_sent_from_a_page_that_was_gone_back_to_are_kept(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in(house, plain)
    form = plain.form_with(WORDS)
    await plain.send(form.action, plain.filled(form, WORDS, text="7"))
    await plain.send(form.action, plain.filled(form, WORDS, text="I was not heard at all."))
    assert words_of(house.database, person.id) == ["7", "I was not heard at all."]
    assert answers_of(house.database, person.id) == [("heard", "7")]


async def test_words_beside_a_choice_are_kept_as_well(house: House, plain: PlainBrowser) -> None:
    person = await let_in(house, plain)
    await plain.press(ANSWER, choose="7", text="It was a long day.")
    assert answers_of(house.database, person.id) == [("heard", "7")]
    assert words_of(house.database, person.id) == ["It was a long day."]


async def test_words_left_in_the_box_are_not_sent_by_skip(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in(house, plain)
    await plain.press("Skip", text="not meant for anybody")
    assert answers_of(house.database, person.id) == [("heard", None)]
    assert words_of(house.database, person.id) == []


async def test_an_empty_form_is_told_kindly(house: House, plain: PlainBrowser) -> None:
    person = await let_in(house, plain)
    await plain.press(ANSWER)
    assert "There was nothing to send" in plain.words
    await plain.press(WORDS, text="  \n ")
    assert "There was nothing to send" in plain.words
    assert answers_of(house.database, person.id) == []


async def test_an_old_button_changes_nothing_and_shows_the_question(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in(house, plain)
    old = plain.form_with(ANSWER)
    stale = old.radios["3"][1]
    await plain.press(ANSWER, choose="7")
    form = plain.form_with(ANSWER)
    await plain.send(form.action, {**form.fields, "choice": stale})
    assert answers_of(house.database, person.id) == [("heard", "7")]
    assert "belongs to an earlier question" in plain.words
    assert len(plain.choices) == 11


async def test_a_press_for_somebody_elses_check_in_changes_nothing(
    house: House, plain: PlainBrowser
) -> None:
    theirs = await let_in(house, plain)
    press = plain.form_with(ANSWER).radios["0"][1]
    async with PlainBrowser(house.address) as other:
        await let_in(house, other, name="Bo")
        form = other.form_with(ANSWER)
        await other.send(form.action, {**form.fields, "choice": press})
        assert other.status == 200
    assert answers_of(house.database, theirs.id) == []


async def test_a_form_that_another_site_sends_is_refused(house: House, plain: PlainBrowser) -> None:
    person = await let_in(house, plain)
    form = plain.form_with(WORDS)
    data = plain.filled(form, WORDS, text="7")
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
    ):
        await plain.send(form.action, data, **headers)
        assert plain.status == 403
        assert "116 123" in plain.words
    async with PlainBrowser(house.address) as other:
        _, code = house.invite(name="Bo")
        await other.open(f"/c/{code}")
        await other.press("Open my chat")
        theirs = other.form_with(WORDS).fields["key"]
    await plain.send(form.action, {**data, "key": theirs})
    assert plain.status == 403
    assert answers_of(house.database, person.id) == []
    await plain.send(form.action, data, Origin=house.address)
    assert answers_of(house.database, person.id) == [("heard", "7")]


@pytest.mark.parametrize(
    "field",
    [
        {"choice": "1:2"},
        {"choice": "1:2:3:4"},
        {"press": "x" * 300},
        {"press": "\u00b2:1:~skip"},
        {"command": "erase"},
    ],
)
async def test_a_button_that_is_none_of_ours_is_refused(
    house: House, plain: PlainBrowser, field: dict[str, str]
) -> None:
    person = await let_in(house, plain)
    form = plain.form_with(ANSWER)
    await plain.send(form.action, {**form.fields, "text": "", **field})
    assert plain.status == 400
    assert answers_of(house.database, person.id) == []


async def test_asking_for_a_person_outside_a_check_in(house: House, plain: PlainBrowser) -> None:
    person = await let_in(house, plain)
    await plain.press("Stop")
    assert plain.choices == []
    await plain.press(TALK)
    assert flags_raised(house.database) == [("soon", "contact", "open")]
    assert "116 123" in plain.words
    assert plain.choices == ["Sam", "Someone other than Sam"]
    await plain.press(ANSWER, choose="Sam")
    assert plain.choices == []
    assert "Sam" in plain.words
    assert answers_of(house.database, person.id) == []


async def test_asking_for_somebody_else_within_a_check_in(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in(house, plain)
    await plain.press(TALK)
    assert plain.choices == ["Sam", "Someone other than Sam"]
    await plain.press(ANSWER, choose="Someone other than Sam")
    assert "Sam will not see this" in plain.words
    for label in ("A message here", "As soon as you can", "Yes, at any time", "Carry on"):
        await plain.press(ANSWER, choose=label)
    assert len(plain.choices) == 11
    await plain.press(ANSWER, choose="7")
    assert answers_of(house.database, person.id)[-1] == ("heard", "7")


async def test_what_a_participant_writes_is_shown_as_they_wrote_it(
    house: House, plain: PlainBrowser
) -> None:
    await let_in(house, plain)
    await plain.press("Stop")
    for words in (
        "<script>alert(1)</script> & <b>",
        "\u0645\u0631\u062d\u0628\u0627",
        "\U0001f642",
    ):
        await plain.press(WORDS, text=words)
        assert words in plain.words
    assert "<script>alert" not in plain.html


async def test_a_sensitive_answer_is_not_shown(house: House, plain: PlainBrowser) -> None:
    await let_in(house, plain)
    for number in ("7", "7", "7", "7"):
        await plain.press(ANSWER, choose=number)
    await plain.press(ANSWER, choose="No")
    before = plain.words.count("I am not sure")
    await plain.press(ANSWER, choose="I am not sure")
    assert plain.words.count("I am not sure") < before
    assert "\u2022\u2022\u2022" in plain.words


async def test_a_text_of_ten_thousand_characters_is_taken_whole(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in(house, plain)
    await plain.press("Stop")
    long = "word " * 1_999 + "words"
    assert len(long) == 10_000
    await plain.press(WORDS, text=long)
    assert plain.status == 200
    assert words_of(house.database, person.id) == [long]


async def test_a_text_that_is_too_long_is_told_kindly(house: House, plain: PlainBrowser) -> None:
    await let_in(house, plain)
    long = "word " * 2_001
    await plain.press(WORDS, text=long)
    assert plain.status == 200
    assert "too long" in plain.words
    assert long in plain.html
    await plain.press(WORDS, text="x" * 1_100_000)
    assert plain.status == 413
    assert "too long" in plain.words
    assert "116 123" in plain.words


async def test_what_cannot_be_handled_is_kept_and_a_person_is_told(
    house: House, plain: PlainBrowser
) -> None:
    await let_in(house, plain)
    house.store(
        lambda connection: connection.execute(update(SESSION).values(state_sealed=b"broken"))
    )
    await plain.press(WORDS, text="This matters to me.")
    assert ("unreadable", "set_aside") in update_kinds(house.database)
    assert ("soon", "unread", "open") in flags_raised(house.database)
    house.store(lambda connection: connection.execute(update(SESSION).values(status="stopped")))
    await plain.open("/chat")
    assert "I could not read your last message" in plain.words


async def test_without_a_database_nothing_is_pretended(house: House, plain: PlainBrowser) -> None:
    await let_in(house, plain)
    form = plain.form_with(ANSWER)
    data = plain.filled(form, ANSWER, choose="7")
    house.database.close()
    await plain.send(form.action, data)
    assert plain.status == 503
    assert "Retry-After" in plain.headers
    assert "could not save that" in plain.words
    assert "116 123" in plain.words
