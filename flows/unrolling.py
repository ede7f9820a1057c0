"""Writes calls, repeats and contact steps out as plain steps, while a flow is read.

So a flow stays a list of steps that only goes forward, a session ends on all of what it began, and
what is proved of a flow is proved of its parts. A step that is written out keeps its line.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from flows.facts import LISTS
from flows.pieces import Piece, branch, joined, landing, substituted
from flows.problems import FlowError, Problem
from flows.reading import Document, Path
from flows.steps import Call, Contact, End, Repeat, WrittenStep
from flows.steps.contact import NO_WAY
from flows.steps.repeat import MOST_ROUNDS
from flows.written import Written, written_of

Called: TypeAlias = Callable[[str], Document | None]
"""Finds a flow by its name, to be put into another; None where there is none."""

MOST_STEPS: Final = 2_000
NO_END: Final = (
    "the conversation does not end after this step",
    "Make the last step an `end:`, with a goodbye.",
)
_Round = tuple[str, str, str]
"""A key for ids, what texts call it, and the condition for it, or ""."""


def nothing_called(_name: str) -> Document | None:
    """For flows that stand alone."""
    return None


def unrolled(written: Written, document: Document, called: Called) -> Document:
    """The document with plain steps only; FlowError says what cannot be written out."""
    work = _Unrolling(called)
    pieces: list[Piece] = []
    try:
        pieces = work.steps(written.steps, document, ("steps",), (written.name,), [])
    except _TooManyError:
        what = f"written out, this flow has more than {MOST_STEPS} steps"
        work.problems.append(document.problem((), what, "Repeat less, or less often."))
    if isinstance(written.steps[-1], Call | Repeat | Contact):
        what, mend = NO_END
        work.problems.append(document.problem(("steps", len(written.steps) - 1), what, mend))
    if work.problems:
        raise FlowError(work.problems)
    head = {"format": 2, "flow": written.name, "title": written.title}
    return joined(pieces, head, document)


class _TooManyError(Exception):
    """The steps would be more than MOST_STEPS; there is no need to write them out."""


class _Unrolling:
    def __init__(self, called: Called) -> None:
        self._called = called
        self.problems: list[Problem] = []

    def steps(
        self,
        steps: Sequence[WrittenStep],
        document: Document,
        path: Path,
        chain: tuple[str, ...],
        seen: list[Piece],
    ) -> list[Piece]:
        """Plain steps for these; `seen` are those that come before, `chain` the flows around."""
        found: list[Piece] = []
        for place, step in enumerate(steps):
            where = (*path, place)
            if isinstance(step, Call):
                found += self._call(step, document, where, chain)
            elif isinstance(step, Repeat):
                found += self._repeat(step, document, where, chain, [*seen, *found])
            elif isinstance(step, Contact):
                found += _contact(step, document, where)
            else:
                said = step.model_dump(mode="json", by_alias=True, exclude_defaults=True)
                found.append(Piece(said, document, where))
            if len(found) > MOST_STEPS:
                raise _TooManyError
        return found

    def _wrong(self, document: Document, path: Path, what: str, mend: str) -> None:
        self.problems.append(document.problem(path, what, mend))

    def _call(
        self, step: Call, document: Document, where: Path, chain: tuple[str, ...]
    ) -> list[Piece]:
        at = (*where, "call")
        if step.flow in chain:
            way = " > ".join((*chain[chain.index(step.flow) :], step.flow))
            self._wrong(document, at, f"the flow calls itself: {way}", "Leave this call out.")
            return []
        other = self._called(step.flow)
        if other is None:
            what = f"there is no flow `{step.flow}`"
            self._wrong(document, at, what, "Write the name of a flow that there is.")
            return []
        try:
            inside = written_of(other)
        except FlowError as error:
            what = f"the flow `{step.flow}` cannot be read: {error.problems[0]}"
            self._wrong(document, at, what, "Mend that flow first.")
            return []
        pieces = self.steps(inside.steps, other, ("steps",), (*chain, step.flow), [])
        return _put_in(step, pieces, document, where)

    def _repeat(
        self,
        step: Repeat,
        document: Document,
        where: Path,
        chain: tuple[str, ...],
        seen: list[Piece],
    ) -> list[Piece]:
        rounds = self._rounds(step, document, where, seen)
        path = (*where, "repeat", "steps")
        body = self.steps(step.rounds.steps, document, path, chain, seen)
        if not rounds or not body:
            return []
        if len(rounds) * len(body) > MOST_STEPS:
            raise _TooManyError
        found: list[Piece] = []
        for key, label, when in rounds:
            prefix = f"{step.id}.{key}"
            end = landing(f"{prefix}.", document, where)
            these = [
                substituted(piece.renamed(_names(body, prefix)), step.rounds.name, label)
                for piece in body
            ]
            ways = [{"when": when, "to": these[0].id}, {"to": end.id}]
            guard = branch(prefix, ways, document, where) if when else landing(*_at(prefix, end))
            found += [guard, *these, end]
        end = landing(f"{step.id}.", document, where)
        return [_entry(step, found[0].id, end.id, document, where), *found, end]

    def _rounds(
        self, step: Repeat, document: Document, where: Path, seen: list[Piece]
    ) -> list[_Round]:
        at, over, most = (*where, "repeat", "over"), step.rounds.over, step.rounds.most
        if isinstance(over, tuple):
            return [(f"{n}", label, "") for n, label in enumerate(over[:most], start=1)]
        if over in LISTS:
            if most is None:
                what = f"nobody knows how long `{over}` will be"
                self._wrong(document, at, what, f"Add `most:`, up to {MOST_ROUNDS}.")
            return [
                (f"{n + 1}", f"{{{{ {over}[{n}] }}}}", f"{over}.{n} is not none")
                for n in range(most or 0)
            ]
        many = next((p.step for p in reversed(seen) if p.id == over and "many" in p.step), None)
        if many is None:
            what = f"`{over}` is no earlier question where several can be ticked, and no list"
            lists = ", ".join(sorted(LISTS))
            self._wrong(document, at, what, f"Name a `many:` question further up, or {lists}.")
            return []
        return self._ticked(many, over, most, document, at)

    def _ticked(
        self, many: Mapping[str, Any], over: str, most: int | None, document: Document, at: Path
    ) -> list[_Round]:
        labels = {k: label for k, label in many["options"].items() if k != many.get("exclusive")}
        if most is not None and most < len(labels):
            what = f"`{over}` has {len(labels)} options, and each of them may be ticked"
            self._wrong(document, at, what, "Leave `most:` out here; the question can have one.")
        keys = {key.replace("-", "_") for key in labels}
        if len(keys) < len(labels):
            what = f"two options of `{over}` differ by a hyphen only"
            self._wrong(document, at, what, "Give one of them another key.")
        return [(k.replace("-", "_"), label, f"'{k}' in {over}") for k, label in labels.items()]


def _put_in(step: Call, pieces: list[Piece], document: Document, where: Path) -> list[Piece]:
    """The called flow's steps; its goodbyes are left out, and lead on from the call."""
    end = landing(f"{step.id}.", document, where)
    after = step.next or end.id
    names = _names(pieces, step.id)
    found: list[Piece] = []
    for place, piece in enumerate(pieces):
        if End.kind not in piece.step:
            found.append(piece.renamed(names))
        elif place == len(pieces) - 1 and step.next is None:
            found.append(landing(names[piece.id], piece.document, piece.path))
        else:
            when = {"when": piece.step["when"]} if "when" in piece.step else {}
            way = Piece({"id": piece.id, **when, "branch": []}, piece.document, piece.path)
            found.append(way.renamed(names).to(after))
    return [_entry(step, found[0].id, after, document, where), *found, end]


