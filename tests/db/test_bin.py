"""What was taken away lies in a bin, comes back whole or says why not, and goes for good when its days are over."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from core.problems import Problem
from core.records import validated
from core.records.organisations import FiguresRecord, ParticipationRecord
from core.records.people import EnrolmentRecord, MembershipRecord
from core.records.programme import CategoryRecord, GroupRecord, ModuleRecord
from db.commands.attendance import close_roster, open_roster
from db.commands.bin import empty_bin, purge_bin, restore
from db.commands.obstacles import attach_mention, raise_obstacle
from db.commands.organisations import declare_figures, register_organisation, remove_organisation, set_participation
from db.commands.people import enrol, join_organisation, register_person
from db.commands.programme import make_group, remove_group, remove_phase, remove_programme
from db.commands.reference_lists import add_to_list, remove_from_list
from db.commands.registrations import register_people, take_off_roster
from db.commands.removals import remove_mention, remove_obstacle, remove_person
from db.engine import engine as own_engine
from db.engine import transaction
from db.models import (
    CategoryInstitution,
    Change,
    Enrolment,
    Institution,
    Membership,
    Mention,
    Obstacle,
    ObstacleCategory,
    Organisation,
    OrganisationFigures,
    Participation,
    Person,
    PrivacyRequest,
    Registration,
)
from db.models.base import now
from db.queries.bin import BIN, binned, binned_counted
from db.queries.bin_due import bin_due
from tests.db.entries import category, mention, obstacle, organisation, person
from tests.db.sittings import DAY, Sittings


@pytest.fixture
def sittings(engine: Engine) -> Sittings:
    """A programme with a phase and a group in Zagora."""
    return Sittings(engine)


def refused(sittings: Sittings, *action: Any, actor: Any = None) -> tuple[str, str]:
    with pytest.raises(Problem) as problem:
        sittings.do(*action, actor=actor)
    return problem.value.code, problem.value.field


def listed(sittings: Sittings, kind: str | None = None, text: str = "") -> list[tuple[str, int]]:
    with Session(sittings.engine) as session:
        rows = binned(session, kind, text)
        assert len(rows) == binned_counted(session, kind, text)
    return [(str(row["kind"]), int(row["id"])) for row in rows.to_dict("records")]


def living(sittings: Sittings, *models: Any) -> list[int]:
    """How many living rows each table has."""
    with Session(sittings.engine) as session:
        return [len(session.exec(select(m.id).where(col(m.deleted_at).is_(None))).all()) for m in models]


def back(sittings: Sittings, kind: str, row_id: int, reason: str | None = "by mistake") -> Any:
    with Session(sittings.engine) as session:
        version = session.get_one(BIN[kind].model, row_id).version
    return sittings.do(restore, kind, row_id, version, reason)


def not_back(sittings: Sittings, kind: str, row_id: int) -> str:
    with pytest.raises(Problem) as problem:
        back(sittings, kind, row_id)
    return problem.value.code


def older(sittings: Sittings, days: int) -> None:
    """Everything that was ever taken away was so these days earlier, its entries too."""
    with transaction(sittings.engine) as session:
        for kind in BIN.values():
            for model in (kind.model, *(along for along, _ in kind.along)):
                for row in session.exec(select(model).where(col(model.deleted_at).is_not(None))):
                    assert row.deleted_at is not None
                    moved = row.deleted_at - timedelta(days=days)
                    session.execute(update(model).where(col(model.id) == row.id).values(deleted_at=moved))
                    session.expire(row)


def cooperative(sittings: Sittings, name: str = "Tifawin", **values: Any) -> int:
    record = organisation(name_latin=name, commune_id=sittings.zagora_commune, **values)
    return sittings.do(register_organisation, record).row_id


def noted(sittings: Sittings, organisation_id: int) -> int:
    with Session(sittings.engine) as session:
        record = obstacle(category_id=category(session, "land"))
    return sittings.do(raise_obstacle, record, mention(organisation_id=organisation_id)).row_id


def test_a_person_who_was_marked_or_waits_for_an_answer_is_not_removed(sittings: Sittings) -> None:
    marked, waiting = sittings.people("Amina", "Brahim")
    number = sittings.plan()
    sittings.do(open_roster, number)
    sittings.mark(sittings.ids(number)[0], "absent")
    assert refused(sittings, remove_person, marked, 1, "twice") == ("person_has_marks", "")
    request: dict[str, Any] = {"person_id": waiting, "kind": "access", "received_on": DAY, "due_on": DAY}
    with transaction(sittings.engine) as session:
        session.add(PrivacyRequest(**request))
    assert refused(sittings, remove_person, waiting, 1, "twice") == ("person_has_request", "")
    assert refused(sittings, remove_person, waiting, 2, "twice") == ("conflict", "")
    assert refused(sittings, remove_person, waiting, 1, " ") == ("required", "reason")
    assert refused(sittings, remove_person, waiting, 1, "twice", actor=sittings.stranger) == ("other_province", "")


def test_a_person_goes_and_comes_back_with_all_that_was_the_person_s_own(sittings: Sittings) -> None:
    coop = cooperative(sittings)
    made = sittings.do(
        register_person,
        person(name_latin="Zahra"),
        validated(MembershipRecord, {"organisation_id": coop}),
        validated(EnrolmentRecord, {"group_id": sittings.group, "enrolled_on": DAY}),
    ).row_id
    number, closed = sittings.plan(), sittings.plan(held_on=DAY + timedelta(days=1))
    for one in (number, closed):
        sittings.do(register_people, one, (made,))
    other = sittings.people("Other")[0]
    sittings.do(register_people, closed, (other,))
    tables = (Person, Membership, Enrolment, Registration)
    assert living(sittings, *tables) == [2, 1, 2, 3]
    sittings.do(remove_person, made, 1, "typed twice")
    assert living(sittings, *tables) == [1, 0, 1, 1]
    assert listed(sittings) == [("person", made)]
    # A sheet that is closed meanwhile is complete, and nobody comes onto it any more.
    sittings.do(open_roster, closed)
    sittings.do(close_roster, closed)
    assert refused(sittings, restore, "person", made, 2, None) == ("required", "reason")
    assert refused(sittings, restore, "person", made, 2, "x", actor=sittings.officer) == ("not_allowed", "")
    assert back(sittings, "person", made).row_id == made
    assert living(sittings, *tables) == [2, 1, 2, 2]
    assert [row[1] for row in sittings.registrations(number)] == [made]
    with Session(sittings.engine) as session:
        entry = session.exec(select(Change).where(Change.command == "restore")).one()
    assert (entry.kind, entry.row_id, entry.reason) == ("person", made, "by mistake")
    assert (entry.after or {})["along"] == 3
    assert listed(sittings) == []
    assert not_back(sittings, "person", made) == "bin_already_back"


def test_the_last_voice_stays_and_an_obstacle_takes_its_voices_along(sittings: Sittings) -> None:
    first, second = cooperative(sittings), cooperative(sittings, "Amal")
    made = noted(sittings, first)
    assert refused(sittings, remove_mention, 1, 1, "no") == ("last_mention", "")
    voice = sittings.do(attach_mention, made, mention(organisation_id=second)).row_id
    assert refused(sittings, remove_mention, voice, 1, None) == ("required", "reason")
    assert refused(sittings, remove_mention, voice, 1, "no", actor=sittings.stranger) == ("other_province", "")
    sittings.do(remove_mention, voice, 1, "not said", actor=sittings.officer)
    assert refused(sittings, remove_obstacle, made, 1, "no", actor=sittings.stranger) == ("other_province", "")
    sittings.do(remove_obstacle, made, 1, "no obstacle", actor=sittings.officer)
    assert living(sittings, Obstacle, Mention) == [0, 0]
    assert listed(sittings) == [("obstacle", made), ("mention", voice)]
    assert not_back(sittings, "mention", voice) == "bin_parent_gone"
    back(sittings, "obstacle", made)
    # The voice that was taken away before stays away until it is asked for.
    assert living(sittings, Obstacle, Mention) == [1, 1]
    again = sittings.do(attach_mention, made, mention(organisation_id=second)).row_id
    assert not_back(sittings, "mention", voice) == "already_mentioned"
    sittings.do(remove_mention, again, 1, "said before")
    back(sittings, "mention", voice)
    assert living(sittings, Obstacle, Mention) == [1, 2]


def test_an_organisation_comes_back_with_its_figures_unless_its_number_was_taken(sittings: Sittings) -> None:
    made = cooperative(sittings, ice="001561191000066", court="Zagora", registration_number="12")
    sittings.do(declare_figures, made, validated(FiguresRecord, {"as_of": DAY, "members": 20}))
    state = {"phase_id": sittings.phase, "state": "enrolled"}
    sittings.do(set_participation, made, validated(ParticipationRecord, state))
    sittings.do(remove_organisation, made, 1, "doublon")
    tables = (Organisation, OrganisationFigures, Participation)
    assert living(sittings, *tables) == [0, 0, 0]
    other = cooperative(sittings, "Other", ice="001561191000066")
    assert not_back(sittings, "organisation", made) == "ice_taken"
    sittings.do(remove_organisation, other, 1, "doublon")
    third = cooperative(sittings, "Third", court="ZAGORA", registration_number="12")
    assert not_back(sittings, "organisation", made) == "number_taken"
    sittings.do(remove_organisation, third, 1, "doublon")
    back(sittings, "organisation", made)
    assert living(sittings, *tables) == [1, 1, 1]


def test_a_code_taken_meanwhile_and_a_parent_that_is_gone_keep_a_row_in_the_bin(sittings: Sittings) -> None:
    sittings.do(remove_group, sittings.group, 1)
    names = {"phase_id": sittings.phase, "commune_id": sittings.zagora_commune, "label": "A"}
    other = sittings.do(make_group, validated(GroupRecord, names)).row_id
    assert not_back(sittings, "training_group", sittings.group) == "label_taken"
    sittings.do(remove_group, other, 1)
    sittings.do(remove_phase, sittings.phase, 1)
    sittings.do(remove_programme, sittings.programme, 1)
    with pytest.raises(Problem) as problem:
        back(sittings, "training_group", sittings.group)
    told = problem.value.details
    assert (problem.value.code, told["kind"], told["parent"]) == ("bin_parent_gone", "phase", sittings.phase)
    assert not_back(sittings, "phase", sittings.phase) == "bin_parent_gone"
    for kind, row_id in (("programme", sittings.programme), ("phase", sittings.phase)):
        back(sittings, kind, row_id)
    back(sittings, "training_group", sittings.group)
    labels = {"label_ar": "م", "label_fr": "M", "label_en": "M", "position": 9, "active": True}
    record = validated(ModuleRecord, {"code": "strategy_2", **labels})
    module = sittings.do(add_to_list, "module", record).row_id
    sittings.do(remove_from_list, "module", module, 1)
    taken = sittings.do(add_to_list, "module", record).row_id
    assert not_back(sittings, "module", module) == "code_taken"
    sittings.do(remove_from_list, "module", taken, 1)
    back(sittings, "module", module)


def test_a_category_comes_back_with_the_institutions_that_are_still_there(sittings: Sittings) -> None:
    with Session(sittings.engine) as session:
        first, second = session.exec(select(Institution.id).order_by(col(Institution.id)).limit(2)).all()
    labels = {"label_ar": "ف", "label_fr": "C", "label_en": "C", "position": 9, "active": True}
    record = validated(CategoryRecord, {"code": "water", **labels})
    made = sittings.do(add_to_list, "category", record, (first, second)).row_id
    sittings.do(remove_from_list, "category", made, 1)
    with transaction(sittings.engine) as session:
        session.get_one(Institution, second).deleted_at = now()
    back(sittings, "obstacle_category", made)
    with Session(sittings.engine) as session:
        links = select(CategoryInstitution.institution_id).where(CategoryInstitution.category_id == made)
        assert session.exec(links).all() == [first]
        assert session.get_one(ObstacleCategory, made).deleted_at is None


def test_a_place_on_a_sheet_comes_back_while_the_sheet_is_open_and_the_person_is_not_on_it(sittings: Sittings) -> None:
    who, other = sittings.people("Amina", "Brahim")
    number = sittings.plan()
    sittings.do(register_people, number, (who, other))
    place = sittings.ids(number)[0]
    sittings.do(take_off_roster, place)
    assert listed(sittings, "registration") == [("registration", place)]
    sittings.do(register_people, number, (who,))
    assert not_back(sittings, "registration", place) == "already_on_roster"
    sittings.do(take_off_roster, sittings.ids(number)[1])
    back(sittings, "registration", place)
    assert [row[1] for row in sittings.registrations(number)] == [who, other]
    sittings.do(take_off_roster, place)
    sittings.do(open_roster, number)
    sittings.do(take_off_roster, sittings.ids(number)[-1])
    sittings.mark(sittings.ids(number)[0], "present")
    sittings.do(close_roster, number)
    assert not_back(sittings, "registration", place) == "roster_closed"


def test_what_a_merge_or_the_undoing_of_an_import_took_away_is_not_in_the_bin(sittings: Sittings) -> None:
    first, second = cooperative(sittings), cooperative(sittings, "Amal")
    sittings.do(remove_organisation, first, 1, "doublon")
    back(sittings, "organisation", first)
    with transaction(sittings.engine) as session:
        session.get_one(Organisation, first).deleted_at = now()
        merged = session.get_one(Organisation, second)
        merged.deleted_at, merged.merged_into_id = now(), first
    assert listed(sittings) == []
    assert not_back(sittings, "organisation", first) == "bin_import_undone"
    assert not_back(sittings, "organisation", second) == "bin_merged"
    assert refused(sittings, restore, "account", 1, 1, "x") == ("row_gone", "")


def test_the_bin_is_narrowed_by_kind_and_words_and_read_in_pages(sittings: Sittings) -> None:
    rows = [cooperative(sittings, name) for name in ("Tifawin", "Argane 100%", "Zitoune")]
    for row in rows:
        sittings.do(remove_organisation, row, 1, "doublon")
    who = sittings.people("Amina", enrolled=False)[0]
    sittings.do(remove_person, who, 1, "twice")
    assert [row for _, row in listed(sittings)] == [who, *reversed(rows)]
    assert listed(sittings, "person") == [("person", who)]
    assert listed(sittings, None, "argane") == [("organisation", rows[1])]
    assert listed(sittings, None, "100%") == [("organisation", rows[1])]
    assert listed(sittings, "person", "argane") == []
    with Session(sittings.engine) as session:
        page = binned(session, None, "", 2, 1)
        first = page.to_dict("records")[0]
    assert page["id"].tolist() == [rows[2], rows[1]]
    assert (first["name_fr"], first["reason"]) == ("Zitoune", "doublon")
    assert first["until"] - first["deleted_at"] == timedelta(days=30)


def test_after_thirty_days_a_row_is_offered_no_more_and_goes_when_nothing_points_to_it(sittings: Sittings) -> None:
    gone, kept, newest = (cooperative(sittings, name) for name in ("Tifawin", "Amal", "Zitoune"))
    sittings.do(declare_figures, gone, validated(FiguresRecord, {"as_of": DAY, "members": 20}))
    sittings.do(declare_figures, kept, validated(FiguresRecord, {"as_of": DAY, "members": 20}))
    who, other = sittings.people("Amina", "Brahim", enrolled=False)
    sittings.do(join_organisation, who, validated(MembershipRecord, {"organisation_id": kept, "until": DAY}))
    with transaction(sittings.engine) as session:
        # A membership that a merge let fall still tells whose it was.
        session.exec(select(Membership)).one().deleted_at = now()
    for row in (gone, kept, newest):
        sittings.do(remove_organisation, row, 1, "doublon")
    for person_id in (who, other):
        sittings.do(remove_person, person_id, 1, "twice")
    older(sittings, 29)
    assert len(listed(sittings)) == 5
    with Session(sittings.engine) as session:
        assert bin_due(session) == {}
    assert refused(sittings, purge_bin) == ("bin_nothing_due", "")
    older(sittings, 2)
    assert listed(sittings) == []
    assert not_back(sittings, "organisation", gone) == "bin_over"
    with Session(sittings.engine) as session:
        assert bin_due(session) == {"organisation": 1}
    sittings.do(purge_bin)
    with Session(sittings.engine) as session:
        assert bin_due(session) == {}
        assert session.exec(select(Organisation.id).order_by(col(Organisation.id))).all() == [kept, newest]
        assert session.exec(select(OrganisationFigures.organisation_id)).all() == [kept]
        assert session.exec(select(Person.id).order_by(col(Person.id))).all() == [who, other]
        entry = session.exec(select(Change).where(Change.command == "purge_bin")).one()
    assert entry.after == {"purged": {"organisation": [gone]}}


def test_a_person_goes_for_good_only_when_the_history_no_longer_tells_of_it(sittings: Sittings) -> None:
    who, _ = sittings.people("Amina", "Brahim", enrolled=True)
    sittings.do(
        enrol,
        sittings.people("Chaima", enrolled=False)[0],
        validated(EnrolmentRecord, {"group_id": sittings.group, "enrolled_on": DAY}),
    )
    sittings.do(remove_person, who, 1, "twice")
    older(sittings, 31)
    with transaction(sittings.engine) as session:
        assert bin_due(session) == {}
        session.get_one(Person, who).anonymised_at = now()
    sittings.do(purge_bin)
    with Session(sittings.engine) as session:
        assert session.get(Person, who) is None


def test_the_program_empties_the_bin_by_itself_at_its_start(database: Path) -> None:
    assert database.exists()
    sittings = Sittings(own_engine())
    empty_bin()
    gone, newest = cooperative(sittings), cooperative(sittings, "Amal")
    for row in (gone, newest):
        sittings.do(remove_organisation, row, 1, "doublon")
    older(sittings, 31)
    empty_bin()
    with Session(own_engine()) as session:
        assert session.exec(select(Organisation.id)).all() == [newest]
        entry = session.exec(select(Change).where(Change.command == "purge_bin")).one()
    assert (entry.account_id, entry.kind) == (None, "instance")
