"""The demo's page for safeguarding leads: write a sentence, see what would happen, and why."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from bot.aftercare.triage import Considered, Explanation
from bot.aftercare.wording import level_words as level_short
from bot.aftercare.wording import topic_words
from bot.texts import Texts, texts_for
from bot.web.forms import Forms
from bot.web.pages import Pages

ADDRESS: Final = "/demo/triage"
LOCALE: Final = "en"
BOUND_TO: Final = "demo triage"
FIELD: Final = "words"
MOST: Final = 4_000


@dataclass(frozen=True, slots=True)
class Told:
    """Somebody who would be told, and the words of the alert."""

    name: str
    alert: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What would happen: what the rules say, the answer at once ("" for none), who is told."""

    explained: Explanation
    answer: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ShownRule:
    """One rule that was looked at, in words. `level` is "" when it does not count here."""

    rule: str
    why: str
    words: str
    level: str
    reasons: tuple[str, ...]


class TryingWords:
    """`/demo/triage`. `trial` tells what would happen; nothing that is written here is kept."""

    def __init__(
        self, *, pages: Pages, forms: Forms, trial: Callable[[str], Awaitable[Tried]]
    ) -> None:
        self._pages = pages
        self._forms = forms
        self._trial = trial

    def register(self, app: web.Application) -> None:
        app.router.add_get(ADDRESS, self._show)
        app.router.add_post(ADDRESS, self._try)

    async def _show(self, _request: web.Request) -> web.Response:
        return self._page("", None)

    async def _try(self, request: web.Request) -> web.Response:
        form = await self._forms.read(request)
        self._forms.once(form, BOUND_TO)
        words = form.get(FIELD, "").strip()[:MOST]
        return self._page(words, await self._trial(words) if words else None)

    def _page(self, words: str, tried: Tried | None) -> web.Response:
        texts = texts_for(LOCALE)
        return self._pages.page(
            "demo/triage.html",
            texts,
            words=words,
            tried=tried,
            level=level_words(texts, tried.explained.finding.level) if tried else "",
            topic=topic_words(texts, tried.explained.finding.topic or "") if tried else "",
            pieces=_pieces(tried.explained) if tried else (),
            rules=[_rule(texts, words, one) for one in _in_order(tried.explained)] if tried else (),
            most=MOST,
            key=self._forms.issue(BOUND_TO),
        )


def level_words(texts: Texts, level: str) -> str:
    """How soon somebody must be in touch, in words."""
    return {
        "urgent": texts.say("Urgent: a person must be in touch within the hour, at any time."),
        "soon": texts.say("Soon: a person must be in touch by the end of the next working day."),
        "routine": texts.say("Routine: a person reads it and is in touch if that is wanted."),
    }.get(level, texts.say("Nothing: it goes on the reading list, as every text does."))


def _pieces(explained: Explanation) -> tuple[tuple[str, bool], ...]:
    """The text in parts, and whether each is what the finding marks."""
    span = explained.finding.span
    if span is None:
        return ((explained.text, False),)
    start, end = span
    text = explained.text
    return ((text[:start], False), (text[start:end], True), (text[end:], False))


def _in_order(explained: Explanation) -> list[Considered]:
    """The rules that stand first, the rule that set the level before all others."""
    return sorted(
        explained.considered,
        key=lambda one: (one.level == "none", one.rule != explained.finding.rule),
    )


def _rule(texts: Texts, words: str, one: Considered) -> ShownRule:
    reasons = tuple(_reason(texts, reason.kind, reason.words) for reason in one.reasons)
    level = level_short(texts, one.level) if one.level != "none" else ""
    return ShownRule(one.rule, one.why, words[slice(*one.span)], level, reasons)


def _reason(texts: Texts, kind: str, words: str) -> str:
    said = {
        "harmless": texts.say("a figure of speech: %(words)s", words=words),
        "unless": texts.say("an exception of the rule: %(words)s", words=words),
        "quoted": texts.say("quoted from something: %(words)s", words=words),
        "negated": texts.say("denied: %(words)s", words=words),
        "hedged": texts.say("half denied: %(words)s", words=words),
        "ended": texts.say("over: %(words)s", words=words),
        "long_past": texts.say("long ago: %(words)s", words=words),
        "supposed": texts.say("only supposed: %(words)s", words=words),
        "raised": texts.say("more pressing because of: %(words)s", words=words),
        "lowered": texts.say("less pressing because of: %(words)s", words=words),
        "telling": texts.say("telling words: %(words)s", words=words),
    }
    return said.get(kind, words)
