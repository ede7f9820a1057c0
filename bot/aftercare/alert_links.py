"""Links in alerts that leave our own channels, as e-mails do: each opens the page of one alert."""

from __future__ import annotations

import hmac
import re
from hashlib import sha256
from typing import Final

ENDING: Final = r"[1-9]\d{0,17}-[0-9a-f]{32}"
"""What the address of such a page ends with, as a pattern."""

_TOKEN: Final = re.compile(ENDING)


class AlertLinks:
    """Makes and reads links. Nobody can make one without `secret`, any text of this installation's
    own; the same in each of its processes."""

    def __init__(self, secret: str, public_url: str) -> None:
        self._key = hmac.digest(secret.encode(), b"wesaid alert links", sha256)
        self._public_url = public_url

    def address(self, outbox_id: int) -> str:
        """The page of the alert that went out as this message of the outbox."""
        return f"{self._public_url}/alert/{self.token(outbox_id)}"

    def token(self, outbox_id: int) -> str:
        return f"{outbox_id}-{self._proof(str(outbox_id))}"

    def outbox_id(self, token: str) -> int | None:
        """Which message a token belongs to; None when it was not made here."""
        if not _TOKEN.fullmatch(token):
            return None
        number, _, proof = token.partition("-")
        return int(number) if hmac.compare_digest(proof, self._proof(number)) else None

    def _proof(self, number: str) -> str:
        return hmac.new(self._key, number.encode(), sha256).hexdigest()[:32]
