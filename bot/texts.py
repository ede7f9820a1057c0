"""Every text that a person sees: gettext catalogs in locales/, one pair for each language.

`bot.po` holds the product's own words and `flows.po` those of the flows. A locale such as
`en@easyread` falls back to `en`, and every locale to the English that the code is written in.
"""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Final

LOCALES: Final = Path(__file__).resolve().parent.parent / "locales"
WRITTEN_IN: Final = "en"
"""The language of the code and of the flows' authors."""
_OFFERED: Final = "*/flows.po"


class Texts:
    """The texts of one locale."""

    def __init__(self, locale: str, bot: NullTranslations, flows: NullTranslations) -> None:
        self.locale = locale
        self._bot = bot
        self._flows = flows

    def say(self, msgid: str, **values: object) -> str:
        """The product's own text, with `%(name)s` replaced by `values`."""
        text = self._bot.gettext(msgid)
        return text % values if values else text

    def plural(self, one: str, many: str, number: int, **values: object) -> str:
        """The text for `number`, which it can name as `%(number)s`."""
        return self._bot.ngettext(one, many, number) % {"number": number, **values}

    def flow(self, msgid: str) -> str:
        """A text of a flow, still a template."""
        return self._flows.gettext(msgid) if msgid else ""


def is_offered(locale: str) -> bool:
    """Whether flows are to be had in this locale: English is always, others by their catalog."""
    return locale == WRITTEN_IN or locale in {file.parent.name for file in LOCALES.glob(_OFFERED)}


@lru_cache(maxsize=32)
def texts_for(locale: str) -> Texts:
    """The texts of `locale`, such as `en`, `cy` or `en@easyread`."""
    return Texts(locale, _catalog(locale, "bot"), _catalog(locale, "flows"))


def _catalog(locale: str, domain: str) -> NullTranslations:
    for name in (locale, locale.split("@", maxsplit=1)[0]):
        path = LOCALES / name / f"{domain}.po"
        if path.is_file():
            return _read(path)
    return NullTranslations()


def _read(path: Path) -> GNUTranslations:
    # Imported here: Babel takes a while, and a command that shows no text need not wait for it.
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file))
    compiled.seek(0)
    return GNUTranslations(compiled)
