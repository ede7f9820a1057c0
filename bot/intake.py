"""Taking updates in, for both bots: an update is confirmed only after its effects are committed.

The libraries' own loops raise the offset before the handler is done, and their webhook handlers
answer 200 first. A process that ends in between has then lost somebody's answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any, Final, TypeAlias

import structlog

from bot.backoff import Backoff
from bot.turns import Turns
from storage.unavailable import DatabaseUnavailable

Update: TypeAlias = dict[str, Any]
Fetch: TypeAlias = Callable[[int | None, int], Awaitable[Sequence[Update]]]
Handle: TypeAlias = Callable[[list[Update]], Awaitable[None]]
Key: TypeAlias = Callable[[Update], Hashable]
Group: TypeAlias = Callable[[list[Update]], list[list[Update]]]
SetAside: TypeAlias = Callable[[Update, Exception], Awaitable[None]]
Explain: TypeAlias = Callable[[Exception], tuple[str, float]]

TRIES: Final = 3
"""An update that fails as often as this is set aside, and the next goes on."""

SET_ASIDE_TRIES: Final = 5
POLL_S: Final = 30
PATIENCE_S: Final = 30.0
"""A handler that takes longer has failed: one update must not stop all others."""

FETCHING: Final = Backoff(first=1, most=15)
_HANDLING: Final = Backoff(first=0.1, most=1)
_DATABASE: Final = Backoff(first=0.2, most=5)
_FETCH_GRACE_S: Final = 20
_NO_DATABASE: Final = "down: the database is not available"

_log = structlog.get_logger()


class Stopped(Exception):  # noqa: N818 - nothing is wrong
    """Updates were left unconfirmed because the process is to end; they come again."""


class Intake:
    """Updates of one person are handled in order, those of different people side by side.

    `fetch(offset, seconds)` asks for updates by long polling. `handle` takes a group of one
    person's updates, and returns after the commit. `key` says whose an update is. `group` parts
    one person's consecutive updates into groups that are handled as one (each alone, if not
    given). `set_aside` keeps an update that cannot be handled, and returns after the commit.
    `explain` tells of an error of `fetch`, in words that may be shown, why and for how many
    seconds to wait at least.
    """

    def __init__(
        self,
        name: str,
        *,
        fetch: Fetch,
        handle: Handle,
        key: Key,
        set_aside: SetAside,
        group: Group | None = None,
        explain: Explain | None = None,
        random: Random | None = None,
        backoff: Backoff = FETCHING,
        patience: float = PATIENCE_S,
    ) -> None:
        self.state = "starting"
        """For readiness: `starting`, `polling`, or `down: ` and why. There are no secrets in it."""
        self._name = name
        self._fetch = fetch
        self._handle = handle
        self._key = key
        self._set_aside = set_aside
        self._group = group or _each_alone
        self._explain = explain or _name_only
        self._random = random or Random()  # noqa: S311 - it spreads out tries, and guards nothing
        self._backoff = backoff
        self._patience = patience
        self._people = Turns()
        self._stopping = asyncio.Event()
        self._fetching: asyncio.Future[Sequence[Update]] | None = None
        self._working = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def run(self) -> None:
        """Fetches and handles updates until `stop`, whatever goes wrong."""
        offset: int | None = None
        failures = 0
        while not self._stopping.is_set():
            try:
                updates = await self._fetched(offset)
                self.state = "polling"
                offset = await self._handle_all(updates, offset)
                failures = 0
            except Stopped:
                break
            except Exception as error:  # noqa: BLE001 - taking updates in must go on
                failures += 1
                reason, least = self._explain(error)
                self.state = f"down: {reason}"
                _log.warning("intake.down", bot=self._name, error=type(error).__name__)
                await self._pause(max(least, self._backoff.delay(failures, self._random)))

    async def stop(self) -> None:
        """Ends the long poll at once, and returns when no handler is at work any more."""
        self._stopping.set()
        if self._fetching is not None:
            self._fetching.cancel()
        await self._idle.wait()

    async def handle_webhook(self, update: Update) -> None:
        """Takes in one update that came by webhook; returns after the commit, or after it was set
        aside. Raises DatabaseUnavailable: the update is not taken, and must be sent again.
        """
        with self._at_work():
            async with self._people.of(self._whose(update)):
                await self._take_in([update], waits=False)

    async def _fetched(self, offset: int | None) -> Sequence[Update]:
        self._fetching = asyncio.ensure_future(self._fetch_in_time(offset))
        try:
            return await self._fetching
        except asyncio.CancelledError:
            if self._stopping.is_set():
                raise Stopped from None
            raise
        finally:
            self._fetching = None

    async def _fetch_in_time(self, offset: int | None) -> Sequence[Update]:
        async with asyncio.timeout(POLL_S + _FETCH_GRACE_S):
            return await self._fetch(offset, POLL_S)

    async def _handle_all(self, updates: Sequence[Update], offset: int | None) -> int | None:
        """Handles a batch, and returns the next offset: only now may the batch be confirmed."""
        numbered = {number: update for update in updates if (number := _number(update)) is not None}
        if len(numbered) < len(updates):
            _log.warning("intake.repeated_or_unnumbered", bot=self._name, updates=len(updates))
        if not numbered:
            if updates:
                raise ValueError("updates without numbers cannot be confirmed")
            return offset
        people: dict[Hashable, list[Update]] = {}
        for number in sorted(numbered):
            people.setdefault(self._whose(numbered[number]), []).append(numbered[number])
        with self._at_work():
            # Gathered, not grouped: one person's trouble does not cut another's handling off.
            outcomes = await asyncio.gather(
                *(self._handle_person(key, theirs) for key, theirs in people.items()),
                return_exceptions=True,
            )
        for outcome in outcomes:
            if outcome is not None:
                raise outcome
        return max(numbered) + 1

    async def _handle_person(self, key: Hashable, updates: list[Update]) -> None:
        async with self._people.of(key):
            for group in self._grouped(updates):
                await self._take_in(group, waits=True)

    async def _take_in(self, group: list[Update], *, waits: bool) -> None:
        """Handles a group, or sets aside what cannot be handled.

        While there is no database it waits, or raises DatabaseUnavailable.
        """
        error: Exception | None = None
        failures = 0
        while failures < TRIES:
            try:
                await self._unless_down(self._handled, group, waits=waits)
            except (DatabaseUnavailable, Stopped):
                raise
            except Exception as failed:  # noqa: BLE001 - whatever it was, the next must go on
                error = failed
                failures += 1
                self._complain("intake.failed", group, failed)
                if waits and self._stopping.is_set():
                    raise Stopped from None  # what ends around it may be why
                if failures < TRIES:
                    await self._pause(_HANDLING.delay(failures, self._random))
            else:
                return
        assert error is not None
        if len(group) > 1:
            for update in group:  # only those that fail by themselves are set aside
                await self._take_in([update], waits=waits)
        else:
            await self._put_aside(group[0], error, waits=waits)

    async def _handled(self, group: list[Update]) -> None:
        async with asyncio.timeout(self._patience):
            await self._handle(group)

    async def _put_aside(self, update: Update, error: Exception, *, waits: bool) -> None:
        for failures in range(1, SET_ASIDE_TRIES + 1):
            try:
                await self._unless_down(self._set_aside, update, error, waits=waits)
            except (DatabaseUnavailable, Stopped):
                raise
            except Exception as failed:  # noqa: BLE001 - whatever it was, the next must go on
                self._complain("intake.not_set_aside", [update], failed)
                if failures < SET_ASIDE_TRIES:
                    await self._pause(_HANDLING.delay(failures, self._random))
            else:
                return
        # Holding everybody's answers back for this one would be worse.
        self._complain("intake.given_up", [update], error)

    async def _unless_down(
        self, work: Callable[..., Awaitable[None]], *given: object, waits: bool
    ) -> None:
        """Does the work; while there is no database, waits and does it again."""
        failures = 0
        while True:
            try:
                await work(*given)
            except DatabaseUnavailable:
                if not waits:
                    raise
                if self._stopping.is_set():
                    raise Stopped from None
                failures += 1
                self.state = _NO_DATABASE
                await self._pause(_DATABASE.delay(failures, self._random))
            else:
                if self.state == _NO_DATABASE:
                    self.state = "polling"
                return

    def _whose(self, update: Update) -> Hashable:
        try:
            return self._key(update)
        except Exception as error:  # noqa: BLE001 - a malformed update is handled like any other
            self._complain("intake.nobodys", [update], error)
            return ("update", _number(update))

    def _grouped(self, updates: list[Update]) -> list[list[Update]]:
        try:
            groups = self._group(updates)
        except Exception as error:  # noqa: BLE001 - as above
            self._complain("intake.not_grouped", updates, error)
            groups = []
        given = [id(update) for group in groups for update in group]
        # A grouping that loses or reorders anything is not followed.
        if given != [id(update) for update in updates]:
            return _each_alone(updates)
        return [group for group in groups if group]

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        self._working += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._working -= 1
            if not self._working:
                self._idle.set()

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass

    def _complain(self, event: str, updates: Sequence[Update], error: Exception) -> None:
        # Only numbers and the error's name: an update is somebody's words.
        numbers = [_number(update) for update in updates]
        _log.error(event, bot=self._name, updates=numbers, error=type(error).__name__)


def _number(update: Update) -> int | None:
    number = update.get("update_id") if isinstance(update, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def _each_alone(updates: list[Update]) -> list[list[Update]]:
    return [[update] for update in updates]


def _name_only(error: Exception) -> tuple[str, float]:
    return type(error).__name__, 0.0
