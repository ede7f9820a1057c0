"""Long texts go out in pieces that Telegram takes and people can read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.telegram.long_text import MESSAGE_UNITS, pieces, units

texts = st.text(
    alphabet=st.one_of(
        st.sampled_from("ab .\n\u0301\u200d\U0001f3fdשم"),
        st.sampled_from("\N{GRINNING FACE}\N{WOMAN}\N{VARIATION SELECTOR-16}"),
        st.characters(codec="utf-8"),
    ),
    max_size=400,
)


def test_length_is_counted_as_telegram_does() -> None:
    assert units("añ") == 2
    assert units("\N{GRINNING FACE}") == 2


def test_a_text_that_fits_is_one_piece() -> None:
    assert pieces("a" * MESSAGE_UNITS) == ["a" * MESSAGE_UNITS]
    assert pieces("  short \n") == ["short"]


def test_a_text_of_nothing_but_space_has_no_pieces() -> None:
    assert pieces(" \n\n ") == []


def test_paragraphs_stay_whole_where_they_can() -> None:
    first, second, third = "a" * 2000, "b" * 2000, "c" * 2000
    assert pieces(f"{first}\n\n{second}\n\n{third}") == [f"{first}\n\n{second}", third]


def test_a_long_paragraph_is_parted_after_a_sentence_else_after_a_word() -> None:
    assert pieces("One two. Three four five", 18) == ["One two.", "Three four five"]
    assert pieces("one two three four", 10) == ["one two", "three four"]


def test_a_short_line_does_not_stand_alone_before_a_long_paragraph() -> None:
    assert pieces("Hi\n\n" + "word " * 8, 30)[0].startswith("Hi\n\nword word")


def test_an_emoji_is_not_parted_from_what_belongs_to_it() -> None:
    family = "\N{MAN}\u200d\N{WOMAN}\u200d\N{GIRL}"
    waving = "\N{WAVING HAND SIGN}\U0001f3fd"
    assert pieces("aaaaaaaa" + family + "b", 12) == ["aaaaaaaa", family + "b"]
    assert pieces("aaaaaa" + waving, 9) == ["aaaaaa", waving]
    assert pieces("aaaaae\u0301b", 6) == ["aaaaa", "e\u0301b"]


@given(texts, st.integers(min_value=2, max_value=60))
def test_every_piece_fits_and_nothing_but_space_is_lost(text: str, limit: int) -> None:
    parts = pieces(text, limit)
    assert all(0 < units(part) <= limit for part in parts)
    assert all(part == part.strip() for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())
