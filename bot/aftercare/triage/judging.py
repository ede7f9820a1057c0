"""Whether the words of a rule count in the text they stand in.

A negation cancels only what it governs: it must stand before the harm in the same part of the
sentence, with nothing but light words (am, to, ever, feel ...) between. Whatever cannot be told
apart counts: it is better to ask once too often.
"""

from __future__ import annotations

from bot.aftercare.triage.finder import Finder, Work
from bot.aftercare.triage.finders import Finders
from bot.aftercare.triage.finding import ORDER, Considered, Level, Reason
from bot.aftercare.triage.patterns import EDGE, Span
from bot.aftercare.triage.phrasebook import Change, PhraseBook, Rule
from bot.aftercare.triage.reading import Reading

_MINE = frozenset({"i", "me", "my", "myself", "mine", "we", "us", "our"})
_ASKED_BACK = frozenset({"why", "or", "if"})
_OR = frozenset({"or", "nor"})
_SUBJECTS = frozenset({"i", "he", "she", "they", "we", "you", "it"})
_NO = frozenset({"no", "nope", "never", "nah"})
_STAFF_TOPICS = frozenset({"abuse", "exploitation", "danger", "neglect"})
_CLOSE, _ENDED_FAR, _FAR, _WIDE = 6, 5, 7, 30


