"""The languages that flows are offered in, and what of a flow is missing in them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.texts import LOCALES, WRITTEN_IN

if TYPE_CHECKING:
    from flows.definition import Flow


@cache
def offered(folder: Path = LOCALES) -> Mapping[str, Mapping[str, str]]:
    """The texts of flows in each language that is offered, by what they say in English.

    A language is offered when its folder has a flows.po. A locale such as cy@easyread falls back
    to its language, so it needs no text of its own.
    """
    from babel.messages.pofile import read_po

    found: dict[str, dict[str, str]] = {}
    for file in sorted(folder.glob("*/flows.po")):
        locale = file.parent.name
        if locale.partition("@")[0] == WRITTEN_IN or "@" in locale:
            continue
        with file.open("rb") as opened:
            catalog = read_po(opened)
        found[locale] = {str(one.id): str(one.string) for one in catalog if one.id and one.string}
    return found


def untranslated(flow: Flow, languages: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    """What the flow says and a language does not, for each language that lacks something."""
    texts = texts_in(flow)
    lacking = {
        name: [one for one in texts if not said.get(one)] for name, said in languages.items()
    }
    return {name: missing for name, missing in lacking.items() if missing}


def texts_in(flow: Flow) -> list[str]:
    """Everything that the flow says, each text once."""
    from flows.wording import texts_of

    said = [flow.title, *(text for step in flow.steps for _, text in texts_of(step))]
    return list(dict.fromkeys(said))
