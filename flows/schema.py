"""The JSON Schema of a flow file, for editors: what can be written where, and what it means."""

from __future__ import annotations

from typing import Any, Final

from flows.measures import measures
from flows.steps import KINDS
from flows.steps.flag import TOPICS
from flows.upgrading import NEWEST
from flows.written import Written

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_ID: Final = {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"}
_IDS: Final = ("id", "next", "to")

MEANINGS: Final = {
    "format": f"The format of the file. {NEWEST} is the newest; without it, it is the first.",
    "flow": "The flow's name: small letters, digits and hyphens. The file is named after it.",
    "title": "The flow's title, as people read it.",
    "steps": "What is said and asked, from the first to the last, which is an `end:`.",
    "id": "The step's name, for conditions and jumps: small letters, digits and _.",
    "when": "Only where this is true, as in: safe == 'no'. It compares answers, facts, and "
    "earlier('flow', 'step'): the answer of the last session of that flow that was finished.",
    "next": "The step to go on with, when it is not the one below. It must be further down.",
    "to": "The step to go to. It must be further down.",
    "flag": "When to tell a person, how soon, and why. One, or a list.",
    "sensitive": "The answer is never shown again in the chat.",
    "contact": "It is about being in touch, so it is asked even when the script is about to wait.",
    "required": "It cannot be skipped. Only for consent.",
    "rather_not": "Whether “I prefer not to say” has a button. Sensitive questions have one.",
    "measure": "The item of an outcome measure that this asks, as in session.heard.",
    "keeps": "What else the answer is for: a name, times, a language, or a consent.",
    "options": "The answers: what is stored for each, and what its button says.",
    "yes_means": "The option that a typed “yes” stands for, where none is called yes.",
    "scale": "The points of the rating.",
    "limit": "How many characters an answer may have.",
    "fewest": "How many must be ticked at least.",
    "most": "How many at most.",
    "exclusive": "The option that rules out all others, such as “None of these”.",
    "from": "The lowest number.",
    "to_number": "The highest number.",
    "low": "What the lowest point means.",
    "high": "What the highest point means.",
    "words": "A word for each point, from the lowest, in place of numbers.",
    "unit": "What is counted, such as hours.",
    "decimals": "How many digits an answer may have behind the point.",
    "earliest": "The first day that fits: 2027-03-30, today, -30d or +30d.",
    "latest": "The last day that fits, written as the first.",
    "accepts": "What can be sent: photo, voice, or both.",
    "time": "How to ask when is a good time.",
    "ways": "The ways to be in touch, by what is stored for each.",
    "times": "The times of the day, by what is stored for each.",
    "over": "An earlier `many:` question, a list of texts, or a fact that is a list.",
    "as": "The name that texts call each thing by: {{ item }}.",
    "level": "How soon a person must be in touch.",
    "topic": "What the flag is about.",
    "reason": "Why, to go on after the participant's code: does not feel safe right now.",
}
"""What each key means. A key that is also a kind of step means what the step's description says."""


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a flow file in the newest format."""
    made: dict[str, Any] = Written.model_json_schema(by_alias=True)
    definitions: dict[str, Any] = made.pop("$defs")
    for name, definition in definitions.items():
        _tell(name, definition)
    _tell("Flow", made)
    made["properties"]["format"] = {
        "description": MEANINGS["format"],
        "type": "integer",
        "enum": [*range(1, NEWEST + 1)],
    }
    definitions["FlagRule"]["properties"]["topic"]["enum"] = [*TOPICS]
    return {
        "$schema": DIALECT,
        **made,
        "title": "A WeSaid flow",
        "description": "A scripted conversation.",
        "$defs": definitions,
    }


def _tell(name: str, definition: dict[str, Any]) -> None:
    """Puts plain words beside every key, and what pydantic leaves out of the schema."""
    kinds = {kind.__name__: kind.kind for kind in KINDS.values()}
    if "description" in definition:
        definition["description"] = definition["description"].partition("\n\n")[0]
    definition["title"] = f"{kinds[name]}:" if name in kinds else name
    for key, found in definition["properties"].items():
        found.pop("title", None)
        found["description"] = _meaning(name, key, definition.get("description", ""), kinds)
        definition["properties"][key] = _written(name, key, found)


def _meaning(name: str, key: str, description: str, kinds: dict[str, str]) -> str:
    if key == kinds.get(name):
        return description
    number = key == "to" and name in ("Scale", "Number")
    return MEANINGS["to_number" if number else key]


def _written(name: str, key: str, found: dict[str, Any]) -> dict[str, Any]:
    told = {"description": found["description"]}
    if key in _IDS and name not in ("Scale", "Number"):
        return {**_ID, **told}
    if key == "flag":
        rule = {"$ref": "#/$defs/FlagRule"}
        return {**told, "anyOf": [rule, {"type": "array", "items": rule, "minItems": 1}]}
    if key == "measure":
        items = [f"{one.id}.{item}" for one in measures().values() for item in one.items]
        return {**told, "type": "string", "enum": items}
    if "patternProperties" in found:
        return {**found, "additionalProperties": False}
    return found
