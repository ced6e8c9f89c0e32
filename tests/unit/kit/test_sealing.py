"""Sealed fields."""

from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from kit.sealing.blind_index import BlindIndex
from kit.sealing.keys import MasterKeys
from kit.sealing.seal import Sealer

RECORD, OTHER = UUID(int=1), UUID(int=2)
SEALER = Sealer(MasterKeys("new", {"new": bytes(32), "old": bytes([1]) * 32}))


@given(st.text())
def test_what_is_sealed_opens_again_with_the_stored_key(words: str) -> None:
    key, seal = SEALER.new_record(RECORD)

    assert SEALER.unwrap(key).open("complainant", seal.seal("complainant", words)) == words


def test_a_ciphertext_moved_to_another_field_or_record_does_not_open() -> None:
    _, seal = SEALER.new_record(RECORD)
    _, other = SEALER.new_record(OTHER)
    sealed = seal.seal("national_id", "5555555555555")

    with pytest.raises(InvalidTag):
        seal.open("complainant", sealed)
    with pytest.raises(InvalidTag):
        other.open("national_id", sealed)


def test_the_blind_index_is_one_for_arabic_and_thai_digits_and_another_under_another_key() -> None:
    index = BlindIndex(b"k" * 32)

    assert index.of("5555555555555") == index.of("๕๕๕๕๕๕๕๕๕๕๕๕๕") == index.of("5-5555-55555-55-5")
    assert index.of("5555555555555") != BlindIndex(b"l" * 32).of("5555555555555")
