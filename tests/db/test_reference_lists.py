"""The editable lists: codes that never change, rows in use that stay, labels and order that are free."""

from typing import Any

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, select

from core.problems import Problem
from core.records import validated
from core.records.programme import CategoryRecord, InstitutionRecord, ModuleRecord, SectorRecord, StatusRecord
from db.commands.reference_lists import LISTS, add_to_list, change_in_list, remove_from_list
from db.engine import reading
from db.models import AttendanceStatus, Institution, Module, ObstacleCategory
from db.queries.reference import answering, categories, categories_ever, institutions, modules, statuses
from tests.db.sittings import Sittings

LABELS = {"label_ar": "صباغة", "label_fr": "Teinture", "label_en": "Dyeing"}


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


def _row(session: Session, model: Any, **values: Any) -> Any:
    statement = select(model)
    for name, value in values.items():
        statement = statement.where(getattr(model, name) == value)
    return session.exec(statement).first()


def _status(row: AttendanceStatus, **values: Any) -> StatusRecord:
    return validated(StatusRecord, row.model_dump(include=set(StatusRecord.model_fields)) | values)


def test_a_field_officer_edits_no_list(sittings: Sittings):
    record = validated(SectorRecord, {"code": "dyeing", **LABELS})
    with pytest.raises(Problem) as refused:
        sittings.do(add_to_list, "sector", record, actor=sittings.officer)
    assert refused.value.code == "not_allowed"


def test_a_code_that_is_there_is_refused_whatever_its_case(sittings: Sittings):
    names = {"name_ar": "مؤسسة", "name_fr": "Institution", "name_en": "Institution"}
    with reading(sittings.engine) as session:
        acronym = session.exec(select(Institution.acronym)).first() or ""
        module = session.exec(select(Module.code)).first()
    for name, record, field in (
        ("institution", validated(InstitutionRecord, {"acronym": acronym.lower(), **names}), "acronym"),
        ("module", validated(ModuleRecord, {"code": module, **LABELS}), "code"),
    ):
        with pytest.raises(Problem) as refused:
            sittings.do(add_to_list, name, record)
        assert (refused.value.code, refused.value.field) == ("code_taken", field)


def test_a_code_and_the_meaning_of_a_status_never_change(sittings: Sittings):
    with reading(sittings.engine) as session:
        module = _row(session, Module, id=sittings.module)
        late = _row(session, AttendanceStatus, code="late")
    renamed = validated(ModuleRecord, {"code": "renamed", **LABELS})
    with pytest.raises(Problem) as refused:
        sittings.do(change_in_list, "module", module.id, 1, renamed)
    assert (refused.value.code, refused.value.field) == ("never_changes", "code")
    with pytest.raises(Problem) as refused:
        sittings.do(change_in_list, "status", late.id, 1, _status(late, meaning="absent"))
    assert (refused.value.code, refused.value.field) == ("never_changes", "meaning")


def test_a_row_in_use_is_not_removed_but_switched_off(sittings: Sittings):
    sittings.plan()
    with pytest.raises(Problem) as refused:
        sittings.do(remove_from_list, "module", sittings.module, 1)
    assert (refused.value.code, refused.value.details) == ("in_use_switch_off", {"number": 1})
    with reading(sittings.engine) as session:
        code = _row(session, Module, id=sittings.module).code
    sittings.do(
        change_in_list, "module", sittings.module, 1, validated(ModuleRecord, {"code": code, **LABELS, "active": False})
    )
    with reading(sittings.engine) as session:
        assert code in modules(session)["code"].to_list()
        assert code not in modules(session, True)["code"].to_list()
    with pytest.raises(Problem) as refused:
        sittings.plan()
    assert (refused.value.code, refused.value.field) == ("unknown_choice", "module_id")


def test_an_institution_that_answers_a_category_is_not_removed(sittings: Sittings):
    with reading(sittings.engine) as session:
        first = next(answering(session).itertuples())
    with pytest.raises(Problem) as refused:
        sittings.do(remove_from_list, "institution", first.institution_id, 1)
    assert refused.value.code == "in_use_switch_off"


