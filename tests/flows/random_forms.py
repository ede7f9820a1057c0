"""Random forms with conditions on what is shown, as a flow and as SurveyJS takes them."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, Final

from flows.inputs import Commanded, Pressed, Typed

KINDS: Final = ("rating", "choice", "yes_no", "many", "number", "text", "date")
KEYS: Final = ("red", "green", "blue", "grey")
WORDS: Final = ("tea", "bus", "late")
DAYS: Final = ("2027-03-01", "2027-03-15", "2027-03-30")
ORDERS: Final = ("<", "<=", ">", ">=")


@dataclass(frozen=True)
class Condition:
    """The same condition in both languages."""

    ours: str
    theirs: str


@dataclass(frozen=True)
class Form:
    """A form and an answer to each question; None for one that is left out."""

    flow: dict[str, Any]
    elements: list[dict[str, Any]]
    answers: dict[str, Any]


def form(random: Random) -> Form:
    """Up to six questions; a condition names only what is asked before it."""
    kinds = [random.choice(KINDS) for _ in range(random.randint(2, 6))]
    steps: list[dict[str, Any]] = []
    elements: list[dict[str, Any]] = []
    for place, kind in enumerate(kinds):
        name = f"q{place}"
        step = _question(name, kind)
        # To SurveyJS a text field can hold any answer; its other kinds take long to set up.
        element = {"name": name, "type": "text"}
        if place and random.random() < 0.8:
            found = _condition(random, kinds[:place], depth=2)
            step["when"], element["visibleIf"] = found.ours, found.theirs
        steps.append(step)
        elements.append(element)
    steps.append({"id": "bye", "end": "Goodbye."})
    answers = {f"q{place}": _answer(random, kind) for place, kind in enumerate(kinds)}
    return Form({"flow": "any", "title": "Any", "steps": steps}, elements, answers)


def _question(name: str, kind: str) -> dict[str, Any]:
    step: dict[str, Any] = {"id": name, kind: "What is it?"}
    if kind == "rating":
        step["scale"] = {"from": 0, "to": 10, "low": "Low", "high": "High"}
    elif kind == "number":
        step |= {"from": -20, "to": 20}
    elif kind in ("choice", "many"):
        step["options"] = {key: key.capitalize() for key in KEYS}
    return step


def _answer(random: Random, kind: str) -> Any:
    if random.random() < 0.2:
        return None
    if kind == "rating":
        return random.randint(0, 10)
    if kind == "number":
        return random.randint(-20, 20)
    if kind == "many":
        return [key for key in KEYS if random.random() < 0.5] or [random.choice(KEYS)]
    values = {"yes_no": ("yes", "no"), "choice": KEYS, "date": DAYS, "text": WORDS}
    return random.choice(values[kind])


def _condition(random: Random, kinds: list[str], depth: int) -> Condition:
    how = random.random()
    if depth and how < 0.35:
        one, other = (_condition(random, kinds, depth - 1) for _ in range(2))
        word = random.choice(("and", "or"))
        return Condition(
            f"({one.ours}) {word} ({other.ours})", f"({one.theirs}) {word} ({other.theirs})"
        )
    if depth and how < 0.5:
        inner = _condition(random, kinds, depth - 1)
        return Condition(f"not ({inner.ours})", f"!({inner.theirs})")
    place = random.randrange(len(kinds))
    name, kind = f"q{place}", kinds[place]
    if random.random() < 0.2:
        is_not = random.random() < 0.5
        ours = f"{name} is not none" if is_not else f"{name} is none"
        return Condition(ours, f"{{{name}}} {'notempty' if is_not else 'empty'}")
    if kind in ("rating", "number"):
        return _about_number(random, name, kind, kinds)
    if kind == "many":
        key, has = random.choice(KEYS), random.random() < 0.7
        theirs = f"{{{name}}} {'contains' if has else 'notcontains'} '{key}'"
        return Condition(f"'{key}' {'in' if has else 'not in'} {name}", theirs)
    return _about_word(random, name, kind)


def _about_number(random: Random, name: str, kind: str, kinds: list[str]) -> Condition:
    ratings = [f"q{place}" for place, other in enumerate(kinds) if other == "rating"]
    order = random.choice(ORDERS)
    if kind == "rating" and len(ratings) > 1 and random.random() < 0.3:
        # Not <= or >=: to SurveyJS two questions without an answer are as much as each other.
        order = random.choice(("<", ">"))
        other = random.choice([one for one in ratings if one != name])
        return Condition(f"{name} {order} {other}", f"{{{name}}} {order} {{{other}}}")
    number = random.randint(0, 10)
    sign = random.choice((*ORDERS, "==", "!="))
    theirs = {"==": "=", "!=": "<>"}.get(sign, sign)
    return Condition(f"{name} {sign} {number}", f"{{{name}}} {theirs} {number}")


def _about_word(random: Random, name: str, kind: str) -> Condition:
    values = {"choice": KEYS, "yes_no": ("yes", "no"), "text": WORDS, "date": DAYS}[kind]
    one = random.choice(values)
    if kind == "date" and random.random() < 0.5:
        order = random.choice(ORDERS)
        return Condition(f"{name} {order} '{one}'", f"{{{name}}} {order} '{one}'")
    if random.random() < 0.5:
        is_it = random.random() < 0.6
        theirs = f"{{{name}}} {'=' if is_it else '<>'} '{one}'"
        return Condition(f"{name} {'==' if is_it else '!='} '{one}'", theirs)
    two = random.sample(values, 2)
    among = f"{{{name}}} anyof ['{two[0]}', '{two[1]}']"
    if random.random() < 0.6:
        return Condition(f"{name} in ('{two[0]}', '{two[1]}')", among)
    return Condition(f"{name} not in ('{two[0]}', '{two[1]}')", f"!({among})")


def with_flags(random: Random, plain: Form) -> dict[str, Any]:
    """The form's flow with flags at its questions, steps that raise flags, and partings of ways."""
    steps: list[dict[str, Any]] = []
    kinds = [next(kind for kind in KINDS if kind in step) for step in plain.flow["steps"][:-1]]
    for place, step in enumerate(plain.flow["steps"][:-1]):
        known = kinds[: place + 1]
        flags = [_rule(random, known, f"{place}-{n}") for n in range(random.randint(0, 2))]
        steps.append({**step, "flag": flags})
        extra = random.random()
        if extra < 0.2:
            steps.append({"id": f"f{place}", "flag": [_rule(random, known, f"f{place}")]})
        elif extra < 0.5 and place + 1 < len(kinds):
            to = f"q{random.randint(place + 1, len(kinds) - 1)}"
            when = _condition(random, known, depth=1).ours
            steps.append({"id": f"b{place}", "branch": [{"when": when, "to": to}]})
    return {**plain.flow, "steps": [*steps, plain.flow["steps"][-1]]}


def _rule(random: Random, kinds: list[str], reason: str) -> dict[str, Any]:
    when = _condition(random, kinds, depth=1).ours
    return {"level": "routine", "topic": "low", "reason": reason, "when": when}


def inputs(kind: str, said: Any, turn: int) -> list[Commanded | Pressed | Typed]:
    """What is pressed or typed to give this answer."""
    if said is None:
        return [Commanded("skip")]
    if kind == "many":
        return [*(Pressed(turn, key) for key in said), Pressed(turn, "~done")]
    if kind in ("rating", "choice", "yes_no"):
        return [Pressed(turn, str(said))]
    return [Typed(str(said))]
