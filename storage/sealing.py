"""Encryption of free text, names and contact details at rest.

A sealed value is: format (1 byte), key id (4 bytes), nonce (12 bytes), AES-256-GCM ciphertext and
tag. Its place, such as `answer.text`, is authenticated with it, so that a value put into another
column does not open. What has to be found again (a chat id, a code) is kept as a fingerprint: a
keyed hash, which tells nothing to somebody without the key.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

if TYPE_CHECKING:
    from sqlalchemy import Connection

SECRET_LENGTH = 32
"""The fewest characters that a secret may have."""

_FORMAT = b"\x01"
_KEY_ID_END = 5
_NONCE_END = 17
_SHORTEST = 33  # header, nonce and tag of an empty text
_SEALER = "wesaid_sealer"


class SealError(Exception):
    """A sealed value does not open; the message says why, and names no text."""


class WrongKeyError(SealError):
    """The value was sealed with a key that is not at hand."""


class Sealer:
    """Seals texts and opens them again. Safe to use from several threads.

    `older` are secrets that were used before: values sealed with them can still be read. New
    values, and all fingerprints, use `secret`.
    """

    def __init__(self, secret: str, older: Iterable[str] = ()) -> None:
        """Raise ValueError, with a sentence for the user, when a secret is too short."""
        key = _derive(secret, b"wesaid seal 1")
        self._header = _FORMAT + _key_id(key)
        self._cipher = AESGCM(key)
        self._fingerprint_key = _derive(secret, b"wesaid fingerprint 1")
        self._ciphers = {self._header: self._cipher}
        for old in older:
            old_key = _derive(old, b"wesaid seal 1")
            self._ciphers.setdefault(_FORMAT + _key_id(old_key), AESGCM(old_key))

    def seal(self, text: str, place: str) -> bytes:
        """The text, sealed for one place such as `answer.text`; different bytes every time."""
        # surrogatepass: what a person sent is kept, even where it is not proper Unicode.
        return self.seal_bytes(text.encode("utf-8", "surrogatepass"), place)

    def seal_bytes(self, plain: bytes, place: str) -> bytes:
        """A file, sealed as `seal` does it."""
        nonce = os.urandom(12)
        return self._header + nonce + self._cipher.encrypt(nonce, plain, place.encode())

    def unseal(self, sealed: bytes, place: str) -> str:
        """The text of a sealed value.

        Raises WrongKeyError when it was sealed with a key that is not at hand, and SealError
        when it is damaged or belongs to another place.
        """
        return self.unseal_bytes(sealed, place).decode("utf-8", "surrogatepass")

    def unseal_bytes(self, sealed: bytes, place: str) -> bytes:
        """What `seal_bytes` sealed; raises what `unseal` does."""
        if len(sealed) < _SHORTEST or sealed[:1] != _FORMAT:
            raise SealError(f"A sealed value in {place} is damaged: it is not in a known format.")
        cipher = self._ciphers.get(bytes(sealed[:_KEY_ID_END]))
        if cipher is None:
            raise WrongKeyError(
                f"A sealed value in {place} was sealed with another key. "
                "Set WESAID_SECRET_KEY to the key that this database was made with."
            )
        nonce = sealed[_KEY_ID_END:_NONCE_END]
        try:
            return cipher.decrypt(nonce, sealed[_NONCE_END:], place.encode())
        except InvalidTag:
            raise SealError(
                f"A sealed value in {place} is damaged, or was moved there from another place."
            ) from None

    def fingerprint(self, kind: str, value: str) -> bytes:
        """A keyed hash (32 bytes) by which a value is found again without being readable.

        `kind`, such as `telegram:participant`, keeps equal values of different kinds apart.
        """
        message = f"{kind}\0{value}".encode("utf-8", "surrogatepass")
        return hmac.digest(self._fingerprint_key, message, "sha256")


def sealer_of(connection: Connection) -> Sealer:
    """The sealer that came with a connection from `Database`."""
    sealer = connection.get_execution_options().get(_SEALER)
    if not isinstance(sealer, Sealer):
        raise TypeError("this connection carries no sealer; take one from Database")
    return sealer


def carrying(sealer: Sealer) -> dict[str, Sealer]:
    """Execution options of an engine, by which its connections carry the sealer."""
    return {_SEALER: sealer}


def _derive(secret: str, use: bytes) -> bytes:
    if len(secret) < SECRET_LENGTH:
        raise ValueError(
            f"WESAID_SECRET_KEY is too short: it has {len(secret)} characters, "
            f"and needs {SECRET_LENGTH} or more."
        )
    return HKDF(SHA256(), length=32, salt=None, info=use).derive(
        secret.encode("utf-8", "surrogatepass")
    )


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()[:4]
