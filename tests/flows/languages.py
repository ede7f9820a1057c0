"""Vocabularies for tests: the two languages that there are words for, and changed ones."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML

from flows.vocabulary import Vocabulary
from tests.flows.talking import WORDS

ESPERANTO_WORDS: Final = Path(__file__).with_name("words_eo.yaml")


def _read(path: Path) -> dict[str, dict[str, object]]:
    words: dict[str, dict[str, object]] = YAML(typ="safe", pure=True).load(path)
    return words


_ENGLISH_WORDS: Final = _read(WORDS)
ESPERANTO: Final = Vocabulary.from_mapping(_read(ESPERANTO_WORDS))


def english_with(table: str, **settings: object) -> Vocabulary:
    """English, with other settings in one table of its words."""
    words = deepcopy(_ENGLISH_WORDS)
    words[table] |= settings
    return Vocabulary.from_mapping(words)
