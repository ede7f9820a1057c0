"""Every text there is to translate is in the catalogs."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from bot.extracting import bot_texts, flow_texts, ids
from bot.texts import LOCALES, texts_for
from flows.library import library
from flows.steps import Rating

FOUND = {"bot": bot_texts(), "flows": flow_texts()}


def catalog(path: str) -> Catalog:
    with (LOCALES / path).open("rb") as file:
        return read_po(file)


@pytest.mark.parametrize("domain", ["bot", "flows"])
def test_the_template_holds_every_text_and_no_other(domain: str) -> None:
    assert ids(catalog(f"{domain}.pot")) == ids(FOUND[domain]), "run: make texts"


@pytest.mark.parametrize("domain", ["bot", "flows"])
def test_each_language_has_every_text_listed(domain: str) -> None:
    for folder in LOCALES.iterdir():
        if folder.is_dir():
            assert ids(catalog(f"{folder.name}/{domain}.po")) == ids(FOUND[domain]), folder.name


def test_texts_of_code_templates_and_flows_are_found() -> None:
    assert "I want to talk to someone" in ids(FOUND["bot"])
    assert "You are signed out" in ids(FOUND["bot"])
    assert "There are no flags." not in ids(FOUND["bot"])
    steps = library()["after-session"].steps
    assert next(
        step.text for step in steps if isinstance(step, Rating) and step.id == "heard"
    ) in ids(FOUND["flows"])
    assert "does not feel safe right now" in ids(FOUND["flows"])


def test_a_text_without_a_translation_is_shown_as_it_is_written() -> None:
    assert texts_for("en").say("Skip") == "Skip"
