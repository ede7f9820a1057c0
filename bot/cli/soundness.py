"""What `wesaid flows check` looks at, and how it says what it found."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.cli.languages import offered, untranslated
from bot.cli.saying import counted

if TYPE_CHECKING:
    from bot.cli.flow_files import Known
    from flows.checking import Examined


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was checked: a flow, or rules of triage. `more` is what is known of a flow."""

    source: str
    ok: bool
    problems: tuple[dict[str, Any], ...]
    warnings: tuple[dict[str, Any], ...] = ()
    flow: str | None = None
    version: str | None = None
    more: Mapping[str, Any] | None = None

    def row(self) -> dict[str, Any]:
        """As plain data."""
        return {
            "source": self.source,
            "flow": self.flow,
            "version": self.version,
            "ok": self.ok,
            "problems": self.problems,
            "warnings": self.warnings,
            **(self.more or {}),
        }

    def lines(self) -> Iterator[str]:
        """As a person reads it."""
        said = "sound" if self.ok else "not sound"
        if self.more and self.more["states"] is not None:
            said += f"; {counted(self.more['states'], 'state', 'states')} explored"
            said += f" in {self.more['seconds']:.2f} s"
        ages = [age for age in (self.more or {}).get("reading_age", {}).values() if age]
        if ages:
            said += f"; reading age at most {min(max(ages), 18):.0f}"
        yield f"{self.source}: {said}"
        for language, texts in (self.more or {}).get("untranslated", {}).items():
            yield f"  {counted(len(texts), 'text is', 'texts are')} not in {language} yet."
        for problem in self.problems:
            yield f"  {_line(problem)}"
        for warning in self.warnings:
            yield f"  warning: {_line(warning)}"


def file_checked(text: str, source: str, known: Known | None = None) -> Checked:
    """A flow file that somebody wrote. What it may call and read is the library's, or `known`."""
    from flows.checking import examine
    from flows.library import library_document

    others, called = (known.flows, known.called) if known else (None, library_document)
    started = time.perf_counter()
    found = examine(text, source, languages=offered(), others=others, called=called)
    return _flow_checked(found, source, time.perf_counter() - started)


def library_checked() -> Iterator[Checked]:
    """All flows that come with it."""
    from flows.library import library_texts

    for name, text in library_texts().items():
        yield file_checked(text, name)


def triage_checked() -> Iterator[Checked]:
    """The rules of triage of every language."""
    from bot.aftercare.triage import PhrasesError, check_rules, load, locale_file
    from bot.cli.triage import locales_with_rules

    for locale in locales_with_rules():
        file = locale_file(locale)
        try:
            problems = check_rules(load(file))
        except PhrasesError as error:
            problems = list(error.problems)
        told = tuple(_told(one.line, one.rule, one.what, one.mend) for one in problems)
        yield Checked(f"locales/{locale}/phrases.yaml", not problems, told)


def _flow_checked(found: Examined, source: str, seconds: float) -> Checked:
    more = {
        "states": found.proof.states if found.proof is not None else None,
        "seconds": round(seconds, 4),
        "reading_age": dict(found.ages),
        "languages": sorted(offered()),
        "untranslated": untranslated(found.flow, offered()) if found.flow is not None else {},
    }
    return Checked(
        source,
        found.sound,
        tuple(_told(one.line, one.step, one.what, one.mend) for one in found.errors),
        tuple(_told(one.line, one.step, one.what, one.mend) for one in found.warnings),
        found.flow.name if found.flow is not None else None,
        found.flow.version if found.flow is not None else None,
        more,
    )


def _told(line: int, step: str, what: str, mend: str) -> dict[str, Any]:
    return {"line": line, "step": step or None, "what": what, "mend": mend}


def _line(problem: Mapping[str, Any]) -> str:
    step = f", {problem['step']}" if problem["step"] else ""
    return f"line {problem['line']}{step}: {problem['what'].rstrip('.')}. {problem['mend']}"
