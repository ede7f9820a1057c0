"""The acts on a flag, and where everything that happens to one leads: written down apart from the
code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.aftercare.acknowledging import acknowledge, take_over
from bot.aftercare.acting import Result
from bot.aftercare.closing import agree, close, refuse, reopen
from bot.aftercare.contacting import contacted, tried
from bot.aftercare.escalating import escalate
from bot.aftercare.handing_over import accept, decline, hand_over
from bot.aftercare.life import Act
from bot.aftercare.noting import note
from bot.aftercare.snoozing import snooze, take_up

BY_NAME: Final[Mapping[Act, Callable[..., Result]]] = {
    "acknowledge": acknowledge,
    "accept": accept,
    "decline": decline,
    "take_up": take_up,
    "contacted": contacted,
    "tried": tried,
    "snooze": snooze,
    "hand_over": hand_over,
    "take_over": take_over,
    "close": close,
    "agree": agree,
    "refuse": refuse,
    "escalate": escalate,
    "note": note,
    "reopen": reopen,
}
TYPED: Final = ("snooze", "hand_over", "close", "note")
ACTS: Final = tuple(act for name, act in BY_NAME.items() if name not in TYPED)

LIVE: Final = ("open", "acknowledged", "snoozed", "handing_over", "contacted")
OWNED: Final = LIVE[1:]
LEADS: Final[dict[str, dict[str, str]]] = {
    "acknowledged": {"open": "acknowledged"},
    "took over": dict.fromkeys(OWNED, "acknowledged") | {"contacted": "contacted"},
    "took up": {"snoozed": "acknowledged"},
    "accepted": {"handing_over": "acknowledged"},
    "declined": {"handing_over": "acknowledged"},
    "took back": {"handing_over": "acknowledged"},
    "contacted": {"acknowledged": "contacted"},
    "tried": {"acknowledged": "acknowledged"},
    "snoozed": {"open": "snoozed", "acknowledged": "snoozed"},
    "handed over": {"acknowledged": "handing_over"},
    "asked to close": {"acknowledged": "acknowledged", "contacted": "contacted"},
    "second person asked": {"acknowledged": "acknowledged", "contacted": "contacted"},
    "refused to close": {"acknowledged": "acknowledged", "contacted": "contacted"},
    "closed": {"acknowledged": "closed", "contacted": "closed"},
    "read": {one: one for one in (*LIVE, "closed")},
    "told of closing": {"closed": "closed"},
    "not told of closing": {"closed": "closed"},
    "reopened": {"closed": "open"},
    "escalated": dict.fromkeys(LIVE, "open"),
    "climbed": {"open": "open"},
    "nobody reached": {"open": "open"},
    "reached": {"open": "open"},
    "did not choose": {"open": "open"},
    "chose the facilitator": {"open": "open"},
    "chose others": {"open": "open"},
    "woke": {"snoozed": "open"},
    "not accepted": {"handing_over": "open"},
    "not contacted": {"acknowledged": "open"},
    "owner lost": {"acknowledged": "open"},
    "owner left": dict.fromkeys(OWNED, "open"),
    "reminded": {"acknowledged": "acknowledged"},
    "reminded to close": {"contacted": "contacted"},
    "level rose": dict.fromkeys(LIVE, "open"),
    "opened by a signal": dict.fromkeys(OWNED, "open"),
    "new signal": {one: one for one in LIVE} | {"contacted": "acknowledged"},
    "undelivered": {one: one for one in LIVE},
    "note": {one: one for one in (*LIVE, "closed")},
    "admitted": {one: one for one in LIVE},
    "promise withdrawn": {one: one for one in LIVE},
}
"""From where to where each thing that happens leads; it happens in no other state."""
