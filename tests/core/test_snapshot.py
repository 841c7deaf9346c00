"""The canonical form of a snapshot: the same content is the same text and the same hash, wherever it was kept."""

import json

import pytest
from pydantic import ValidationError

from core.records.snapshot import Labels, Month, Snapshot, Value, canonical, digest
from tests.core.snapshots import sample


def test_what_is_no_number_is_kept_as_nothing() -> None:
    assert Value(value=float("nan"), part=float("inf")) == Value()


def test_noise_beyond_twelve_digits_is_no_difference() -> None:
    assert Value(value=0.1 + 0.2) == Value(value=0.3)


def test_a_field_that_no_form_knows_is_refused() -> None:
    with pytest.raises(ValidationError):
        Labels.model_validate({"ar": "أ", "fr": "a", "en": "a", "de": "a"})


def test_the_same_content_is_the_same_text_and_the_same_hash() -> None:
    told = canonical(sample())
    assert Snapshot.model_validate_json(told) == sample()
    # A database gives a whole number back as it likes, and the names in any order.
    shuffled = json.loads(told, parse_int=float, object_pairs_hook=lambda pairs: dict(reversed(pairs)))
    assert canonical(Snapshot.model_validate(shuffled)) == told
    assert digest(Snapshot.model_validate(shuffled)) == digest(sample())
    assert len(digest(sample())) == 64


def test_one_number_more_is_another_hash() -> None:
    more = sample().model_copy(update={"months": (Month(month="2025-02", attendances=6, hours=20.0),)})
    assert digest(more) != digest(sample())


def test_the_text_is_sorted_and_has_neither_spaces_nor_escapes() -> None:
    told = canonical(sample().model_copy(update={"programme": Labels(ar="برنامج", fr="Programme", en="Programme")}))
    assert '"programme":{"ar":"برنامج","en":"Programme","fr":"Programme"}' in told
    assert told.startswith('{"bands":[')
