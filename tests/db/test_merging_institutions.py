"""An institution merged or renamed keeps its links, promises and referrals; a merge is undone; one in use stays."""

from datetime import timedelta

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.passwords import token_hash
from core.problems import Problem
from core.records import validated
from core.records.institutions import AnswerRecord
from core.records.programme import InstitutionRecord
from db.commands.merging_institutions import merge_institutions, undo_institution_merge
from db.commands.reference_lists import change_in_list, remove_from_list
from db.commands.referrals import note_answer
from db.engine import reading
from db.models import CategoryInstitution, Commitment, Institution, Merge, ObstacleCategory, Referral
from db.queries.institution_light import holder_of
from db.queries.institution_list import institution_named, institutions_merged_into
from tests.db.test_answers import RAISED, Desk, refused

TOKEN = token_hash("m" * 43)


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return Desk(engine)


def answering(desk: Desk, acronym: str) -> set[str]:
    with reading(desk.engine) as session:
        asked = select(ObstacleCategory.code).join(CategoryInstitution)
        return set(session.exec(asked.where(CategoryInstitution.institution_id == desk.bodies[acronym])))


def test_a_merge_carries_people_links_referrals_and_promises_along_and_its_undoing_gives_them_back(desk: Desk) -> None:
    ads, indh = desk.bodies["ADS"], desk.bodies["INDH"]
    link, promise = desk.link(desk.person("ADS"), digest=TOKEN), desk.promise("ADS")
    desk.refer("INDH")
    desk.refer("ADS", on=RAISED + timedelta(days=3))
    with reading(desk.engine) as session:
        second = session.exec(select(Referral.id).where(Referral.institution_id == ads)).one() or 0
    desk.do(
        note_answer, second, 1, validated(AnswerRecord, {"answer": "Oui", "answered_on": RAISED + timedelta(days=5)})
    )
    before = answering(desk, "INDH"), answering(desk, "ADS")
    for kept, gone, code in (((indh, 1), (indh, 1), "merge_itself"), ((indh, 2), (ads, 1), "conflict")):
        with refused(code):
            desk.do(merge_institutions, kept, gone, "Une seule agence")
    with refused("required", "reason"):
        desk.do(merge_institutions, (indh, 1), (ads, 1), " ")
    desk.do(merge_institutions, (indh, 1), (ads, 1), "Une seule agence")
    with reading(desk.engine) as session:
        assert holder_of(session, link).acronym == "INDH"
        assert session.get_one(Commitment, promise).institution_id == indh
        assert institution_named(session, ads)["acronym"] == "INDH"
        # Of two referrals of one obstacle the answered one counts.
        counting = session.exec(select(Referral).where(Referral.deleted_at == None)).all()  # noqa: E711
        assert [(row.id, row.institution_id) for row in counting] == [(second, indh)]
        assert institutions_merged_into(session, indh)["acronym"].tolist() == ["ADS"]
        merge = session.exec(select(Merge)).one()
    assert (answering(desk, "INDH"), answering(desk, "ADS")) == (before[0] | before[1], set())
    with refused("merged_meanwhile"):
        desk.do(merge_institutions, (indh, 2), (ads, 2), "Encore")
    desk.do(undo_institution_merge, merge.id, 1)
    with refused("merge_undone"):
        desk.do(undo_institution_merge, merge.id, 2)
    assert (answering(desk, "INDH"), answering(desk, "ADS")) == before
    with reading(desk.engine) as session:
        assert holder_of(session, link).acronym == "ADS"
        assert session.get_one(Commitment, promise).institution_id == ads
        assert len(session.exec(select(Referral).where(Referral.deleted_at == None)).all()) == 2  # noqa: E711


def test_an_institution_that_is_renamed_keeps_its_links(desk: Desk) -> None:
    link, number = desk.link(desk.person(), digest=TOKEN), desk.bodies["ONSSA"]
    row = desk.row(Institution, number)
    values = {name: getattr(row, name) for name in InstitutionRecord.model_fields} | {"name_fr": "Nouvel office"}
    desk.do(change_in_list, "institution", number, row.version, validated(InstitutionRecord, values))
    with reading(desk.engine) as session:
        assert holder_of(session, link).names["fr"] == "Nouvel office"


def test_an_institution_or_a_category_in_use_is_not_deleted_and_its_uses_are_told(desk: Desk) -> None:
    desk.refer("REMESS")
    desk.promise("REMESS")
    category = desk.row(ObstacleCategory, 3)
    # REMESS answers two categories, was asked once and promised once; one obstacle lies in the category of land.
    for name, row, number in (
        ("institution", desk.row(Institution, desk.bodies["REMESS"]), 4),
        ("category", category, 1),
    ):
        with pytest.raises(Problem) as caught:
            desk.do(remove_from_list, name, row.id, row.version)
        assert (caught.value.code, caught.value.details) == ("in_use_switch_off", {"number": number})
