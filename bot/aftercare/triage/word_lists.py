"""The word lists of a phrase file: spellings, parts, forms of verbs, words of other languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.aftercare.triage.entries import Entry, Line
from bot.aftercare.triage.forms import forms
from bot.aftercare.triage.grammar import Grammar, PatternError
from bot.aftercare.triage.patterns import Phrase
from bot.aftercare.triage.reading import Reader
from bot.aftercare.triage.sound_alikes import SoundAlike, SoundAlikes
from bot.aftercare.triage.source import Source
from bot.aftercare.triage.spelling import NUMBER, YEAR, Spelling, english_counts

_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty"
)
_NEAR = ("after", "before", "not_before")


class WordLists:
    """What the file says about words, with the `grammar` and the `spelling` made of it."""

    def __init__(self, source: Source, entry: Entry) -> None:
        self._source = source
        self._entry = entry
        self._counts = english_counts()
        self._irregular = dict(self._pairs("irregular_verbs"))
        self._emoji = dict(self._pairs("emoji"))
        self.spelling = Spelling(dict(self._pairs("text_speak")), self._known(), self._long_ago())
        self._parts: dict[str, frozenset[Phrase]] = {}
        pictures = {word for words in self._emoji.values() for word in words}
        self.grammar = Grammar(
            self._parts, self._forms, self.spelling.plain, self._commonness, {"haha", *pictures}
        )
        self._read_parts()

    def words(self, key: str) -> frozenset[str]:
        """The words of a list, such as `negations`."""
        return _words_in(self._lines(key))

    def last_words(self, part: str) -> frozenset[str]:
        """The last word of each phrase of a part: "worker" of "key worker"."""
        return frozenset(phrase[-1] for phrase in self._parts.get(part, ()))

    def part_words(self) -> set[str]:
        """All the words of all the parts."""
        return {word for some in self._parts.values() for phrase in some for word in phrase}

    def is_english(self, word: str) -> bool:
        return word in self._counts

    def languages(self) -> dict[str, frozenset[str]]:
        """The frequent words of other languages, by language."""
        return {name: _words_in(lines) for name, lines in self._language_lines()}

    def reader(self) -> Reader:
        return Reader(
            self.spelling,
            self._emoji,
            sound_after=self.words("before_to"),
            sound_before=self.words("after_to"),
            alikes=SoundAlikes(self._sound_alikes()),
        )

    def _sound_alikes(self) -> Iterator[tuple[str, SoundAlike]]:
        for entry in self._entry.lists.get("sounds_alike", []):
            written = entry.texts.get("written", Line("", entry.line))
            meant = entry.texts.get("meant", Line("", entry.line))
            near = {key: _phrases_in(entry.lines.get(key, [])) for key in _NEAR}
            if not written.text or not meant.text or not near["after"] | near["before"]:
                mend = "It needs 'written', 'meant', and 'after' or 'before'"
                self._source.report(entry.line, "these words that sound alike lack a part", mend)
            alike = SoundAlike(meant.text, **near)
            yield from ((word, alike) for word in written.text.split())

    def _language_lines(self) -> Iterable[tuple[str, list[Line]]]:
        return self._entry.entries.get("languages", Entry(1)).lines.items()

    def _known(self) -> Iterator[str]:
        for line in self._lines("known_words"):
            yield from line.text.split()
        for _, lines in self._language_lines():
            yield from _words_in(lines)

    def _long_ago(self) -> int:
        before = self._entry.texts.get("long_ago_before", Line("0", self._entry.line))
        if before.text.isdecimal():
            return int(before.text)
        self._source.report(before.number, "'long_ago_before' is not a year", "Write 2024, say")
        return 0

    def _commonness(self, word: str) -> float:
        return self._counts.get(word, 0) + 5.0

    def _forms(self, verb: str) -> frozenset[str]:
        return forms(verb, self._irregular)

    def _lines(self, key: str) -> list[Line]:
        return self._entry.lines.get(key, [])

    def _pairs(self, key: str) -> Iterator[tuple[str, Phrase]]:
        """Lines `a, b = one two`: each of a and b stands for the words one, two."""
        for line in self._lines(key):
            short, equals, words = line.text.partition(" = ")
            if not equals or not words.split():
                self._source.report(line.number, f"'{line.text}' has no ' = '", "Write 'u = you'")
                continue
            meaning = tuple(words.replace(",", " ").split())
            yield from ((one.strip(), meaning) for one in short.split(","))

    def _read_parts(self) -> None:
        self._parts["number"] = frozenset({(NUMBER,), *((word,) for word in _NUMBERS.split())})
        self._parts["year"] = frozenset({(YEAR,)})
        for name, lines in self._entry.entries.get("parts", Entry(1)).lines.items():
            phrases: set[Phrase] = set()
            for line in lines:
                for text in line.text.split(","):
                    phrases |= self._attempt(line, text.strip())
            self._parts[name] = frozenset(phrases)

    def _attempt(self, line: Line, text: str) -> frozenset[Phrase]:
        try:
            return self.grammar.phrases(text)
        except PatternError as error:
            self._source.report(line.number, str(error), "Parts may use the parts above them")
            return frozenset()


def _phrases_in(lines: Iterable[Line]) -> frozenset[Phrase]:
    phrases = (tuple(text.split()) for line in lines for text in line.text.split(","))
    return frozenset(filter(None, phrases))


def _words_in(lines: Iterable[Line]) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.text.split())
