"""Things that go wrong on purpose: refusals, lost connections, delays."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from typing import Literal

FaultKind = Literal["too_many_requests", "server_error", "drop_before", "drop_after", "delay"]


@dataclass(slots=True)
class Fault:
    """One planned fault and the requests it meets.

    `bot` is a username, `method` a method's documented name, `chat_id` a chat; None means any. It
    leaves `skip` matching requests alone, then strikes `times` of them (None: all), each with
    `probability`. `seconds` is the delay, or the retry_after; `status` that of a server error, with
    the body of a gateway (HTML, no JSON) when `as_html`. `struck` counts.
    """

    kind: FaultKind
    bot: str | None = None
    method: str | None = None
    chat_id: int | None = None
    times: int | None = 1
    skip: int = 0
    probability: float = 1.0
    seconds: float = 0.0
    status: int = 500
    as_html: bool = False
    struck: int = 0

    def meets(self, bot: str, method: str, chat_id: int | None) -> bool:
        if self.times is not None and self.struck >= self.times:
            return False
        return (
            self.bot in (None, bot)
            and self.method in (None, method)
            and self.chat_id in (None, chat_id)
        )


class Faults:
    """The plan. Faults are tried in the order they were added; a delay goes with any other."""

    def __init__(self, seed: int = 0) -> None:
        self.planned: list[Fault] = []
        self._random = random.Random(seed)
        self._lost_answers: Counter[str] = Counter()

    def plan(self, fault: Fault) -> Fault:
        """Adds a fault and returns it, so that a test can look at `struck`."""
        self.planned.append(fault)
        return fault

    def too_many_requests(self, retry_after: int = 1, **where: object) -> Fault:
        """429 with `retry_after` seconds. `where`: the other fields of Fault."""
        return self.plan(Fault("too_many_requests", seconds=retry_after, **where))  # type: ignore[arg-type]

    def server_error(self, status: int = 500, **where: object) -> Fault:
        """5xx; 502 and above as HTML, as gateways answer, unless `as_html` says otherwise."""
        where.setdefault("as_html", status >= 502)
        return self.plan(Fault("server_error", status=status, **where))  # type: ignore[arg-type]

    def drop_before(self, **where: object) -> Fault:
        """The connection breaks before the request is carried out."""
        return self.plan(Fault("drop_before", **where))  # type: ignore[arg-type]

    def drop_after(self, **where: object) -> Fault:
        """The request is carried out and its answer is lost."""
        return self.plan(Fault("drop_after", **where))  # type: ignore[arg-type]

    def delay(self, seconds: float, **where: object) -> Fault:
        """The request waits before it is carried out; it is, even if the bot has hung up."""
        return self.plan(Fault("delay", seconds=seconds, **where))  # type: ignore[arg-type]

    def lose_webhook_answers(self, bot: str, times: int = 1) -> None:
        """The next `times` answers of the bot's webhook are lost: the same updates come again."""
        self._lost_answers[bot] += times

    def lost_webhook_answer(self, bot: str) -> bool:
        """Whether this answer is one to lose."""
        if self._lost_answers[bot] <= 0:
            return False
        self._lost_answers[bot] -= 1
        return True

    def clear(self) -> None:
        self.planned.clear()
        self._lost_answers.clear()

    def striking(self, bot: str, method: str, chat_id: int | None) -> list[Fault]:
        """The faults for this request: delays, and at most one of another kind."""
        if not self.planned:
            return []
        struck: list[Fault] = []
        for fault in self.planned:
            settled = any(other.kind != "delay" for other in struck)
            if fault.kind != "delay" and settled:
                continue
            if fault.meets(bot, method, chat_id) and self._strikes(fault):
                struck.append(fault)
        return struck

    def _strikes(self, fault: Fault) -> bool:
        if fault.skip > 0:
            fault.skip -= 1
            return False
        if fault.probability < 1 and self._random.random() >= fault.probability:
            return False
        fault.struck += 1
        return True