class Judge:
    """Judges what was found in one text. Ask in the order of the words: lists share a negation."""

    def __init__(self, book: PhraseBook, finders: Finders, reading: Reading, work: Work) -> None:
        self._book = book
        self._finders = finders
        self._reading = reading
        self._words = reading.words
        self._work = work
        self._harmless: set[int] | None = None
        self._negated_ends: set[int] = set()
        self._also: dict[str, bool] = {}

    def harmless_words(self) -> set[int]:
        """The words that stand in an idiom or another harmless phrase."""
        if self._harmless is None:
            self._harmless = set()
            for rule, where in self._finders.harmless.look(self._words, self._work):
                if self._holds(rule, where):
                    self._harmless.update(range(*where))
        return self._harmless

    def judge(self, rule: Rule, where: Span) -> Considered | None:
        """What the rule comes to here; None when it asks for other words that are not there."""
        if rule.also and not self._has_also(rule):
            return None
        reasons = self._cancelled(rule, where)
        level: Level = "none" if reasons else rule.level
        if not reasons:
            level, reasons = self._weakened(rule, where)
        if level == rule.level:
            level, reasons = self._changed(rule, where, level)
        topic = "conduct" if rule.topic in _STAFF_TOPICS and self._by_staff(where) else rule.topic
        span = self._reading.span(where)
        return Considered(rule.id, rule.level, level, topic, span, rule.why, tuple(reasons))

    def as_written(self, rule: Rule, where: Span) -> Considered | None:
        """The rule without a look at the words around; only those that are urgent by themselves."""
        if rule.level != "urgent" or rule.also:
            return None
        span = self._reading.span(where)
        return Considered(rule.id, rule.level, rule.level, rule.topic, span, rule.why)

    def _has_also(self, rule: Rule) -> bool:
        """Whether the other words that the rule asks for stand anywhere in the text."""
        if rule.id not in self._also:
            whole = (0, len(self._words))
            self._also[rule.id] = bool(self._near(self._finders.also[rule.id], whole))
        return self._also[rule.id]

    def _holds(self, rule: Rule, where: Span) -> bool:
        sentence = self._reading.sentence(where[0] + (self._words[where[0]] == EDGE))
        finders = self._finders
        if rule.unless and self._near(finders.unless[rule.id], sentence):
            return False
        return not rule.also or bool(self._near(finders.also[rule.id], sentence))

    def _near(self, finder: Finder[Rule] | Finder[str], where: Span) -> str:
        """The words of the first pattern that stands within `where`, or ""."""
        start, end = max(0, where[0] - 1), min(len(self._words), where[1] + 1)
        for _, found in finder.look(self._words, self._work, start, end):
            return self._text(found)
        return ""

    def _text(self, where: Span) -> str:
        return " ".join(word for word in self._words[slice(*where)] if word != EDGE)

    def _sentence(self, where: Span) -> Span:
        start, end = where
        while start < end - 1 and self._words[start] == EDGE:
            start += 1
        return self._reading.sentence(start)

    def _cancelled(self, rule: Rule, where: Span) -> list[Reason]:
        """The reason for which the rule does not count at all, if there is one."""
        sentence = self._sentence(where)
        solid = self._solid(where)
        if solid[0] in self.harmless_words() or solid[-1] in self.harmless_words():
            return [Reason("harmless", self._text(where))]
        if words := self._excepted(rule, where, sentence):
            return [Reason("unless", words)]
        if "quoted" not in rule.counts_always and (words := self._quoted(where, sentence)):
            return [Reason("quoted", words)]
        if "negated" not in rule.counts_always:
            words, hedged = self._negated(where)
            if words and not hedged:
                self._negated_ends.add(where[1])
                if self._signal("not_yet", (where[1], sentence[1])):
                    return []
                return [Reason("negated", words)]
        return []

    def _excepted(self, rule: Rule, where: Span, sentence: Span) -> str:
        """The rule's own exception that stands close by, or anywhere in the sentence."""
        if rule.unless:
            close = self._close(where, sentence)
            finder = self._finders.unless[rule.id]
            for _, found in finder.look(self._words, self._work, *close):
                return self._text(found)
        if rule.unless_in_sentence:
            return self._near(self._finders.unless_in_sentence[rule.id], sentence)
        return ""

    def _close(self, where: Span, sentence: Span) -> Span:
        """The words around, in the same part of the sentence: where an exception may stand."""
        start, end = where
        parts, words = self._reading.commas, self._words
        while start > max(sentence[0], where[0] - _CLOSE):
            if start in parts or words[start - 1] in self._book.joiners:
                break
            start -= 1
        while end < min(sentence[1], where[1] + _CLOSE):
            if end in parts or words[end] in self._book.joiners:
                break
            end += 1
        # An edge beside these words belongs to them: a pattern may ask for it.
        start -= start > 0 and words[start - 1] == EDGE
        end += end < len(words) and words[end] == EDGE
        return start, end

    def _solid(self, where: Span) -> list[int]:
        return [at for at in range(*where) if self._words[at] != EDGE]

    def _signal(self, name: str, where: Span) -> str:
        return self._near(self._finders.signals[name], where)

    def _weakened(self, rule: Rule, where: Span) -> tuple[Level, list[Reason]]:
        """Lowered to routine by a hedge, by time, or because it is only supposed."""
        sentence = self._sentence(where)
        reason: Reason | None = None
        if "negated" not in rule.counts_always:
            words, hedged = self._negated(where)
            if words and hedged:
                reason = Reason("hedged", words)
            elif words := self._ended(where):
                reason = Reason("ended", words)
        if "long_past" not in rule.counts_always and (words := self._long_past(sentence)):
            reason = Reason("long_past", words)
        if "supposed" not in rule.counts_always:
            before = (max(sentence[0], where[0] - _FAR), where[0] + 1)
            words = self._signal("supposed", before)
            if words and not self._affirmed(where):
                reason = Reason("supposed", words)
        if reason is None:
            return rule.level, []
        return "routine", [reason]

    def _negated(self, where: Span) -> tuple[str, bool]:
        """The negation that governs the words, and whether it is only a hedge ("don't think")."""
        words, book = self._words, self._book
        start = where[0]
        if self._answered_no(where):
            return "no", False
        at = start - 1
        while at >= max(0, start - _FAR) and words[at] not in book.negations:
            if at + 1 in self._negated_ends and self._listed(at + 1, start):
                return "or", False
            if at + 1 in self._reading.commas or words[at] not in book.light_words:
                return "", False
            at -= 1
        if at < max(0, start - _FAR) or at + 1 in self._reading.commas:
            return "", False
        if words[at - 1] in _ASKED_BACK or self._doubled(at):
            return "", False
        between = set(words[at:start]) | set(words[max(0, at - 2) : at])
        return self._text((at, start)), not between.isdisjoint(book.hedges)

    def _listed(self, after: int, start: int) -> bool:
        """Whether these words go on a list of which the one before was negated."""
        between = set(self._words[after:start])
        if not between <= (self._book.light_words | _OR) - _SUBJECTS:
            return False
        return bool(between & _OR) or after in self._reading.commas

    def _doubled(self, at: int) -> bool:
        """Whether another negation stands before this one: together they say less than a no."""
        for before in range(at - 1, max(-1, at - _FAR), -1):
            if before + 1 in self._reading.commas or self._words[before] == EDGE:
                return False
            if self._words[before] in self._book.negations:
                return True
        return False

    def _answered_no(self, where: Span) -> bool:
        """Asked and answered in a breath: "Suicidal? No."."""
        words, end = self._words, where[1]
        if where[1] - self._sentence(where)[0] > 3 or end + 1 >= len(words):
            return False
        after = end + 1 if words[end] == EDGE else end
        return words[after] in _NO and words[after + 1] in (EDGE, "not")

    def _ended(self, where: Span) -> str:
        """What says that it is over, and is not itself denied ("he never stopped")."""
        start = self._sentence(where)[0]
        before = (max(start, where[0] - _ENDED_FAR), where[0])
        for _, found in self._finders.signals["ended"].look(self._words, self._work, *before):
            if not self._doubled(found[0]):
                return self._text(found)
        return ""

    def _long_past(self, sentence: Span) -> str:
        """What says that it is long past, when nothing near says that it goes on."""
        start, end = sentence
        found = self._signal("long_ago", sentence)
        if not found and end + 2 < len(self._words):
            follows = self._words[end + 1] in ("that", "this", "it")
            if follows and self._words[end + 2] in ("was", "happened", "is"):
                end = self._reading.sentence(end + 1)[1]
                found = self._signal("long_ago", (sentence[1], end))
        if not found:
            return ""
        near = (start, self._reading.sentence(min(end + 1, len(self._words) - 1))[1])
        return "" if self._signal("still_now", near) else found

    def _affirmed(self, where: Span) -> bool:
        """Whether they say later that it is so with them ("... and yes, he does")."""
        return bool(self._signal("affirmed", (where[1] - 1, len(self._words))))

    def _quoted(self, where: Span, sentence: Span) -> str:
        """The leaflet, film or question that these words are taken from."""
        words, quoted = self._words, self._reading.quoted
        if self._affirmed(where):
            return ""
        if quoted.get(self._solid(where)[-1]) is not None:
            outer = [at for at in range(*sentence) if at not in quoted]
            near = (min(outer, default=where[0]), max(outer, default=where[0]) + 1)
            return self._signal("quoted_from", near) or self._signal("reworded", near)
        if not _MINE.isdisjoint(words[slice(*where)]):
            return ""
        before = (max(sentence[0], where[0] - 9), where[0])
        for _, found in self._finders.signals["quoted_from"].look(words, self._work, *before):
            if _MINE.isdisjoint(words[found[1] : where[0]]):
                return self._text(found)
        return ""

    def _changed(self, rule: Rule, where: Span, level: Level) -> tuple[Level, list[Reason]]:
        for finder, up in ((self._finders.raises, True), (self._finders.lowers, False)):
            for change, words in self._changes(finder, where):
                fits = rule.topic in change.topics and level in change.levels
                fits = fits and change.kind not in rule.counts_always
                if fits and (ORDER[change.to] > ORDER[level]) == up:
                    return change.to, [Reason("raised" if up else "lowered", words)]
        return level, []

    def _changes(self, finder: Finder[Change], where: Span) -> list[tuple[Change, str]]:
        """Those in the same sentence, or in a very short one next to it ("I will. Tonight.")."""
        words = self._words
        start, end = self._sentence(where)
        if end + 1 < len(words):
            after = self._reading.sentence(end + 1)
            end = after[1] if after[1] - after[0] <= 4 else end
        if start > 1:
            before = self._reading.sentence(start - 2)
            start = before[0] if before[1] - before[0] <= 4 else start
        start, end = max(0, start - 1), min(len(words), end + 1)
        harmless = self.harmless_words()
        return [
            (change, self._text(found))
            for change, found in finder.look(words, self._work, start, end)
            if harmless.isdisjoint(range(*found))
        ]

    def _by_staff(self, where: Span) -> bool:
        """Whether the person nearest to these words, who would have done it, is staff."""
        words, book = self._words, self._book
        end = self._sentence(where)[1]
        for at in range(where[1] - 1, min(end, where[1] + 4)):
            if words[at] == "by":
                return any(words[n] in book.staff for n in range(at, min(end, at + 5)))
        pronoun = False
        for at in range(where[1] - 1, max(-1, where[0] - _WIDE), -1):
            word = words[at]
            if word in book.pronouns:
                pronoun = True
            elif word in book.people and (at >= where[0] - _FAR or pronoun):
                told = any(words[n] in book.told_to for n in range(max(0, at - 4), at))
                return word in book.staff and not told
        return False