def _entry(step: Call | Repeat, first: str, after: str, document: Document, where: Path) -> Piece:
    """Stands for the step itself: a parting of ways where it has a condition."""
    if step.when is None:
        return landing(step.id, document, where)
    return branch(step.id, [{"when": step.when, "to": first}, {"to": after}], document, where)


def _at(prefix: str, end: Piece) -> tuple[str, Document, Path]:
    return prefix, end.document, end.path


def _names(pieces: Sequence[Piece], prefix: str) -> dict[str, str]:
    """New names for all that these steps name of their own."""
    own = [name for piece in pieces for name in (piece.id, *piece.step.get("set", ()))]
    return {name: f"{prefix}.{name}" for name in own}


def _contact(step: Contact, document: Document, where: Path) -> list[Piece]:
    way, when = f"{step.id}.way", f"{step.id}.when"
    marks = {"contact": True, **({"sensitive": True} if step.sensitive else {})}
    only_if = {} if step.when is None else {"when": step.when}
    no_way = f" and {way} != '{NO_WAY}'" if NO_WAY in step.ways else ""
    asked = {"id": way, "choice": step.text, "options": dict(step.ways), "keeps": "way"}
    timed = {"id": when, "choice": step.time, "options": dict(step.times), "keeps": "times"}
    return [
        landing(step.id, document, where),
        Piece({**asked, **marks, **only_if}, document, where),
        Piece({**timed, **marks, "when": f"{way} is not none{no_way}"}, document, where),
    ]
