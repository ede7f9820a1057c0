"""What a seal keeps in, and what it lets out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.sealing import Sealer, SealError, WrongKeyError
from tests.conftest import SECRET

SEALER = Sealer(SECRET)
texts = st.text() | st.text(st.characters(), max_size=20)  # lone surrogates too
places = st.from_regex(r"[a-z_]+\.[a-z_]+", fullmatch=True)


@given(text=texts, place=places)
def test_a_sealed_text_opens_again_as_it_was(text: str, place: str) -> None:
    assert SEALER.unseal(SEALER.seal(text, place), place) == text


@given(text=texts, place=places, other=places)
def test_a_sealed_text_opens_only_in_its_place(text: str, place: str, other: str) -> None:
    if place != other:
        with pytest.raises(SealError, match="moved there from another place"):
            SEALER.unseal(SEALER.seal(text, place), other)


@given(text=texts, data=st.data())
def test_a_damaged_seal_never_opens(text: str, data: st.DataObject) -> None:
    sealed = bytearray(SEALER.seal(text, "a.b"))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(SealError):
        SEALER.unseal(bytes(sealed), "a.b")


@given(cut=st.integers(0, 40))
def test_a_seal_that_was_cut_short_never_opens(cut: int) -> None:
    sealed = SEALER.seal("hello there", "a.b")
    with pytest.raises(SealError):
        SEALER.unseal(sealed[: min(cut, len(sealed) - 1)], "a.b")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert len({SEALER.seal("hello", "a.b") for _ in range(100)}) == 100


def test_a_seal_says_which_key_it_needs() -> None:
    sealed = SEALER.seal("hello", "answer.text")
    with pytest.raises(WrongKeyError, match=r"answer\.text was sealed with another key"):
        Sealer("another secret that is long enough").unseal(sealed, "answer.text")


def test_a_value_sealed_with_an_older_secret_is_still_read() -> None:
    sealed = SEALER.seal("hello", "a.b")
    newer = Sealer("another secret that is long enough", older=[SECRET])
    assert newer.unseal(sealed, "a.b") == "hello"
    assert newer.unseal(newer.seal("now", "a.b"), "a.b") == "now"
    with pytest.raises(WrongKeyError):
        SEALER.unseal(newer.seal("now", "a.b"), "a.b")


def test_an_error_of_a_seal_names_no_text() -> None:
    with pytest.raises(SealError) as caught:
        SEALER.unseal(SEALER.seal("planted", "a.b"), "a.c")
    assert "planted" not in str(caught.value)
    assert caught.value.__cause__ is None


@given(kind=texts, value=texts)
def test_a_fingerprint_is_always_the_same(kind: str, value: str) -> None:
    assert SEALER.fingerprint(kind, value) == Sealer(SECRET).fingerprint(kind, value)


def test_a_fingerprint_differs_by_kind_value_and_key() -> None:
    other = Sealer("another secret that is long enough")
    assert (
        len(
            {
                SEALER.fingerprint("telegram", "12"),
                SEALER.fingerprint("telegram", "21"),
                SEALER.fingerprint("web", "12"),
                SEALER.fingerprint("telegram1", "2"),
                other.fingerprint("telegram", "12"),
            }
        )
        == 5
    )


@pytest.mark.parametrize("secret", ["", "planted", "planted".ljust(31, "x")])
def test_a_short_secret_is_refused_in_a_sentence(secret: str) -> None:
    with pytest.raises(ValueError, match="WESAID_SECRET_KEY is too short") as caught:
        Sealer(secret)
    assert "planted" not in str(caught.value)


def test_seals_and_fingerprints_are_read_by_every_later_version() -> None:
    """Kept from the first version: what it sealed must open for ever."""
    sealed = bytes.fromhex(
        "01c0a115a42c8b1d08d6a432586b6b9df910dbcd40541c629c126e06e54e9433281ba9cd398388ef14b57b5ec626"
    )
    assert SEALER.unseal(sealed, "answer.text") == "I felt heard."
    assert (
        SEALER.fingerprint("telegram:participant", "1001").hex()
        == "cd0594906b708428e1fca7f0e52536e9d936ba027407b22265c85c60762e511b"
    )
