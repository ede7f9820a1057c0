"""What a mail server's refusal means for the message and for the person's address.

Sentences name a server and its code, and never an address or what the server said: that may hold
one. Codes: RFC 5321, 4.2.3; the longer ones with dots: RFC 3463.
"""

from __future__ import annotations

import re
import ssl
from typing import Final

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPNotSupported,
    SMTPResponseException,
    SMTPTimeoutError,
)

from bot.delivery.channel import ChannelLost, DeliveryError, NotSent, Refused, SlowDown

LATER_S: Final = 60.0
"""A server that takes no e-mail for an address right now is asked again after so long."""

CLOSING: Final = 421
PERMANENT: Final = 500
NOBODY_THERE: Final = frozenset({550, 551, 553})
"""Codes for an address that does not exist, where the server says no more than that."""

_DETAIL: Final = re.compile(r"\b5\.(\d{1,3})\.(\d{1,3})\b")
_ADDRESSES: Final = "1"
_OUR_ADDRESS: Final = frozenset({"7", "8"})
_MAILBOXES: Final = "2"
_DISABLED: Final = "1"


def connecting_problem(error: Exception, host: str, port: int) -> str:
    """Why the server cannot be used, in a sentence for whoever set it up."""
    where = f"{host}:{port}"
    if isinstance(error, SMTPAuthenticationError):
        return f"The mail server {where} refused the user name or the password ({error.code})."
    if isinstance(error, SMTPResponseException):
        return f"The mail server {where} does not take e-mail now ({error.code})."
    if isinstance(error, SMTPTimeoutError):
        return f"The mail server {where} did not answer in time."
    if _is_about_certificates(error):
        return f"The mail server {where} could not prove who it is: its certificate is not valid."
    if isinstance(error, SMTPNotSupported) or "not supported" in str(error):
        return (
            f"The mail server {where} offers no encryption, or no way to sign in, that we can use."
        )
    return f"The mail server {where} could not be reached."


def _is_about_certificates(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False


def sender_refused(code: int) -> DeliveryError:
    """The server does not take e-mail from us: a fault of the set-up, to be mended and retried."""
    return NotSent(f"The mail server does not take e-mail from WESAID_EMAIL_FROM ({code}).")


def recipient_refused(code: int, said: str) -> DeliveryError:
    """The server does not take e-mail for this address: for good, for now, or only this e-mail."""
    if code < PERMANENT:
        return _not_now(code)
    detail = _DETAIL.search(said)
    if detail is None:
        lost = code in NOBODY_THERE
    else:
        subject, what = detail.groups()
        lost = (subject == _ADDRESSES and what not in _OUR_ADDRESS) or (
            subject == _MAILBOXES and what == _DISABLED
        )
    if lost:
        return ChannelLost(f"The mail server knows no such address ({code}).")
    return Refused(f"The mail server does not take an e-mail to this address ({code}).")


def content_refused(code: int) -> DeliveryError:
    """The server did not take what it was handed."""
    if code < PERMANENT:
        return _not_now(code)
    return Refused(f"The mail server refused what is in an e-mail ({code}).")


def _not_now(code: int) -> DeliveryError:
    if code == CLOSING:
        return NotSent(f"The mail server takes no e-mail now ({code}).")
    return SlowDown(LATER_S, whole_bot=False)
