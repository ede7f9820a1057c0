"""All that is looked for in a text by one phrase book."""

from __future__ import annotations

from collections.abc import Mapping

from bot.aftercare.triage.finder import Finder
from bot.aftercare.triage.phrasebook import PhraseBook


class Finders:
    """The finders of one phrase book, made once."""

    def __init__(self, book: PhraseBook) -> None:
        closed = book.closed
        self.rules = Finder(((rule, p) for rule in book.rules for p in rule.patterns), closed)
        self.harmless = Finder(((rule, p) for rule in book.harmless for p in rule.patterns), closed)
        every = (*book.rules, *book.harmless)
        self.unless = {r.id: Finder(((r, p) for p in r.unless), closed) for r in every if r.unless}
        self.unless_in_sentence = {
            r.id: Finder(((r, p) for p in r.unless_in_sentence), closed)
            for r in every
            if r.unless_in_sentence
        }
        self.also = {r.id: Finder(((r, p) for p in r.also), closed) for r in every if r.also}
        self.signals: Mapping[str, Finder[str]] = {
            name: Finder(((name, p) for p in patterns), closed)
            for name, patterns in book.signals.items()
        }
        self.raises = Finder(((c, p) for c in book.raises for p in c.when), closed)
        self.lowers = Finder(((c, p) for c in book.lowers for p in c.when), closed)
