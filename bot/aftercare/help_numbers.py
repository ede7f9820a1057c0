"""The numbers to call: from locales/<lang>/help.yaml, and those that a project added."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from ruamel.yaml import YAML
from sqlalchemy import Connection

from bot.texts import LOCALES
from storage.help_numbers import help_numbers_of
from storage.projects import under_18s_take_part

EMERGENCY: Final = "emergency"
TYPING: Final = "relay-uk"
"""How to type instead of talking: it holds for all numbers, so it is said after them."""


@dataclass(frozen=True, slots=True)
class HelpNumber:
    """One line: who it is, and how they are reached. `checked` is when somebody last looked."""

    key: str
    name: str
    how: str
    source: str
    checked: date


class WhomToCall(Protocol):
    """Whatever knows the numbers for somebody."""

    def for_person(self, nation: str, topic: str) -> tuple[HelpNumber, ...]:
        """The emergency line, those for the topic, and the nation's."""
        ...


class HelpNumbers:
    """The numbers of one language."""

    def __init__(
        self,
        numbers: dict[str, HelpNumber],
        nations: dict[str, list[str]],
        topics: dict[str, dict[str, list[str]]],
        under_18s: list[str],
    ) -> None:
        """Raises ValueError when a list names a number that is not there."""
        self._numbers = numbers
        self._nations = nations
        self._topics = topics
        self._under_18s = under_18s
        for place, keys in (*_lists(nations, topics), ("under_18s", under_18s)):
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
            under_18s = raw.get("under_18s", [])
            return cls(numbers, raw["nations"], raw.get("topics", {}), under_18s)
        except (KeyError, TypeError, AttributeError) as error:
            raise ValueError(f"help.yaml: {error} is missing or not as it should be.") from None

    def for_person(self, nation: str, topic: str) -> tuple[HelpNumber, ...]:
        """The emergency line, those for the topic, and the nation's; England's where unknown."""
        general = self._nations.get(nation) or self._nations["england"]
        topical = self._topics.get(topic, {})
        special = [*topical.get(nation, []), *topical.get("all", [])]
        keys = dict.fromkeys([EMERGENCY, *special, *general])
        return tuple(self._numbers[key] for key in keys)

    def for_under_18s(self) -> tuple[HelpNumber, ...]:
        """Those for young people, whatever is spoken of and wherever they are."""
        return tuple(self._numbers[key] for key in self._under_18s)

    def all(self) -> tuple[HelpNumber, ...]:
        """Every number, for checking how old each is."""
        return tuple(self._numbers.values())

    @property
    def nations(self) -> tuple[str, ...]:
        """The nations that have numbers of their own."""
        return tuple(self._nations)


@dataclass(frozen=True, slots=True)
class ProjectNumbers:
    """The numbers of a language and a project's own. They are only looked up when they are said.

    A project's own stand behind the emergency line when they are for the topic, and else after
    the nation's: what answers at any hour comes before what answers in the daytime. Where people
    under 18 take part, those for young people come first of all after the emergency line; somebody
    who has not joined may be one of them, whatever the project.
    """

    general: HelpNumbers
    connection: Connection
    project_id: int | None

    def for_person(self, nation: str, topic: str) -> tuple[HelpNumber, ...]:
        """The emergency line, those for the topic, the nation's, and the project's own."""
        emergency, *known = self.general.for_person(nation, topic)
        first = [emergency]
        if under_18s_take_part(self.connection, self.project_id):
            first += self.general.for_under_18s()
            known = [one for one in known if one not in first]
        if self.project_id is None:
            return (*first, *known)
        special: list[HelpNumber] = []
        others: list[HelpNumber] = []
        for row in help_numbers_of(self.connection, self.project_id):
            if row.nation not in (None, nation) or row.topic not in (None, topic):
                continue
            own = HelpNumber(f"own-{row.id}", row.name, row.how, row.source, row.checked)
            (special if row.topic else others).append(own)
        last = known[-1:] if known and known[-1].key == TYPING else []
        return (*first, *special, *known[: len(known) - len(last)], *others, *last)


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
