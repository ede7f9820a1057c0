"""What is shown of a flag in the staff bot, without anybody's words, and what can be chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from bot.aftercare.alerts import SHORT, act_words
from bot.aftercare.flag_cards import FlagCard
from bot.aftercare.handing_over import can_take
from bot.aftercare.life import OUTCOMES
from bot.aftercare.when import when_words
from bot.aftercare.wording import outcome_words
from bot.delivery.screen import Button, Screen
from bot.texts import Texts

SNOOZES: Final = (15, 30, 60, 120, 240)
"""Minutes that can be chosen, as far as they are within the limit."""
MOST_COLLEAGUES: Final = 20
MOST_CLOSED: Final = 10
CLOSED: Final = "f:closed"
"""The button that lists what was closed lately."""


def card_line(texts: Texts, card: FlagCard) -> str:
    """One flag in a list."""
    lines = [
        f"{card.level_words}: {card.participant}",
        texts.say("Reason: %(reason)s.", reason="; ".join(card.reasons)),
    ]
    if card.lit:
        lines.append(texts.say("Everybody has been told, and nobody has taken this on."))
    if card.stuck:
        lines.append(texts.say("This flag is stuck. The coordinators were told."))
    if card.status not in ("contacted", "closed"):
        lines.append(texts.say("Contact by %(when)s.", when=card.contact_by_words))
    return "\n".join([*lines, f"{card.status_words}."])


def act_buttons(texts: Texts, card: FlagCard) -> tuple[Button, ...]:
    """A button for everything that can be done now by the one who looks."""
    begin = f"f:{card.id}:{card.version}:"
    buttons = [
        Button(act_words(texts, act, card.acts), begin + SHORT.get(act, act)) for act in card.acts
    ]
    if card.status != "closed":
        buttons.insert(1, Button(texts.say("Message them"), begin + "say"))
    if card.earlier_id:
        buttons.append(Button(texts.say("The flag before this one"), f"f:{card.earlier_id}:0:open"))
    return tuple(buttons)


def closed_screen(texts: Texts, cards: Sequence[FlagCard]) -> Screen:
    """What was closed lately, each with a button to open it."""
    if not cards:
        return Screen(text=texts.say("Nothing has been closed lately."))
    shown = cards[:MOST_CLOSED]
    return Screen(
        text="\n\n".join(card_line(texts, card) for card in shown),
        choices=tuple(
            Button(
                texts.say("Open %(who)s", who=card.participant),
                f"f:{card.id}:{card.version}:open",
            )
            for card in shown
        ),
    )


def state_screen(texts: Texts, card: FlagCard, said: str = "") -> Screen:
    """Where a flag stands, and what can be done; `said` is what came of what was just pressed."""
    opened = Button(texts.say("Open to read"), f"f:{card.id}:{card.version}:open")
    text = card_line(texts, card)
    return Screen(
        text=f"{said}\n\n{text}" if said else text,
        choices=(*act_buttons(texts, card), opened),
    )


def snooze_choices(texts: Texts, card: FlagCard, now: datetime) -> tuple[str, tuple[Button, ...]]:
    """Until when a flag can be put off."""
    text = texts.say(
        "Until when? At the latest %(when)s. Choose, or write a time, such as 3 pm.",
        when=when_words(texts, card.snooze_limit, now, card.zone),
    )
    begin = f"f:{card.id}:{card.version}:snooze:"
    return text, tuple(
        Button(
            texts.plural("%(number)s minute", "%(number)s minutes", minutes)
            if minutes < 60
            else texts.plural("%(number)s hour", "%(number)s hours", minutes // 60),
            f"{begin}{minutes}",
        )
        for minutes in SNOOZES
        if now + timedelta(minutes=minutes) <= card.snooze_limit
    )


def colleagues(connection: Connection, texts: Texts, card: FlagCard, staff_id: int) -> Screen:
    """Whom a flag can be handed to."""
    found = can_take(connection, card.id, staff_id)[:MOST_COLLEAGUES]
    if not found:
        return state_screen(texts, card, texts.say("There is nobody else whom I can reach now."))
    return Screen(
        text=texts.say("Who shall take it over? It stays yours until they say yes."),
        choices=tuple(
            Button(one.name or one.code, f"f:{card.id}:{card.version}:hand_over:{one.id}")
            for one in found
        ),
    )


def close_choices(texts: Texts, card: FlagCard) -> Screen:
    """How a flag can end."""
    begin = f"f:{card.id}:{card.version}:close:"
    return Screen(
        text=texts.say("How did it end?"),
        choices=tuple(Button(outcome_words(texts, one), f"{begin}{one}") for one in OUTCOMES),
    )
