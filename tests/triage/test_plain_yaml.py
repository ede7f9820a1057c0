"""The plain reader of phrase files reads what the full parser reads, or leaves it to that one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.aftercare.triage import PhrasesError, locale_file
from bot.aftercare.triage.plain_yaml import NotPlainError, read_plain
from bot.aftercare.triage.source import Source

PIECES = st.sampled_from(
    [
        "locale: en\n",
        "rules:\n",
        "  - id: one.two\n",
        "    level: soon\n",
        "    match: |\n",
        "      hit me, beat~ me\n",
        "      # a note\n",
        "      #hash\n",
        "# a note\n",
        "\n",
        "parts:\n",
        "  young: |\n",
        "    young, little\n",
        "  why: says: more\n",
        "key: 'quoted'\n",
        "  deeper: text\n",
        "long: one\n",
        "  two\n",
        "- dash: 1\n",
        "text: says that they want to die; and more\n",
        "note: text # with a note\n",
        "yes: no\n",
        "\tkey: tab\n",
    ]
)


def test_the_english_rules_are_read_as_the_full_parser_reads_them() -> None:
    text = locale_file("en").read_text("utf-8")
    assert read_plain(text) == Source("phrases.yaml").parse_yaml(text)


@given(st.lists(PIECES, max_size=12).map("".join))
def test_whatever_is_read_plainly_is_read_alike_by_the_full_parser(text: str) -> None:
    try:
        plain = read_plain(text)
    except NotPlainError:
        return
    source = Source("phrases.yaml")
    assert source.parse_yaml(text) == plain
    assert source.problems == []


@pytest.mark.parametrize(
    "text",
    [
        "locale: 'en'\n",
        "locale: en # English\n",
        "locale: en\nlocale: cy\n",
        "locale: en\nrules: [a, b]\n",
        "locale: en\nparts:\n\tyoung: old\n",
        "locale: en\nwhy: one\n  two\n",
    ],
)
def test_other_yaml_is_left_to_the_full_parser(text: str) -> None:
    with pytest.raises(NotPlainError):
        read_plain(text)


def test_a_file_that_is_not_yaml_is_said_to_be_wrong_with_its_line() -> None:
    with pytest.raises(PhrasesError) as caught:
        Source("phrases.yaml").parse("locale: en\nrules:\n  - id: [\n")
    assert "phrases.yaml, line" in str(caught.value)
