"""Texts and buttons: whether they can be shown, in every language that is offered."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Final

from jinja2 import Environment, TemplateError, nodes

from flows.checking.finding import Found
from flows.definition import Flow
from flows.facts import LISTS, SPOKEN, fact_of
from flows.measures import measures
from flows.names import written
from flows.normalising import fold
from flows.reading import Path
from flows.reading_age import LIMIT, reading_age
from flows.steps import AnyStep, Choice, Many, QuestionStep
from flows.wording import labels_of, messages_of, texts_of

LONGEST_LABEL: Final = 60
"""Characters. Longer ones are cut on a small phone."""

LONGEST_MESSAGE: Final = 2_000
"""Characters. Telegram holds 4,096; a translation may be twice as long as what it translates."""

_GROWN_UP: Final = 18

Translations = Mapping[str, Mapping[str, str]]
"""For each language, the texts that are translated, by what they say in the flow."""

_TEXTS: Final = Environment(autoescape=False)  # noqa: S701 - it only parses, and renders nothing
_BETWEEN: Final = re.compile(r"\{\{.*?\}\}")
_SINGLE: Final = re.compile(r"(?<!\{)\{[ \t]*([a-z]\w*(?:\.\w+)*)[ \t]*\}", re.ASCII)


def text_faults(step: AnyStep, named: Collection[str], asked: Collection[str]) -> Iterator[Found]:
    """What is wrong with what the step says. `named` are the names that are set before it.

    `asked` are the questions of the flow, whose answers no text can name.
    """
    for where, text in messages_of(step):
        if len(text) > LONGEST_MESSAGE:
            what = f"the text has {len(text)} characters, and a message holds {LONGEST_MESSAGE}"
            yield Found(where, what, "Make two messages of it.")
        for what in _brace_faults(text, named, asked):
            yield Found(where, what, _nameable(named))
        yield from _single_braces(where, text)
    if isinstance(step, Choice | Many):
        yield from _button_faults(step)
    for where, label in labels_of(step):
        if where[0] != "options" and "{" in label:
            yield Found(where, "a label says words, and no more", "Write it without braces.")


def _single_braces(where: Path, text: str) -> Iterator[Found]:
    """One brace on each side is shown as it stands."""
    for name in dict.fromkeys(_SINGLE.findall(_BETWEEN.sub("", text))):
        what = f"people will read {{{name}}} as it stands here"
        yield Found(where, what, f"For a fact, write two braces: {{{{ {name} }}}}.", "warning")


def _brace_faults(text: str, named: Collection[str], asked: Collection[str]) -> Iterator[str]:
    try:
        body = _TEXTS.parse(text).body
    except TemplateError as error:
        yield f"the text has braces that mean nothing: {error}"
        return
    for node in _parts(body):
        name = _name(node)
        if name is not None:
            yield from _name_faults(name, named, asked)
        elif not isinstance(node, nodes.TemplateData):
            yield "the text has more than the name of a fact between its braces"


def _name(node: nodes.Node) -> str | None:
    """The name that is said; one thing of a list is written `actions[0]`."""
    if isinstance(node, nodes.Name):
        return written(node.name)
    if isinstance(node, nodes.Getitem) and isinstance(node.node, nodes.Name):
        place = node.arg.value if isinstance(node.arg, nodes.Const) else None
        return f"{node.node.name}[{place}]" if isinstance(place, int) else None
    return None


def _name_faults(name: str, named: Collection[str], asked: Collection[str]) -> Iterator[str]:
    fact = fact_of(name)
    if fact is not None and fact.holds == "list":
        yield f"the text names `{name}`, which is a list: repeat something for each of them"
    elif fact is not None and not fact.spoken:
        yield f"the text names `{name}`, which is not for people to read"
    elif fact is None and name in asked:
        yield f"the text names `{name}`, which is an answer: answers are not repeated in texts"
    elif fact is None and name not in named:
        yield f"the text names `{name}`, which is no fact"


def _parts(body: list[nodes.Node]) -> Iterator[nodes.Node]:
    for node in body:
        if isinstance(node, nodes.Output):
            yield from node.nodes
        else:
            yield node


def _nameable(named: Collection[str]) -> str:
    known = ", ".join(f"{{{{ {name} }}}}" for name in sorted({*(SPOKEN - LISTS), *named}))
    return f"A text can name {known}."


def _button_faults(step: Choice | Many) -> Iterator[Found]:
    seen: dict[str, str] = {}
    for key, label in step.options.items():
        where, words = ("options", key), fold(label)
        if len(label) > LONGEST_LABEL:
            what = f"the button has {len(label)} characters, and holds {LONGEST_LABEL}"
            yield Found(where, what, "Say it in fewer words.")
        if not words or "{{" in label or "{%" in label:
            yield Found(where, "a button says words, and no more", "Write words, without braces.")
        elif _SINGLE.search(label):
            what = "people will read the braces on this button"
            yield Found(where, what, "Write words: a button names no facts.", "warning")
        if words and words in seen:
            what = f"two buttons say the same: `{seen[words]}` and `{key}`"
            yield Found(where, what, "Let each say something of its own.")
        seen.setdefault(words, key)


def title_faults(flow: Flow, languages: Translations) -> Iterator[Found]:
    """The languages that the flow's title is missing in."""
    for language, translated in languages.items():
        if not translated.get(flow.title):
            what = f"the title is not in `{language}`"
            yield Found(("title",), what, _translate(language, flow.title))


def language_faults(step: AnyStep, languages: Translations) -> Iterator[Found]:
    """Texts that are missing in a language, or that do not fit there."""
    buttons = isinstance(step, Choice | Many)
    for where, text in texts_of(step):
        for language, translated in languages.items():
            said = translated.get(text, "")
            if not said:
                yield Found(where, f"a text is not in `{language}`", _translate(language, text))
            elif buttons and where[0] == "options" and len(said) > LONGEST_LABEL:
                what = f"the button has {len(said)} characters in `{language}`"
                yield Found(where, what, f"Say it in at most {LONGEST_LABEL} characters there.")
            elif where == (step.kind,) and _named_in(said) != _named_in(text):
                what = f"the text names other facts in `{language}`"
                yield Found(where, what, "Name the same between braces in both.")


def _named_in(text: str) -> set[str]:
    return {found[2:-2].strip() for found in _BETWEEN.findall(text)}


def _translate(language: str, text: str) -> str:
    shown = text if len(text) <= 40 else f"{text[:37]}..."
    return f"Translate \u201c{' '.join(shown.split())}\u201d in locales/{language}/flows.po."


def age_of(step: AnyStep) -> float | None:
    """The reading age in years of the step as it is shown, in English; None when it is too short.

    Words that belong to a measure of another body are not the author's to change.
    """
    if _is_quoted(step):
        return None
    shown = [text for _, text in (*messages_of(step), *labels_of(step))]
    return reading_age(".\n\n".join(shown)) if messages_of(step) and shown else None


def age_warnings(step: AnyStep) -> Iterator[Found]:
    age = age_of(step)
    if age is not None and age > LIMIT:
        reader = f"of about {age:.0f} years" if age < _GROWN_UP else "who reads with ease"
        what = f"this needs a reader {reader}; the aim is {LIMIT} years"
        mend = "Use shorter sentences, and words that a child knows."
        yield Found((step.kind,), what, mend, "warning")


def _is_quoted(step: AnyStep) -> bool:
    if not isinstance(step, QuestionStep) or step.measure is None:
        return False
    measure = measures().get(step.measure.partition(".")[0])
    return measure is not None and measure.official
