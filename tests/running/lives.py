"""Processes of an installation that are started again when they were killed."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace

from tests.running.forking import ForkServerProcess, processes
from tests.running.killable import Orders, run


class Life:
    """One process after the other: whenever one was killed the next is started."""

    def __init__(self, orders: Orders) -> None:
        self.killed = False
        self._orders = orders
        self._process: ForkServerProcess | None = None
        self._stopping = False

    async def go_on(self) -> None:
        """Until a process was told to stop. Raises AssertionError when one ends by itself."""
        while True:
            self._process = processes.Process(target=run, args=(self._orders,), daemon=True)
            # The first one waits until everything that they share has been read.
            await asyncio.to_thread(self._process.start)
            while self._process.is_alive():  # noqa: ASYNC110 - nothing else tells that it ended
                await asyncio.sleep(0.02)
            status = self._process.exitcode
            if self._stopping:
                assert status == 0, f"it did not stop cleanly: {status}"
                return
            printed = self._orders.log.read_text()
            assert status == -signal.SIGKILL, f"it ended by itself: {status}\n{printed}"
            assert not self.killed
            self.killed = True
            self._orders = replace(self._orders, dies_at=None)

    @property
    def runs(self) -> bool:
        """Whether a process is at work, having started."""
        process = self._process
        if process is None or process.pid is None or not process.is_alive():
            return False
        return self._orders.ready(process.pid).exists()

    def stop(self) -> None:
        """As a deployment would."""
        self._stopping = True
        assert self._process is not None
        assert self._process.pid is not None
        os.kill(self._process.pid, signal.SIGTERM)

    def end(self) -> None:
        """Leaves nothing behind, whatever happened."""
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            self._process.join()
