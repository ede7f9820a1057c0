"""Names as they stand in the database: sealed."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from storage.sealing import Sealer

NAME: Final = "person.name"


def name_of(sealer: Sealer, sealed: bytes | None) -> str:
    """The name in a sealed value; "" when there is none."""
    return sealer.unseal(sealed, NAME) if sealed else ""


@lru_cache(maxsize=512)
def staff_name(sealer: Sealer, sealed: bytes | None) -> str:
    """Remembered by what is sealed, so never out of date; staff are few and often looked at."""
    return name_of(sealer, sealed)
