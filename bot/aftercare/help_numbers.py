"""The numbers to call, from locales/<lang>/help.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ruamel.yaml import YAML

from bot.texts import LOCALES

EMERGENCY: Final = "emergency"


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """One line: who it is, and how they are reached. `checked` is when somebody last looked."""

    key: str
    name: str
    how: str
    source: str
    checked: date


class HelpNumbers:
    """The numbers of one language."""

    def __init__(
        self,
        numbers: dict[str, HelpNumber],
        nations: dict[str, list[str]],
        topics: dict[str, dict[str, list[str]]],
    ) -> None:
        """Raises ValueError when a list names a number that is not there."""
        self._numbers = numbers
        self._nations = nations
        self._topics = topics
        for place, keys in _lists(nations, topics):
            for key in keys:
                if key not in numbers:
                    raise ValueError(f"help.yaml: {place} names `{key}`, which is not there.")

    @classmethod
    def load(cls, locale: str) -> HelpNumbers:
        """The numbers in locales/<locale>/help.yaml. Raises ValueError with what is wrong in it."""
        path = LOCALES / locale / "help.yaml"
        with path.open(encoding="utf-8") as file:
            raw = YAML(typ="safe", pure=True).load(file)
        try:
            numbers = {key: _number(key, entry) for key, entry in raw["numbers"].items()}
            return cls(numbers, raw["nations"], raw.get("topics", {}))
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"help.yaml: {error} is missing or not as it should be.") from None

    def for_person(self, nation: str, topic: str) -> tuple[HelpNumber, ...]:
        """The emergency line, those for the topic, and the nation's; England's where unknown."""
        general = self._nations.get(nation) or self._nations["england"]
        topical = self._topics.get(topic, {})
        special = [*topical.get(nation, []), *topical.get("all", [])]
        keys = dict.fromkeys([EMERGENCY, *special, *general])
        return tuple(self._numbers[key] for key in keys)

    def all(self) -> tuple[HelpNumber, ...]:
        """Every number, for checking how old each is."""
        return tuple(self._numbers.values())


def _number(key: str, entry: dict[str, Any]) -> HelpNumber:
    checked = entry["checked"]
    when = checked if isinstance(checked, date) else date.fromisoformat(str(checked))
    return HelpNumber(key, entry["name"], entry["how"], entry["source"], when)


def _lists(
    nations: dict[str, list[str]], topics: dict[str, dict[str, list[str]]]
) -> list[tuple[str, list[str]]]:
    found = [(f"nations, {nation}", keys) for nation, keys in nations.items()]
    for topic, by_nation in topics.items():
        found += [(f"topics, {topic}, {nation}", keys) for nation, keys in by_nation.items()]
    return found
