"""The heartbeat: a call that a dead-man's switch waits for, and raises the alarm without."""

from __future__ import annotations

from typing import Final

import httpx
import structlog

TIMEOUT_S: Final = 10.0

log = structlog.get_logger()


class Heartbeat:
    """Calls `url`. Whoever knows it can silence the alarm, so it is in no log."""

    def __init__(self, url: str, *, timeout_s: float = TIMEOUT_S) -> None:
        self.state = "not called yet"
        """For readiness: answered, or why the call failed."""
        self._url = url
        self._timeout_s = timeout_s

    async def beat(self) -> None:
        """Calls once. Never raises: the service at the other end notices what is missing."""
        try:
            async with httpx.AsyncClient(timeout=self._timeout_s) as client:
                answer = await client.get(self._url, follow_redirects=True)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            self._failed(type(error).__name__)
        else:
            if answer.is_success:
                self.state = "answered"
            else:
                self._failed(f"status {answer.status_code}")

    def _failed(self, why: str) -> None:
        self.state = f"failed: {why}"
        log.warning("heartbeat.failed", why=why)
