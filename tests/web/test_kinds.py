"""Questions that are ticked, filled in, sent or looked over, without JavaScript."""

from __future__ import annotations

from io import BytesIO

from aiohttp import FormData

from bot.web.chat.not_sent import MOST_MEGABYTES
from tests.web.house import House
from tests.web.kinds import let_in_to_kinds
from tests.web.plain_browser import PlainBrowser
from tests.web.store import answers_of

ANSWER = "Send my answer"
ANSWERS = "Send my answers"
JPEG = b"\xff\xd8\xff a photo"


async def test_all_that_is_ticked_is_sent_at_once_and_done(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in_to_kinds(house, plain)
    assert list(plain.ticked) == [
        "Getting there",
        "Hearing, or being heard",
        "Things at home",
        "None of these",
    ]
    assert "Done" not in plain.buttons
    await plain.press(ANSWERS, tick=["Hearing, or being heard", "Getting there"])
    assert answers_of(house.database, person.id) == [("hard", "travel,hearing")]
    assert "When did you first come?" in plain.words
    assert plain.words.count("What made it hard?") == 1


async def test_going_back_shows_what_was_ticked_and_lets_it_be_changed(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in_to_kinds(house, plain)
    await plain.press(ANSWERS, tick=["Getting there"])
    await plain.press("Go back")
    assert [label for label, ticked in plain.ticked.items() if ticked] == ["Getting there"]
    await plain.press(ANSWERS, tick=["Things at home"])
    assert answers_of(house.database, person.id) == [("hard", "home")]


async def test_ticks_that_rule_each_other_out_are_asked_about_and_stay_ticked(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in_to_kinds(house, plain)
    both = ["Getting there", "None of these"]
    await plain.press(ANSWERS, tick=both)
    assert "You cannot tick all of these together." in plain.words
    assert [label for label, ticked in plain.ticked.items() if ticked] == both
    assert answers_of(house.database, person.id) == []
    await plain.press(ANSWERS, tick=["None of these"])
    assert answers_of(house.database, person.id) == [("hard", "none")]


async def test_more_ticks_than_can_be_are_never_cut_down_to_some(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in_to_kinds(house, plain)
    three = ["Getting there", "Hearing, or being heard", "Things at home"]
    await plain.press(ANSWERS, tick=three)
    assert answers_of(house.database, person.id) == []
    assert [label for label, ticked in plain.ticked.items() if ticked] == three


async def test_nothing_ticked_is_asked_about(house: House, plain: PlainBrowser) -> None:
    person = await let_in_to_kinds(house, plain)
    await plain.press(ANSWERS)
    assert answers_of(house.database, person.id) == []
    assert len(plain.ticked) == 4


async def test_the_same_ticks_sent_twice_count_once(house: House, plain: PlainBrowser) -> None:
    person = await let_in_to_kinds(house, plain)
    form = plain.form_with(ANSWERS)
    data = plain.filled(form, ANSWERS, tick=["Getting there"])
    await plain.send(form.action, data)
    said = plain.words
    await plain.send(form.action, data)
    assert plain.words == said
    assert answers_of(house.database, person.id) == [("hard", "travel")]


async def test_ticks_of_a_question_that_has_gone_by_change_nothing(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in_to_kinds(house, plain)
    form = plain.form_with(ANSWERS)
    late = plain.filled(form, ANSWERS, tick=["Things at home"])
    await plain.press(ANSWERS, tick=["Getting there"])
    await plain.send(form.action, late)
    assert answers_of(house.database, person.id) == [("hard", "travel")]


async def test_ticks_of_another_question_than_the_form_says_are_refused(
    house: House, plain: PlainBrowser
) -> None:
    await let_in_to_kinds(house, plain)
    form = plain.form_with(ANSWERS)
    await plain.send(form.action, {**plain.filled(form, ANSWERS), "tick.travel": "999:1:travel"})
    assert plain.status == 400


async def test_a_paused_check_in_takes_the_ticks_that_were_sent_and_no_others(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in_to_kinds(house, plain)
    form = plain.form_with(ANSWERS)
    late = plain.filled(form, ANSWERS, tick=["Things at home"])
    await plain.press("Later")
    await plain.send(form.action, late)
    assert answers_of(house.database, person.id) == [("hard", "home")]


async def to_the_date(house: House, plain: PlainBrowser) -> int:
    person = await let_in_to_kinds(house, plain)
    await plain.press("Skip")
    return person.id


async def test_a_date_is_chosen_and_going_back_shows_it(house: House, plain: PlainBrowser) -> None:
    person = await to_the_date(house, plain)
    assert 'type="date"' in plain.html
    await plain.press(ANSWER, day="2026-03-30")
    assert ("first_day", "2026-03-30") in answers_of(house.database, person)
    await plain.press("Go back")
    assert 'value="2026-03-30"' in plain.html


async def test_a_date_can_be_typed_too(house: House, plain: PlainBrowser) -> None:
    person = await to_the_date(house, plain)
    await plain.press("Send", text="30 March 2026")
    assert ("first_day", "2026-03-30") in answers_of(house.database, person)


async def test_a_number_has_a_box_with_its_unit(house: House, plain: PlainBrowser) -> None:
    person = await to_the_date(house, plain)
    await plain.press("Skip")
    assert 'inputmode="decimal"' in plain.html
    assert "minutes" in plain.words
    await plain.press(ANSWER, number="45")
    assert ("hours", "45") in answers_of(house.database, person)


async def to_the_photo(house: House, plain: PlainBrowser) -> int:
    person = await to_the_date(house, plain)
    for _ in range(4):
        await plain.press("Skip")
    assert "Up to 10 MB." in plain.words
    return person


async def send_file(
    plain: PlainBrowser, content: bytes, kind: str = "image/jpeg", text: str = ""
) -> None:
    form = plain.form_with("Send it")
    data = FormData(quote_fields=False)
    for name, value in plain.filled(form, "Send it", text=text).items():
        data.add_field(name, value, content_type="text/plain; charset=utf-8")
    data.add_field("file", BytesIO(content), filename="made.jpg", content_type=kind)
    await plain.post(form.action, data)


async def test_a_photo_is_an_answer(house: House, plain: PlainBrowser) -> None:
    person = await to_the_photo(house, plain)
    await send_file(plain, JPEG)
    assert [step for step, value in answers_of(house.database, person) if value] == ["made"]
    assert "Is it right?" in plain.words


async def test_a_file_that_is_too_large_is_said_to_be_and_the_words_stay(
    house: House, plain: PlainBrowser
) -> None:
    person = await to_the_photo(house, plain)
    await send_file(plain, JPEG.ljust(MOST_MEGABYTES * 1024 * 1024 + 1), text="My kite")
    assert "larger than 10 MB" in plain.words
    assert "My kite" in plain.html
    assert "Send it" in plain.buttons
    assert ("made", None) not in answers_of(house.database, person)


async def test_a_file_of_another_kind_is_not_taken(house: House, plain: PlainBrowser) -> None:
    await to_the_photo(house, plain)
    await send_file(plain, b"MZ", "application/x-msdownload")
    assert "no photo and no voice note" in plain.words
    assert "Send it" in plain.buttons


async def test_sending_without_a_file_says_that_there_was_nothing(
    house: House, plain: PlainBrowser
) -> None:
    await to_the_photo(house, plain)
    await plain.press("Send it")
    assert "There was nothing to send." in plain.words


async def test_a_form_with_a_file_from_another_site_is_refused(
    house: House, plain: PlainBrowser
) -> None:
    await to_the_photo(house, plain)
    form = plain.form_with("Send it")
    data = FormData({**plain.filled(form, "Send it"), "key": "made.up"})
    data.add_field("file", JPEG, filename="made.jpg", content_type="image/jpeg")
    await plain.post(form.action, data)
    assert plain.status == 403


async def test_a_review_shows_every_answer_and_each_can_be_changed(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in_to_kinds(house, plain)
    await plain.press(ANSWERS, tick=["Getting there", "Things at home"])
    await plain.press(ANSWER, day="2026-03-30")
    await plain.press("Skip")
    await plain.press(ANSWER, choose="Up and down")
    await plain.press(ANSWER, choose="Yes")
    await plain.press("I prefer not to say" if "I prefer not to say" in plain.buttons else "Skip")
    assert "Getting there, Things at home" in plain.words
    assert "30 March 2026" in plain.words
    assert "You skipped this." in plain.words
    assert "You have answered this." in plain.words
    assert "Change an answer" not in plain.buttons
    await plain.press("Change How was the week?")
    await plain.press(ANSWER, choose="Good")
    assert ("felt", "4") in answers_of(house.database, person.id)
    assert "Is it right?" in plain.words
    await plain.press("That is right")
    assert "Thank you." in plain.words


async def test_the_list_of_answers_can_be_asked_for_at_any_time(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in_to_kinds(house, plain)
    await plain.press(ANSWERS, tick=["Getting there"])
    await plain.press("Send", text="/change")
    assert "Which answer would you like to change?" in plain.words
    assert "Leave them as they are" in plain.buttons
    await plain.press("Change What made it hard? Tick all that fit.")
    await plain.press(ANSWERS, tick=["Things at home"])
    assert answers_of(house.database, person.id) == [("hard", "home")]
    assert "When did you first come?" in plain.words


async def test_a_private_question_can_be_left_unsaid(house: House, plain: PlainBrowser) -> None:
    person = await to_the_date(house, plain)
    for _ in range(3):
        await plain.press("Skip")
    assert "I prefer not to say" in plain.buttons
    await plain.press("I prefer not to say")
    assert ("wellbeing", None) in answers_of(house.database, person)
