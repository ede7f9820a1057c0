"""Going back to a question shows what was answered to it."""

from __future__ import annotations

from tests.web.house import House
from tests.web.plain_browser import PlainBrowser
from tests.web.store import answers_of
from tests.web.test_saying import ANSWER, let_in


async def test_going_back_shows_what_was_answered_and_the_same_can_be_sent_again(
    house: House, plain: PlainBrowser
) -> None:
    person = await let_in(house, plain)
    assert " checked" not in plain.html
    await plain.press(ANSWER, choose="10")
    assert "You said" not in plain.words
    await plain.press("Go back")
    assert "You said: 10" in plain.words
    [chosen] = [tile for tile in plain.html.split("<input") if " checked" in tile]
    assert chosen.split('value="')[1].split('"')[0].endswith(":10")
    await plain.press(ANSWER, choose="9")
    await plain.press("Go back")
    assert "You said: 9" in plain.words
    assert answers_of(house.database, person.id) == [("heard", "9")]


async def test_going_back_to_a_private_question_does_not_show_the_answer(
    house: House, plain: PlainBrowser
) -> None:
    await let_in(house, plain)
    for _ in range(5):
        await plain.press("Skip")
    await plain.press(ANSWER, choose="Yes")
    await plain.press("Go back")
    assert "Do you feel safe right now?" in plain.words
    assert "You said" not in plain.words
    assert " checked" not in plain.html
