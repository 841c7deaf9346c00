"""Programmes, phases, groups and targets: what is refused, and what stands afterwards."""

from datetime import date

import pytest
from sqlalchemy.engine import Engine

from core.problems import Problem
from core.records import validated
from core.records.programme import GroupRecord, PhaseRecord, ProgrammeRecord, TargetRecord
from db.commands.programme import (
    change_group,
    change_phase,
    change_programme,
    change_target,
    make_group,
    make_phase,
    make_programme,
    make_target,
    remove_group,
    remove_phase,
    remove_programme,
    remove_target,
)
from db.engine import reading
from db.queries.programme import groups, phase_of_day, phases_to_edit, programmes, targets_to_edit
from tests.db.sittings import DAY, FIRST_DAY, LAST_DAY, Sittings

NAMES = {"name_ar": "مرحلة", "name_fr": "Phase", "name_en": "Phase"}


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    return Sittings(engine)


def _phase(sittings: Sittings, **values: object) -> PhaseRecord:
    start = {"programme_id": sittings.programme, "code": "phase_1", **NAMES}
    return validated(PhaseRecord, start | {"starts_on": FIRST_DAY, "ends_on": LAST_DAY} | values)


def _group(sittings: Sittings, **values: object) -> GroupRecord:
    start = {"phase_id": sittings.phase, "commune_id": sittings.zagora_commune, "label": "A"}
    return validated(GroupRecord, start | values)


def _target(sittings: Sittings, **values: object) -> TargetRecord:
    start = {"phase_id": sittings.phase, "indicator": "people_trained", "value": 900.0}
    return validated(TargetRecord, start | values)


def test_a_field_officer_makes_no_programme(sittings: Sittings):
    with pytest.raises(Problem) as refused:
        sittings.do(make_programme, validated(ProgrammeRecord, NAMES), actor=sittings.officer)
    assert refused.value.code == "not_allowed"


def test_a_second_phase_with_the_same_code_is_refused_beside_the_code(sittings: Sittings):
    with pytest.raises(Problem) as refused:
        sittings.do(make_phase, _phase(sittings))
    assert (refused.value.code, refused.value.field) == ("code_taken", "code")
    assert refused.value.details == {"given": "phase_1"}


def test_a_phase_of_no_programme_is_refused(sittings: Sittings):
    with pytest.raises(Problem) as refused:
        sittings.do(make_phase, _phase(sittings, programme_id=99_999, code="phase_2"))
    assert (refused.value.code, refused.value.field) == ("unknown_choice", "programme_id")


def test_a_phase_cannot_shrink_past_its_sessions(sittings: Sittings):
    sittings.plan()
    for values, field in (
        ({"starts_on": date(2025, 3, 5)}, "starts_on"),
        ({"ends_on": date(2025, 3, 3)}, "ends_on"),
    ):
        with pytest.raises(Problem) as refused:
            sittings.do(change_phase, sittings.phase, 1, _phase(sittings, **values))
        assert (refused.value.code, refused.value.field) == ("session_outside_dates", field)
        assert refused.value.details == {"day": DAY}


def test_what_something_stands_on_is_not_removed(sittings: Sittings):
    for command, row in ((remove_programme, sittings.programme), (remove_phase, sittings.phase)):
        with pytest.raises(Problem) as refused:
            sittings.do(command, row, 1)
        assert (refused.value.code, refused.value.details) == ("still_used", {"number": 1})
    sittings.people("Amina", "Hassan")
    with pytest.raises(Problem) as refused:
        sittings.do(remove_group, sittings.group, 1)
    assert refused.value.details == {"number": 2}


def test_a_group_with_people_stays_in_its_phase(sittings: Sittings):
    other = sittings.do(make_phase, _phase(sittings, code="phase_2")).row_id
    sittings.people("Amina")
    with pytest.raises(Problem) as refused:
        sittings.do(change_group, sittings.group, 1, _group(sittings, phase_id=other))
    assert (refused.value.code, refused.value.field) == ("group_stays_in_phase", "phase_id")


def test_a_label_is_free_once_in_a_phase(sittings: Sittings):
    with pytest.raises(Problem) as refused:
        sittings.do(make_group, _group(sittings))
    assert (refused.value.code, refused.value.field) == ("label_taken", "label")


def test_a_target_stands_once_for_an_indicator_phase_and_province(sittings: Sittings):
    sittings.do(make_target, _target(sittings))
    sittings.do(make_target, _target(sittings, province_id=sittings.zagora, value=200.0))
    for values in ({}, {"province_id": sittings.zagora}):
        with pytest.raises(Problem) as refused:
            sittings.do(make_target, _target(sittings, **values))
        assert (refused.value.code, refused.value.field) == ("target_taken", "indicator")


def test_a_stale_version_is_a_conflict(sittings: Sittings):
    record = validated(ProgrammeRecord, NAMES)
    sittings.do(change_programme, sittings.programme, 1, record)
    with pytest.raises(Problem) as refused:
        sittings.do(change_programme, sittings.programme, 1, record)
    assert refused.value.code == "conflict"


def test_what_is_made_and_changed_is_listed_and_in_the_history(sittings: Sittings):
    sittings.do(change_phase, sittings.phase, 1, _phase(sittings, objectives="Gérer une coopérative"))
    sittings.do(change_group, sittings.group, 1, _group(sittings, label="Tissage"))
    target = sittings.do(make_target, _target(sittings)).row_id
    sittings.do(change_target, target, 1, _target(sittings, value=950.0))
    sittings.people("Amina", "Hassan")
    sittings.plan()
    with reading(sittings.engine) as session:
        assert programmes(session)["name_ar"].to_list() == ["برنامج"]
        assert phases_to_edit(session)["objectives"].to_list() == ["Gérer une coopérative"]
        group = next(groups(session, sittings.phase).itertuples())
        assert (group.label, group.enrolled, group.sessions, group.version) == ("Tissage", 2, 1, 2)
        assert targets_to_edit(session)["value"].to_list() == [950.0]
        assert targets_to_edit(session)["province_fr"].to_list() == [None]
    subject, row, before, after = sittings.changes("change_group")[0]
    assert (subject, row, before["label"], after["label"]) == ("group", sittings.group, "A", "Tissage")


def test_what_is_removed_is_gone_and_its_name_free_again(sittings: Sittings):
    target = sittings.do(make_target, _target(sittings)).row_id
    sittings.do(remove_target, target, 1)
    sittings.do(remove_group, sittings.group, 1)
    sittings.do(make_group, _group(sittings))
    sittings.do(make_target, _target(sittings))
    with reading(sittings.engine) as session:
        assert groups(session)["label"].to_list() == ["A"]
        assert len(targets_to_edit(session)) == 1


def test_the_phase_of_a_day_is_the_one_around_it_else_the_last(sittings: Sittings):
    later = _phase(sittings, code="phase_2", starts_on=date(2026, 2, 1), ends_on=date(2026, 6, 30))
    second = sittings.do(make_phase, later).row_id
    with reading(sittings.engine) as session:
        assert phase_of_day(session, DAY) == sittings.phase
        assert phase_of_day(session, date(2026, 1, 15)) == second
        assert phase_of_day(session, date(2026, 2, 1)) == second


def test_no_phase_is_the_phase_of_no_day(engine: Engine):
    with reading(engine) as session:
        assert phase_of_day(session, DAY) is None
