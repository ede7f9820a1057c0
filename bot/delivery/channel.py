"""The Channel protocol: what a surface implements so that delivery can send through it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from bot.delivery.screen import Screen


@dataclass(frozen=True, slots=True)
class Parcel:
    """One outbox message, unsealed and ready to go.

    `act` is `send` (a new message), `edit` (replace the message `remote_id` by the screen) or
    `delete` (take the messages `remote_id` away; they are parted by spaces, and those that the
    person wrote themselves begin with "~").
    `address` is the channel's own address: a chat id, an e-mail address, a person's id for the web.
    """

    outbox_id: int
    act: Literal["send", "edit", "delete"]
    address: str
    remote_id: str
    screen: Screen


class DeliveryError(Exception):
    """Why a parcel could not be delivered."""


class SlowDown(DeliveryError):  # noqa: N818 - said as it is
    """The channel asks to wait `seconds`; `whole_bot` says whether for everybody or this chat."""

    def __init__(self, seconds: float, *, whole_bot: bool) -> None:
        super().__init__(f"asked to wait {seconds} s")
        self.seconds = seconds
        self.whole_bot = whole_bot


class ChannelLost(DeliveryError):  # noqa: N818 - said as it is
    """The person cannot be reached by this channel any more (blocked, deactivated).

    `why` is kept with the channel: `refused`, or `not set up` when it is the installation that
    has no such channel.
    """

    def __init__(self, said: str = "", *, why: str = "refused") -> None:
        super().__init__(said)
        self.why = why


class Refused(DeliveryError):  # noqa: N818 - said as it is
    """The channel will never take this parcel; sending it again is of no use."""


class NotSent(DeliveryError):  # noqa: N818 - said as it is
    """The parcel certainly did not go out; it can be sent again."""


class Uncertain(DeliveryError):  # noqa: N818 - said as it is
    """The parcel may or may not have gone out (the connection broke after it was sent)."""


class Channel(Protocol):
    """Sends parcels of one bot.

    `paced` says whether the platform's rate limits hold for it.
    """

    name: str
    paced: bool

    async def deliver(self, parcel: Parcel) -> str:
        """Sends one parcel and returns the channel's id for the message ("" when it has none).

        Raises SlowDown, ChannelLost, Refused, NotSent or Uncertain.
        """
        ...
