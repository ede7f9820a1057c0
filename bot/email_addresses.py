"""What an e-mail address looks like, wherever one is given: to a command or in a setting."""

from __future__ import annotations

from typing import Final

THIS_MACHINE: Final = "localhost"
"""The one domain without a dot that a mail server can deliver to."""


def tidy_address(given: str) -> str | None:
    """The address as mail servers know it; None when it is none, such as `sam@example`."""
    local, at, domain = given.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").casefold()
    except UnicodeError:
        return None
    plain = local.isascii() and local.isprintable() and len((local + domain).split()) == 1
    where = domain == THIS_MACHINE or "." in domain.strip(".")
    return f"{local}@{domain}" if local and at and where and plain else None
