"""Makes letters plain, one character for one, so that positions stay those of the original text."""

from __future__ import annotations

import re
import unicodedata

# Marks and joiners that stand inside a word but are no part of how it is spelt.
INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufe0e\ufe0f\ufeff\u0300-\u036f"
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_QUOTES = {"‘": "'", "’": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"'}
_LETTERS = {
    "ł": "l",
    "Ł": "l",
    "ø": "o",
    "Ø": "o",
    "đ": "d",
    "ß": "s",
    "ı": "i",
    "æ": "a",
    "œ": "o",
}


class _Fold(dict[int, str]):
    """Filled as characters come; one entry per character ever seen, so bounded by Unicode."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _QUOTES.get(char) or _LETTERS.get(char)
        if plain is None:
            plain = char if unicodedata.combining(char) else unicodedata.normalize("NFKD", char)
            # A syllable of Hangul or a letter with a vowel sign falls apart into several letters:
            # only Latin, Greek and Cyrillic letters lose their accents.
            if len(plain) > 1 and not unicodedata.combining(plain[1]):
                plain = char
        plain = plain[0].lower()[0]
        self[code] = plain
        return plain


_FOLD = _Fold()


def fold(text: str) -> str:
    """Lower case, straight quotes, no accents; exactly as many characters as `text`."""
    return text.lower() if text.isascii() else text.translate(_FOLD)


def visible(word: str) -> str:
    """The word without joiners and loose accents."""
    return word if word.isascii() else _INVISIBLE.sub("", word)
