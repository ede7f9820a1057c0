"""The language that somebody chose, and easy read: followed where there is one, else shown."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import texts
from bot.checkins.inbound import Inbound
from bot.checkins.languages import chosen_locale
from tests.checkins.scene import Scene

ME = "501"
NEEDS = """
flow: needs
title: What you need
steps:
  - id: spoken
    choice: Which language is easiest for you?
    options: {en: English, cy: Welsh, bsl: British Sign Language}
    keeps: language
  - id: easy
    yes_no: Would you like easy read?
    keeps: easy_read
  - id: slow
    yes_no: Would more time help you to take part in what we do together?
  - id: goodbye
    end: Thank you.
"""
CATALOGS = {
    "cy/flows.po": {"Would you like easy read?": "Hoffech chi hawdd ei ddeall?"},
    "cy/bot.po": {"Skip": "Neidio"},
    "en@easyread/flows.po": {
        "Would more time help you to take part in what we do together?": "Do you need more time?"
    },
}


@pytest.fixture
def locales(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """English with easy read, and Welsh without it."""
    folder = tmp_path / "locales"
    shutil.copytree(texts.LOCALES / "en", folder / "en")
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
    for name, said in CATALOGS.items():
        (folder / name).parent.mkdir(exist_ok=True)
        entries = "".join(f'msgid "{one}"\nmsgstr "{other}"\n\n' for one, other in said.items())
        (folder / name).write_text(head + entries, "utf-8")
    monkeypatch.setattr(texts, "LOCALES", folder)
    texts.texts_for.cache_clear()
    yield
    texts.texts_for.cache_clear()


def asked(scene: Scene) -> int:
    person = scene.participant(scene.staff("Sam", chat="900"), chat=ME)
    scene.asks(NEEDS)
    return person.id


def locale_of(scene: Scene, person: int) -> object:
    return next(row["locale"] for row in scene.rows("person") if row["id"] == person)


def to_read(scene: Scene) -> str:
    scene.staff_sends("900", "command", text="read")
    return scene.last("900").text


@pytest.mark.usefixtures("locales")
def test_the_next_words_are_in_the_language_that_was_chosen(scene: Scene) -> None:
    person = asked(scene)
    shown = scene.presses(ME, "Welsh")
    assert shown.text == "Hoffech chi hawdd ei ddeall?"
    assert "Neidio" in [button.label for button in shown.controls]
    assert locale_of(scene, person) == "cy"
    assert "language" not in to_read(scene)


@pytest.mark.usefixtures("locales")
def test_easy_read_is_followed_where_there_is_one(scene: Scene) -> None:
    person = asked(scene)
    scene.presses(ME, "English")
    assert scene.presses(ME, "Yes").text == "Do you need more time?"
    assert locale_of(scene, person) == "en@easyread"
    scene.writes(ME, "back")
    assert "take part in what we do" in scene.presses(ME, "No").text
    assert locale_of(scene, person) == "en"


@pytest.mark.usefixtures("locales")
def test_a_language_that_is_corrected_or_skipped_is_not_followed_any_more(scene: Scene) -> None:
    person = asked(scene)
    for instead in ("British Sign Language", "Neidio"):
        scene.presses(ME, "Welsh")
        assert locale_of(scene, person) == "cy"
        scene.writes(ME, "back")
        scene.presses(ME, instead)
        assert locale_of(scene, person) == "en"
        scene.writes(ME, "back")


@pytest.mark.usefixtures("locales")
@pytest.mark.parametrize("way", ["pressed", "typed", "on the web"])
def test_a_language_that_there_is_none_of_is_on_the_facilitators_reading_list(
    scene: Scene, way: str
) -> None:
    person = asked(scene)
    if way == "pressed":
        scene.presses(ME, "British Sign")
    elif way == "typed":
        scene.writes(ME, "British Sign Language")
    else:
        press = scene.button(ME, "British Sign").press
        scene.receives(Inbound("web", "w1", str(person), "press", press=press))
    assert locale_of(scene, person) == "en"
    assert "British Sign Language" in to_read(scene)


def test_a_language_without_a_catalog_leaves_the_words_in_english(scene: Scene) -> None:
    person = asked(scene)
    assert scene.presses(ME, "Welsh").text == "Would you like easy read?"
    assert locale_of(scene, person) == "en"
    assert "Which language is easiest for you? Welsh" in to_read(scene)


@pytest.mark.usefixtures("locales")
@pytest.mark.parametrize(
    ("current", "language", "easy_read", "locale"),
    [
        ("cy", None, None, "cy"),
        ("en", "cy", "yes", "cy"),
        ("en@easyread", None, "no", "en"),
        ("en@easyread", "cy", None, "cy"),
        ("cy", "bsl", "yes", "en@easyread"),
        ("en", "../en", None, "en"),
        ("en", "en@easyread", None, "en"),
    ],
)
def test_which_locale_is_followed(
    current: str, language: str | None, easy_read: str | None, locale: str
) -> None:
    assert chosen_locale(current, language, easy_read) == locale
