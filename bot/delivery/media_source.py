"""The MediaSource protocol: what a surface implements so that files people sent can be fetched."""

from __future__ import annotations

from typing import Protocol


class MediaSource(Protocol):
    """Fetches photos, voice notes and other files that came to one bot."""

    async def fetch_file(self, reference: str) -> bytes:
        """The file that an Inbound's `file` names: at most 20 MB.

        Raises DeliveryError: Refused when it will never be had, any other when it may be later.
        """
        ...
