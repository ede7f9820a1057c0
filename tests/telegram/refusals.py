"""The answers Telegram gives when it does not carry out a request."""

from __future__ import annotations


class RefusalError(Exception):
    """A request that Telegram would not carry out, with the answer that it would give.

    `careless` says that a bot in good order never sends such a request (a text too long, a broken
    keyboard); it is recorded as a violation. Refusals that depend on other people (blocked, too
    old, not modified) are not.
    """

    def __init__(
        self,
        status: int,
        description: str,
        *,
        retry_after: int | None = None,
        careless: bool = False,
    ) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.retry_after = retry_after
        self.careless = careless

    def body(self) -> dict[str, object]:
        body: dict[str, object] = {
            "ok": False,
            "error_code": self.status,
            "description": self.description,
        }
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str, *, careless: bool = True) -> RefusalError:
    return RefusalError(400, f"Bad Request: {reason}", careless=careless)


def forbidden(reason: str) -> RefusalError:
    return RefusalError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> RefusalError:
    return RefusalError(409, f"Conflict: {reason}")


def too_many_requests(seconds: int) -> RefusalError:
    return RefusalError(
        429, f"Too Many Requests: retry after {seconds}", retry_after=max(1, seconds)
    )
