"""Collects every text there is to translate: `make texts` (python -m bot.extracting).

`locales/bot.pot` holds the product's own words, from `say` and `plural` in code and in templates;
`locales/flows.pot` what flows say. Each language's catalogs are brought up to date with them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.clock import SystemClock
from bot.texts import LOCALES
from flows.library import library
from flows.wording import texts_of

BOT: Final = Path(__file__).parent
KEYWORDS: Final[dict[str, Any]] = {"say": None, "plural": (1, 2)}
COMMENT: Final = "Translators:"

# The command line speaks to whoever runs the server, and is not translated.
_METHODS: Final = [
    ("cli/**", "ignore"),
    ("web/static/**", "ignore"),
    ("**.py", "python"),
    ("web/templates/**.html", "jinja2.ext:babel_extract"),
]


def bot_texts() -> Catalog:
    """The product's own words, each with the files that say it."""
    catalog = _blank()
    for file, _, message, comments, context in extract_from_dir(
        BOT, _METHODS, keywords=KEYWORDS, comment_tags=(COMMENT,), strip_comment_tags=True
    ):
        catalog.add(
            message, locations=[(f"bot/{file}", 0)], auto_comments=comments, context=context
        )
    return catalog


def flow_texts() -> Catalog:
    """What the flows of the library say, each with the flow and step."""
    catalog = _blank()
    for flow in library().values():
        catalog.add(flow.title, auto_comments=[f"{flow.name}: the title"])
        for step in flow.steps:
            for _, text in texts_of(step):
                catalog.add(text, auto_comments=[f"{flow.name}: {step.id}"])
    return catalog


def _blank(language: str | None = None) -> Catalog:
    return Catalog(
        locale=language,
        header_comment="# Texts of WeSaid, to be translated. Made by: make texts",
        project="WeSaid",
        version="1",
        msgid_bugs_address="the project's issues",
        last_translator="the WeSaid contributors",
        language_team="the WeSaid contributors",
        charset="utf-8",
        fuzzy=False,
    )


def write_catalogs(domain: str, found: Catalog) -> None:
    """Writes the template and every language's catalog; translations that exist stay."""
    template = LOCALES / f"{domain}.pot"
    before = _read(template)
    same = before is not None and ids(before) == ids(found)
    found.creation_date = before.creation_date if same and before else SystemClock().now()
    _write(template, found)
    for folder in sorted(path for path in LOCALES.iterdir() if path.is_dir()):
        path = folder / f"{domain}.po"
        catalog = _read(path, folder.name) or _blank(folder.name.partition("@")[0])
        catalog.update(found, no_fuzzy_matching=True)
        _write(path, catalog)


def ids(catalog: Catalog) -> set[str]:
    """The texts of a catalog; of a plural, the one for a single thing."""
    return {one.id if isinstance(one.id, str) else one.id[0] for one in catalog if one.id}


def _read(path: Path, locale: str | None = None) -> Catalog | None:
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return read_po(file, locale=locale.partition("@")[0] if locale else None)


def _write(path: Path, catalog: Catalog) -> None:
    with path.open("wb") as file:
        write_po(
            file, catalog, width=100, sort_output=True, ignore_obsolete=True, include_lineno=False
        )


def main() -> None:
    """Brings all catalogs up to date."""
    write_catalogs("bot", bot_texts())
    write_catalogs("flows", flow_texts())


if __name__ == "__main__":
    main()