def test_the_last_status_that_means_absent_stays_in_use(sittings: Sittings):
    with reading(sittings.engine) as session:
        absent = _row(session, AttendanceStatus, code="absent")
    for command, arguments in (
        (change_in_list, (absent.id, 1, _status(absent, active=False))),
        (remove_from_list, (absent.id, 1)),
    ):
        with pytest.raises(Problem) as refused:
            sittings.do(command, "status", *arguments)
        assert refused.value.code == "last_status"


def test_a_stale_version_is_a_conflict(sittings: Sittings):
    with reading(sittings.engine) as session:
        late = _row(session, AttendanceStatus, code="late")
    sittings.do(change_in_list, "status", late.id, 1, _status(late, label_fr="Retard"))
    with pytest.raises(Problem) as refused:
        sittings.do(change_in_list, "status", late.id, 1, _status(late, label_fr="Tard"))
    assert refused.value.code == "conflict"


def test_a_category_names_its_institutions_and_the_history_tells_them(sittings: Sittings):
    with reading(sittings.engine) as session:
        every = institutions(session)["id"].to_list()
    record = validated(CategoryRecord, {"code": "transport", **LABELS, "position": 9})
    row = sittings.do(add_to_list, "category", record, (every[0], every[1])).row_id
    sittings.do(change_in_list, "category", row, 1, record, (every[2],))
    with reading(sittings.engine) as session:
        links = answering(session)
        assert links[links["category"] == "transport"]["institution_id"].to_list() == [every[2]]
    _, changed, before, after = sittings.changes("change_in_list")[0]
    assert before["institutions"] == sorted(every[:2])
    assert (after["institutions"], after["list"], changed) == ([every[2]], "category", row)
    sittings.do(remove_from_list, "category", row, 2)
    with reading(sittings.engine) as session:
        assert "transport" not in categories(session)["code"].to_list()
        assert _row(session, ObstacleCategory, code="transport").deleted_at is not None


def test_a_category_keeps_its_place_among_the_colours_when_others_are_moved_or_deleted(sittings: Sittings):
    with reading(sittings.engine) as session:
        before = categories_ever(session)
    assert len(before) == 6
    new = validated(CategoryRecord, {"code": "transport", **LABELS, "position": 0})
    row = sittings.do(add_to_list, "category", new, ()).row_id
    sittings.do(remove_from_list, "category", row, 1)
    sittings.do(add_to_list, "category", validated(CategoryRecord, {"code": "energy", **LABELS, "position": 0}), ())
    with reading(sittings.engine) as session:
        assert sorted(categories(session)["code"]) == sorted((*before, "energy"))
        assert categories_ever(session) == (*before, "transport", "energy")


def test_an_unknown_institution_is_refused_and_nothing_is_kept(sittings: Sittings):
    record = validated(CategoryRecord, {"code": "transport", **LABELS})
    with pytest.raises(Problem) as refused:
        sittings.do(add_to_list, "category", record, (99_999,))
    assert (refused.value.code, refused.value.field) == ("unknown_choice", "institutions")
    with reading(sittings.engine) as session:
        assert _row(session, ObstacleCategory, code="transport") is None


def test_a_status_with_a_new_credit_and_place_is_listed_so(sittings: Sittings):
    with reading(sittings.engine) as session:
        late = _row(session, AttendanceStatus, code="late")
    sittings.do(change_in_list, "status", late.id, 1, _status(late, credit=0.75, position=0))
    with reading(sittings.engine) as session:
        row = next(r for r in statuses(session).itertuples() if r.code == "late")
    assert (row.credit, row.position, row.version) == (0.75, 0, 2)


def test_every_list_has_a_record_with_its_code():
    assert sorted(LISTS) == ["category", "institution", "module", "sector", "status"]
    for listed in LISTS.values():
        assert listed.code in listed.record.model_fields
