"""Simulated people: they answer each question once, at their pace, by the rules given."""

from __future__ import annotations

import asyncio

from tests.telegram import EmulatedBot, EmulatedUser, Emulator
from tests.telegram.answerer import Answerer, Rule
from tests.telegram.conftest import Api, until

QUESTION = {
    "inline_keyboard": [
        [{"text": "No", "callback_data": "no"}, {"text": "Yes", "callback_data": "yes"}],
        [{"text": "Skip", "callback_data": "skip"}],
    ]
}


def contents(bot: EmulatedBot) -> list[str]:
    return [given.content for given in bot.given]


async def ask(api: Api, text: str = "Safe?", chat_id: int = 1001) -> int:
    sent = await api.result("sendMessage", chat_id=chat_id, text=text, reply_markup=QUESTION)
    return int(sent["message_id"])


async def test_the_first_button_is_pressed_unless_a_rule_says_otherwise(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    rules = [Rule("Safe", press="Y"), Rule("words", type="words {n} of {user}")]
    answerer = Answerer(emulator, bot.username, rules=rules, pace=(0, 0.01))
    answerer.start()
    for number, text in enumerate(("Heard?", "Safe?", "Your words?", "More words?"), 1):
        await ask(api, text)
        await until(lambda n=number: len(bot.given) == n)
    assert contents(bot) == ["no", "yes", "words 3 of 1001", "words 4 of 1001"]
    assert answerer.answered == 4
    answerer.stop()
    await ask(api)
    await asyncio.sleep(0.05)
    assert len(bot.given) == 4


async def test_a_question_that_stands_already_is_answered_too(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await ask(api)
    Answerer(emulator, bot.username, pace=(0, 0), otherwise="last", avoid=["Skip"]).start()
    await until(lambda: bot.given)
    assert contents(bot) == ["yes"]


async def test_of_several_questions_the_lowest_is_answered_once(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    Answerer(emulator, bot.username, pace=(0.1, 0.1)).start()
    await ask(api)
    last = await ask(api)
    await asyncio.sleep(0.3)
    assert [given.message_id for given in bot.given] == [last]


async def test_only_those_who_are_meant_answer_and_some_press_twice(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    await emulator.user(1002).send_text(bot, "/start")
    bot.given.clear()
    Answerer(emulator, bot.username, [1002], pace=(0, 0), double=1.0).start()
    await ask(api)
    await ask(api, chat_id=1002)
    await until(lambda: len(bot.given) == 2)
    await asyncio.sleep(0.02)
    assert {(given.user_id, given.content) for given in bot.given} == {(1002, "no")}


async def test_a_typed_answer_shown_in_the_question_is_not_answered_again(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    Answerer(emulator, bot.username, rules=[Rule("words", type="mine")], pace=(0, 0)).start()
    question = await ask(api, "Your words?")
    await until(lambda: bot.given)
    await api.result("editMessageText", chat_id=1001, message_id=question, text="words: mine")
    await asyncio.sleep(0.05)
    assert contents(bot) == ["mine"]


async def test_a_question_edited_away_is_not_answered(
    emulator: Emulator, bot: EmulatedBot, api: Api, ann: EmulatedUser
) -> None:
    Answerer(emulator, bot.username, pace=(0.05, 0.05)).start()
    question = await ask(api)
    await api.result("editMessageText", chat_id=1001, message_id=question, text="Done")
    await asyncio.sleep(0.15)
    assert bot.given == []
