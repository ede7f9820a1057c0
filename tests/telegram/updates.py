"""The updates that wait for a bot, until it confirms them."""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tests.telegram.refusals import RefusalError, conflict

ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Given:
    """Something a person gave a bot: a text, a press, a photo.

    `content` is the text or the button's data. `handed` counts how often the bot was shown it;
    `delivered_at` (monotonic seconds) is when the bot confirmed it: from then on it is the bot's to
    keep. `discarded` means confirmed without ever having been shown.
    """

    bot: str
    user_id: int
    kind: str
    content: str
    message_id: int
    at: float
    update_id: int = 0
    handed: int = 0
    delivered_at: float | None = None
    discarded: bool = False


@dataclass(slots=True)
class Waiting:
    """One update in the queue, ready to be sent. `key` is the person whose order it belongs to."""

    update_id: int
    payload: bytes
    key: int
    given: Given | None
    repeats: int = 0


class UpdateQueue:
    """Keeps updates in order; polling and webhooks both take from it. No operation scans it."""

    def __init__(self, first_update_id: int) -> None:
        self._next = first_update_id
        self.waiting: OrderedDict[int, Waiting] = OrderedDict()
        self.allowed: frozenset[str] | None = None
        self.delivered: list[Given] = []
        self.discarded: list[Given] = []
        self.conflicts = 0
        self.not_wanted = 0
        self.on_arrival: Callable[[Waiting], None] | None = None
        self._again: deque[Waiting] = deque()
        self._poll: asyncio.Future[None] | None = None
        self._repeat_next = 0
        self._reverse_next = 0

    def add(self, kind: str, body: object, key: int = 0, given: Given | None = None) -> int | None:
        """Queues an update; None when the bot has asked not to get this kind."""
        if not self._wanted(kind):
            self.not_wanted += 1
            return None
        return self.add_raw({"update_id": self._next, kind: body}, key, given)

    def add_raw(self, update: dict[str, Any], key: int = 0, given: Given | None = None) -> int:
        """Queues an update as it stands, however malformed; it gets an id when it has none.

        One with an id from the past is delivered once more, out of order.
        """
        update_id: int = update.setdefault("update_id", self._next)
        late = update_id < self._next
        self._next = max(self._next, update_id + 1)
        if given:
            given.update_id = update_id
        payload = json.dumps(update, ensure_ascii=False).encode("utf-8", "surrogatepass")
        waiting = Waiting(update_id, payload, key, given)
        if self._repeat_next > 0:
            self._repeat_next -= 1
            waiting.repeats = 1
        if late:
            self._again.append(waiting)
        else:
            self.waiting[update_id] = waiting
        if self.on_arrival:
            self.on_arrival(waiting)
        elif self._poll and not self._poll.done():
            self._poll.set_result(None)
        return update_id

    def _wanted(self, kind: str) -> bool:
        if not self.allowed:
            return kind not in ON_REQUEST_ONLY
        return kind in self.allowed

    def repeat_next(self, count: int) -> None:
        """The next `count` updates are delivered once more after they were confirmed."""
        self._repeat_next += count

    def reverse_next(self, count: int) -> None:
        """The next `count` batches of two or more are handed over in the wrong order."""
        self._reverse_next += count

    def take_reverse(self) -> bool:
        if self._reverse_next <= 0:
            return False
        self._reverse_next -= 1
        return True

    async def poll(self, offset: int, limit: int, seconds: float) -> list[bytes]:
        """getUpdates: confirms what lies before `offset`, then waits for something to hand over."""
        self.end_poll(
            conflict(
                "terminated by other getUpdates request; make sure that only one bot instance"
                " is running"
            )
        )
        self.confirm_before(offset)
        if not self.waiting and not self._again and seconds > 0:
            await self._arrival(seconds)
        return self._batch(limit)

    async def _arrival(self, seconds: float) -> None:
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = mine
        try:
            await asyncio.wait_for(mine, seconds)
        except TimeoutError:
            pass
        finally:
            if self._poll is mine:
                self._poll = None

    def end_poll(self, refusal: RefusalError | None = None) -> None:
        """Ends the long poll that is under way, with a refusal or with an empty answer."""
        if self._poll and not self._poll.done():
            if refusal:
                self.conflicts += 1
                self._poll.set_exception(refusal)
            else:
                self._poll.set_result(None)
        self._poll = None

    def _batch(self, limit: int) -> list[bytes]:
        batch: list[Waiting] = []
        while self._again and len(batch) < limit:
            batch.append(self._again.popleft())
        batch += islice(self.waiting.values(), limit - len(batch))
        if len(batch) > 1 and self.take_reverse():
            batch.reverse()
        for waiting in batch:
            if waiting.given:
                waiting.given.handed += 1
        return [waiting.payload for waiting in batch]

    def confirm_before(self, offset: int) -> None:
        """A positive offset confirms all before it; -n forgets all but the last n."""
        if offset < 0:
            self._confirm(list(islice(self.waiting, max(0, len(self.waiting) + offset))))
            return
        while self.waiting:
            first = next(iter(self.waiting))
            if first >= offset:
                break
            self._confirm((first,))

    def confirm_all(self) -> None:
        self._confirm(list(self.waiting))

    def _confirm(self, update_ids: Iterable[int]) -> None:
        for update_id in update_ids:
            self.confirm(update_id)

    def confirm(self, update_id: int) -> None:
        """The bot has taken this update; it is not delivered again (but for planned repeats)."""
        waiting = self.waiting.pop(update_id, None)
        if waiting is None:
            return
        if waiting.repeats > 0:
            waiting.repeats -= 1
            self._again.append(waiting)
        given = waiting.given
        if given is None:
            return
        if given.handed:
            given.delivered_at = time.monotonic()
            self.delivered.append(given)
        else:
            given.discarded = True
            self.discarded.append(given)
