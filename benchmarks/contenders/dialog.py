"""The same check-in as a dialog of aiogram-dialog, with its state in memory.

It is in no extra: `pip install aiogram-dialog` puts it beside aiogram for this comparison. It has
no engine apart from the bot, so a step is an update that the dispatcher takes, the answer kept in
the dialog's data, and the next window rendered. Nothing is sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.util import find_spec
from time import perf_counter
from typing import Any, Final

from benchmarks.check_in import Asked, answer, questions
from benchmarks.world import FIRST_CHAT

_ROW: Final = 4


def missing() -> str:
    """What there is to do before it can be measured; "" when it can."""
    if find_spec("aiogram_dialog") is None:
        return "aiogram-dialog is left out; to install it: pip install aiogram-dialog"
    return ""


async def measure(people: int) -> float:
    """Answered questions a second, once everybody has been answered to."""
    from aiogram import Dispatcher
    from aiogram.filters import CommandStart
    from aiogram.fsm.state import State
    from aiogram.types import Message
    from aiogram_dialog import Dialog, DialogManager, StartMode, setup_dialogs
    from aiogram_dialog.test_tools import BotClient, MockMessageManager
    from aiogram_dialog.test_tools.keyboard import InlineButtonDataLocator

    answered: dict[int, int] = {}
    states = type("CheckIn", (_group(),), {asked.step: State() for asked in questions()})
    windows = [_window(asked, getattr(states, asked.step), answered) for asked in questions()]
    messages = MockMessageManager()
    dispatcher = Dispatcher()

    async def begin(_message: Message, dialog_manager: DialogManager) -> None:
        first = getattr(states, questions()[0].step)
        await dialog_manager.start(first, mode=StartMode.RESET_STACK)

    dispatcher.message.register(begin, CommandStart())
    dispatcher.include_router(Dialog(*windows))
    setup_dialogs(dispatcher, message_manager=messages)
    chats = range(FIRST_CHAT, FIRST_CHAT + people)
    clients = [BotClient(dispatcher, user_id=chat, chat_id=chat) for chat in chats]
    shown: list[Any] = []
    for client in clients:
        await client.send("/start")
        shown.append(messages.last_message())
    seconds = 0.0
    for place, asked in enumerate(questions()):
        for person, client in enumerate(clients):
            given = answer(person, place)
            locator = InlineButtonDataLocator(f".*:{given}$")
            messages.reset_history()
            begun = perf_counter()
            if asked.typed:
                await client.send(given)
            else:
                await client.click(shown[person], locator)
            seconds += perf_counter() - begun
            if place + 1 < len(questions()):
                shown[person] = messages.last_message()
    kept = sum(answered.values())
    if kept != people * len(questions()):
        raise AssertionError(f"aiogram-dialog kept {kept} answers")
    return kept / seconds


def _group() -> type[Any]:
    from aiogram.fsm.state import StatesGroup

    return StatesGroup


def _window(asked: Asked, state: Any, answered: dict[int, int]) -> Any:
    from aiogram_dialog import Window
    from aiogram_dialog.widgets.input import TextInput
    from aiogram_dialog.widgets.kbd import Button, Group, Select
    from aiogram_dialog.widgets.text import Const, Format

    take = _taker(asked, answered)

    async def pressed(_event: Any, _widget: Any, manager: Any, key: str) -> None:
        await take(manager, key)

    async def typed(_message: Any, _widget: Any, manager: Any, words: str) -> None:
        await take(manager, words)

    controls = [Button(Const(one.capitalize()), id=one) for one in asked.question.controls]
    options = [(one.label, one.key) for one in asked.question.options]
    select = Select(
        Format("{item[0]}"),
        id=asked.step,
        item_id_getter=_key,
        items=options,
        on_click=pressed,
    )
    choices = [select] if options else []
    return Window(
        Const(asked.question.text),
        Group(*choices, width=_ROW),
        Group(*controls, width=_ROW),
        TextInput(id=f"{asked.step}_words", on_success=typed),
        state=state,
    )


def _key(option: tuple[str, str]) -> str:
    return option[1]


def _taker(asked: Asked, answered: dict[int, int]) -> Callable[[Any, str], Awaitable[None]]:
    last = asked.step == questions()[-1].step

    async def take(manager: Any, given: str) -> None:
        manager.dialog_data[asked.step] = given
        chat = manager.event.from_user.id
        answered[chat] = len(manager.dialog_data)
        if last:
            await manager.done()
        else:
            await manager.next()

    return take
