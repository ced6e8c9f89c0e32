"""Hashes of the trail."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from kit.audit.entry import FIRST_HASH, AuditEntry, canonical, link_hash

ENTRY = AuditEntry(
    entry_id=UUID(int=1),
    at=datetime(2020, 7, 15, 3, 0, tzinfo=UTC),
    on=date(2020, 7, 15),
    actor=UUID(int=2),
    roles="unit",
    agency_id=UUID(int=3),
    action="case.report",
    object_kind="case",
    object_id=UUID(int=4),
    before="{}",
    after='{"status":3}',
    reason="",
)


@given(st.text(), st.text())
def test_words_cannot_be_shifted_from_one_column_to_the_next(before: str, after: str) -> None:
    moved = replace(ENTRY, before=before + after[:1], after=after[1:])
    kept = replace(ENTRY, before=before, after=after)

    assert (moved.content_hash() == kept.content_hash()) == (after == "")


def test_a_link_depends_on_its_place_and_on_the_link_before() -> None:
    content = ENTRY.content_hash()
    first = link_hash(1, FIRST_HASH, content)

    assert len({first, link_hash(2, FIRST_HASH, content), link_hash(1, first, content)}) == 3


def test_sealed_values_enter_the_trail_as_ciphertext_only() -> None:
    assert canonical({"ข": b"\x01\xff", "ก": date(2020, 7, 15)}) == '{"ก":"2020-07-15","ข":"01ff"}'
