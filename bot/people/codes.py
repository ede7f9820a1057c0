"""Codes: the one that lets a person in, and the short pseudonym that staff see."""

from __future__ import annotations

import secrets
from typing import Final

ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 and O, 1, I and L, which are taken for each other when read from a letter."""

JOIN_LENGTH: Final = 10


def new_join_code() -> str:
    """A code such as `7KQ2M-4XD9P`: nearly 31^10 possibilities, single use.

    There is a digit in it, so that nobody's words are taken for a code when they are typed.
    """
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(JOIN_LENGTH))
        if any(letter.isdigit() for letter in letters):
            return f"{letters[:5]}-{letters[5:]}"


def normal_join_code(typed: str) -> str:
    """The code as it is kept, whatever case, spaces or dashes it was typed with."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return f"{letters[:5]}-{letters[5:]}" if len(letters) == JOIN_LENGTH else letters


def looks_like_join_code(typed: str) -> bool:
    """Whether a whole message could be a code, so that it can be typed without a command."""
    code = normal_join_code(typed.strip())
    return (
        len(typed) <= 16
        and len(code) == JOIN_LENGTH + 1
        and all(letter in ALPHABET for letter in code.replace("-", ""))
        and any(letter.isdigit() for letter in code)
    )


def new_pseudonym(role: str) -> str:
    """A short name for alerts and exports: `P-7KQ2M` for participants, `S-4XD9P` for staff."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(5))
    return f"{'P' if role == 'participant' else 'S'}-{letters}"
