"""How soon a person must make contact about a text, by rules that anybody can read."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

from bot.aftercare.triage import language, sentiment
from bot.aftercare.triage.finder import TooMuchWork, Work
from bot.aftercare.triage.finders import Finders
from bot.aftercare.triage.finding import ORDER, Considered, Explanation, Finding, Level, found
from bot.aftercare.triage.folding import fold
from bot.aftercare.triage.judging import Judge
from bot.aftercare.triage.loading import load, locale_file
from bot.aftercare.triage.patterns import Span
from bot.aftercare.triage.phrasebook import PhraseBook, Rule
from bot.aftercare.triage.reading import Reading

# A rule that stands in so many places of one text, cancelled each time, is left to a person.
MOST_PLACES = 40
ERROR_RULE = "triage.error"
_ERROR_WHY = "could not be checked by the rules; please read"
_ERROR = Considered(ERROR_RULE, "soon", "soon", "unread", (0, 0), _ERROR_WHY)
_STAFF_WORD = "facilitator"
_ASIDE = frozenset({"harmless", "quoted", "negated", "hedged", "ended", "long_past", "supposed"})


class Triage:
    """Triage in one language. Safe to share between threads."""

    def __init__(self, book: PhraseBook, *, sentiment: bool = True) -> None:
        self.book = book
        self._finders = Finders(book)
        self._sentiment = sentiment
        self._order = {rule.id: n for n, rule in enumerate(book.rules)}

    @classmethod
    def for_locale(cls, locale: str, *, sentiment: bool = True) -> Triage:
        """Triage by `locales/<locale>/phrases.yaml`, or by the English one when there is none.

        Raises PhrasesError when the file has faults.
        """
        return cls(load(locale_file(locale)), sentiment=sentiment)

    def warm(self) -> None:
        """Does now what the first text would wait for (about a second). Any thread may."""
        if self._sentiment:
            sentiment.warm()

    prepare = warm

    def triage(self, text: str, staff: Collection[str] = ()) -> Finding:
        """The finding for one text; spans are positions in `text`. Never raises.

        `staff` are the first names of the project's staff: harm by one of them is `conduct`.
        Whatever goes wrong inside makes the level at least `soon`.
        """
        return found(self._examine(text, staff)[0])

    def explain(self, text: str, staff: Collection[str] = ()) -> Explanation:
        """The finding with everything that was looked at, for a safeguarding lead. Never raises."""
        considered, reading = self._examine(text, staff)
        sentences = reading.sentences() if reading else ()
        return Explanation(text, found(considered), sentences, tuple(considered))

    def _examine(
        self, text: str, staff: Collection[str]
    ) -> tuple[list[Considered], Reading | None]:
        considered: list[Considered] = []
        try:
            return considered, self._look(text, staff, considered)
        except Exception:  # noqa: BLE001 - principle: an error in triage means that a person reads
            considered.append(_ERROR)
            return considered, None

    def _look(self, text: str, staff: Collection[str], into: list[Considered]) -> Reading:
        """Adds to `into` as it goes, so that what was found stays found when something fails."""
        reading = self.book.reader.read(text)
        self._name_staff(reading, staff)
        judge = Judge(self.book, self._finders, reading, Work())
        understood = self._rules(reading, judge, into)
        strange = bool(reading.unknown) or any(
            not marks.isdisjoint(reading.words) for marks in self.book.languages.values()
        )
        if strange:
            understood |= judge.harmless_words()
            unread = language.not_covered(reading, self.book.languages, understood)
            into.extend([unread] if unread else [])
        if not any(one.level != "none" or _put_aside(one) for one in into):
            told = self.book.telling.look(reading, judge.harmless_words())
            into.extend([told] if told else [])
        if self._sentiment and not any(one.level != "none" for one in into):
            low = sentiment.strongly_negative(text, reading, judge.harmless_words())
            into.extend([low] if low else [])
        return reading

    def _rules(self, reading: Reading, judge: Judge, into: list[Considered]) -> set[int]:
        """Judges every rule that is found; the words that foreign phrases cover are returned.

        Raises TooMuchWork, though not before what was found until then has been judged.
        """
        understood: set[int] = set()
        seen: dict[str, tuple[Level, int]] = {}
        places, whole = self._places(reading)
        for rule, where in places:
            if rule.foreign:
                understood.update(range(*where))
            level, count = seen.get(rule.id, ("none", 0))
            if count >= MOST_PLACES:
                whole = whole and level != "none"
                continue
            try:
                one = judge.judge(rule, where)
            except TooMuchWork:
                # There is no time left to look for what may cancel it: it stands as it is written.
                one, whole = judge.as_written(rule, where), False
            if one is None:
                continue
            if not count or ORDER[one.level] > ORDER[level]:
                into.append(one)
                level = one.level
            seen[rule.id] = (level, count + 1)
        into.sort(key=lambda one: self._order[one.rule])
        if not whole:
            raise TooMuchWork
        return understood

    def _places(self, reading: Reading) -> tuple[list[tuple[Rule, Span]], bool]:
        """Where rules stand, in the order of their last words, and whether that is all."""
        found: dict[tuple[int, int, str], tuple[Rule, Span]] = {}
        work, whole = Work(), True
        try:
            for start, end in pairwise(reading.edges):
                for rule, where in self._finders.rules.look(reading.words, work, start, end + 1):
                    found.setdefault((where[1], where[0], rule.id), (rule, where))
        except TooMuchWork:
            whole = False
        return [place for _, place in sorted(found.items())], whole

    def _name_staff(self, reading: Reading, staff: Collection[str]) -> None:
        """Reads a staff member's name as "facilitator", where it is written like a name."""
        names = {fold(name) for name in staff}
        if not names:
            return
        for at, word in enumerate(reading.words):
            ordinary = word in self.book.light_words or word in self.book.own_words
            if word in names and (at in reading.names or not ordinary):
                reading.words[at] = _STAFF_WORD


def _put_aside(one: Considered) -> bool:
    """Whether what the rule found is denied, over, quoted or a figure of speech."""
    return any(reason.kind in _ASIDE for reason in one.reasons)
