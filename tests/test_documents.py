"""What the documents say is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

from pydantic import AliasChoices

from bot.settings import Settings
from flows.measures import measures

ROOT = Path(__file__).resolve().parents[1]


def test_every_setting_is_documented_with_its_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        alias = field.validation_alias
        variable = alias.choices[0] if isinstance(alias, AliasChoices) else f"WESAID_{name.upper()}"
        shown = f"`{field.default}`" if field.default not in ("", None) else "not set"
        assert f"| `{variable}` | {shown} | {field.description} |" in page


def test_links_between_documents_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_no_file_names_a_package_registry() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert "--hash=sha256:" in lock
    assert "://" not in lock


def test_the_notice_names_every_measure_that_has_another_licence() -> None:
    notice = (ROOT / "NOTICE").read_text("utf-8")
    for name, measure in measures().items():
        if not measure.licence.startswith("Apache-2.0"):
            assert f"flows/measures/{name}.yaml" in notice
            assert measure.licence.split(",")[0] in notice
