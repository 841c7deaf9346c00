"""Letters that PostgreSQL cannot keep, and numbers it cannot hold: found nowhere, refused in words, never a fault."""

import pytest
from sqlalchemy.engine import Engine

from core.filters import Filters
from core.problems import Problem
from core.records import validated
from core.records.programme import InstitutionRecord, ModuleRecord
from db.commands.sign_ins import checked_account
from db.engine import reading
from db.queries.doubles import organisation_doubles
from db.queries.organisation_list import organisation_list, organisations_matching
from db.queries.organisations import organisations_found

LABELS = {"label_ar": "مجزوءة", "label_fr": "Module", "label_en": "Module"}
NAMES = {"name_ar": "مكتب", "name_fr": "Office", "name_en": "Office"}


@pytest.mark.parametrize("text", ["12\x00", "\x00 7", "a\x00b 3"])
def test_a_search_with_a_zero_letter_finds_nothing_and_breaks_nothing(engine: Engine, text: str):
    with reading(engine) as session:
        assert organisations_found(session, None, text).empty
        assert organisation_list(session, None, Filters(), text).empty
        assert organisations_matching(session, None, Filters(), text) == 0
        assert organisation_doubles(session, None, registration_number=text, ice=text).ids == ()


def test_a_name_at_the_door_with_a_zero_letter_is_an_unknown_one(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("db.engine.engine", lambda: engine)
    with pytest.raises(Problem) as refused:
        checked_account("amina\x00", "a long sentence to enter", "127.0.0.1")
    assert refused.value.code == "sign_in_wrong"


@pytest.mark.parametrize(("place", "code"), [(-1, "negative"), (10_001, "too_large"), (10**12, "too_large")])
def test_a_place_in_a_list_is_a_small_number(place: int, code: str):
    with pytest.raises(Problem) as refused:
        validated(ModuleRecord, {"code": "weaving", "position": place, **LABELS})
    assert [(part.code, part.field) for part in refused.value.each()] == [(code, "position")]


def test_an_acronym_is_cleaned_like_every_text():
    assert validated(InstitutionRecord, {"acronym": " O\u202eD\x00CO ", **NAMES}).acronym == "ODCO"
    with pytest.raises(Problem) as refused:
        validated(InstitutionRecord, {"acronym": "A" * 41, **NAMES})
    assert [(part.code, part.field) for part in refused.value.each()] == [("too_long", "acronym")]
