"""What the stage tells of the hall: who came, the obstacles raised, the votes, and what institutions committed to.

No name is read here, of a guest, a person or an organisation.
"""

from typing import Any

from sqlalchemy import ColumnElement, String, and_, case, cast, exists, func, literal, or_, select
from sqlmodel import Session

from core.records.events import GUEST_KINDS
from db.models import (
    Commitment,
    CommitmentRecommendation,
    Event,
    EventPhone,
    Guest,
    Institution,
    LiveSubmission,
    ObstacleCategory,
    Province,
    Recommendation,
    Vote,
)
from db.models.base import table
from db.queries.event_counts import arrivals, guests_by_kind, guests_by_province
from db.queries.stage_programme import Figures

# Sentences and promises on one screen; more cannot be read from the last row.
MOST_SENTENCES, MOST_PROMISES = 4, 5
_CAME_THROUGH = ("shown", "merged")
_guest, _category, _province = table(Guest).c, table(ObstacleCategory).c, table(Province).c
_submission, _vote, _phone = table(LiveSubmission).c, table(Vote).c, table(EventPhone).c
_institution, _commitment, _event = table(Institution).c, table(Commitment).c, table(Event).c


def guests_here(session: Session, event_id: int) -> Figures:
    """here: guests checked in; kinds: code and guests of each kind; provinces: code (None unknown), names, guests;
    arrivals: since (hours and minutes in Morocco) and guests so far, by quarter of an hour.
    """
    kinds = guests_by_kind(session, event_id)
    came = {str(kind): int(number) for kind, number in zip(kinds["kind"], kinds["came"], strict=True)}
    places = guests_by_province(session, event_id)
    through = arrivals(session, event_id)
    return {
        "here": sum(came.values()),
        "kinds": [{"code": kind, "guests": came.get(kind, 0)} for kind in GUEST_KINDS],
        "provinces": [
            {"code": row["code"], "names": {"ar": row["name_ar"], "fr": row["name_fr"]}, "guests": row["came"]}
            for row in places.to_dict("records")
            if row["came"]
        ],
        "arrivals": [{"since": f"{row['since']:%H:%M}", "guests": row["so_far"]} for row in through.to_dict("records")],
    }


def obstacles_raised(session: Session, event_id: int) -> Figures:
    """What came through the moderators: said (sentences), voices, ranked (code, labels, voices, said; most voices
    first) and newest (number, text, category, province).

    A voice is an organisation, or a guest of none: two guests of one cooperative are one voice.
    """
    voice = case(
        (_guest.organisation_id.is_not(None), literal("organisation ").concat(cast(_guest.organisation_id, String))),
        else_=literal("guest ").concat(cast(_guest.id, String)),
    )
    through = and_(
        _submission.event_id == event_id, _submission.deleted_at.is_(None), _submission.state.in_(_CAME_THROUGH)
    )
    counted = {
        row.category_id: row
        for row in session.execute(
            select(
                _submission.category_id,
                func.count(voice.distinct()).label("voices"),
                func.count().label("said"),
            )
            .join_from(table(LiveSubmission), table(Guest), _guest.id == _submission.guest_id)
            .where(through)
            .group_by(_submission.category_id)
        )
    }
    all_voices = session.execute(
        select(func.count(voice.distinct()))
        .join_from(table(LiveSubmission), table(Guest), _guest.id == _submission.guest_id)
        .where(through)
    ).scalar_one()
    rows = [
        {
            **row,
            "voices": counted[number].voices if number in counted else 0,
            "said": counted[number].said if number in counted else 0,
        }
        for number, row in _categories(session)
    ]
    newest = session.execute(
        select(
            *(_submission.id, _submission.text, _category.code),
            *(_province.name_ar, _province.name_fr),
        )
        .join_from(table(LiveSubmission), table(ObstacleCategory), _category.id == _submission.category_id)
        .outerjoin(table(Province), _province.id == _submission.province_id)
        .where(through, _submission.state == "shown")
        .order_by(_submission.moderated_at.desc(), _submission.id.desc())
        .limit(MOST_SENTENCES)
    )
    return {
        "said": sum(row["said"] for row in rows),
        "voices": all_voices,
        "ranked": sorted(rows, key=lambda row: (-row["voices"], -row["said"])),
        "newest": [
            {"number": number, "text": text, "category": code, "province": {"ar": ar, "fr": fr} if fr else None}
            for number, text, code, ar, fr in newest
        ],
    }


def votes_given(session: Session, event_id: int) -> Figures:
    """open: whether phones may vote now; voters: guests who voted; ranked: code, labels, votes, most first.

    A vote is one guest's; those from a phone that was banned are left out.
    """
    counts = (
        select(_vote.category_id, func.count(_vote.guest_id.distinct()).label("votes"))
        .join_from(table(Vote), table(Guest), _guest.id == _vote.guest_id)
        .outerjoin(table(EventPhone), _phone.id == _guest.phone_id)
        .where(_of_vote(event_id))
    )
    counted = {row.category_id: row.votes for row in session.execute(counts.group_by(_vote.category_id))}
    voters = session.execute(
        select(func.count(_vote.guest_id.distinct()))
        .join_from(table(Vote), table(Guest), _guest.id == _vote.guest_id)
        .outerjoin(table(EventPhone), _phone.id == _guest.phone_id)
        .where(_of_vote(event_id))
    ).scalar_one()
    is_open = session.execute(select(_event.votes_open).where(_event.id == event_id)).scalar()
    rows = [{**row, "votes": counted.get(number, 0)} for number, row in _categories(session)]
    return {"open": bool(is_open), "voters": voters, "ranked": sorted(rows, key=lambda row: -row["votes"])}


def promises(session: Session, event_id: int) -> Figures:
    """Institutions in their order (acronym, names, promised, done, today) and the newest promises (number, acronym,
    what, due_on), those made at the event first.

    Today are those of the event's own day or made on one of its recommendations; what was dropped is not counted.
    """
    made_here = or_(
        _commitment.promised_on == select(_event.held_on).where(_event.id == event_id).scalar_subquery(),
        exists()
        .where(table(CommitmentRecommendation).c.commitment_id == _commitment.id)
        .where(table(CommitmentRecommendation).c.deleted_at.is_(None))
        .where(table(Recommendation).c.id == table(CommitmentRecommendation).c.recommendation_id)
        .where(table(Recommendation).c.event_id == event_id),
    )
    today = case((made_here, 1), else_=0)
    living = and_(_commitment.deleted_at.is_(None), _commitment.state != "dropped")
    counted = session.execute(
        select(
            *(_institution.acronym, _institution.name_ar, _institution.name_fr),
            func.count(_commitment.id).label("promised"),
            func.count(case((_commitment.state == "done", 1))).label("done"),
            func.sum(case((_commitment.id.is_not(None), today), else_=0)).label("today"),
        )
        .join_from(
            table(Institution),
            table(Commitment),
            and_(_commitment.institution_id == _institution.id, living),
            isouter=True,
        )
        .where(_institution.deleted_at.is_(None), _institution.active.is_(True))
        .group_by(_institution.id, _institution.acronym, _institution.name_ar, _institution.name_fr)
        .order_by(_institution.position, _institution.id)
    )
    newest = session.execute(
        select(_commitment.id, _institution.acronym, _commitment.what, _commitment.due_on)
        .join_from(table(Commitment), table(Institution), _institution.id == _commitment.institution_id)
        .where(living, _institution.deleted_at.is_(None))
        .order_by(today.desc(), _commitment.promised_on.desc(), _commitment.id.desc())
        .limit(MOST_PROMISES)
    )
    return {
        "institutions": [
            {
                "acronym": row.acronym,
                "names": {"ar": row.name_ar, "fr": row.name_fr},
                **{name: int(getattr(row, name)) for name in ("promised", "done", "today")},
            }
            for row in counted
        ],
        "newest": [
            {"number": number, "acronym": acronym, "what": what, "due_on": due_on and due_on.isoformat()}
            for number, acronym, what, due_on in newest
        ],
    }


def _of_vote(event_id: int) -> ColumnElement[bool]:
    return and_(_vote.event_id == event_id, _guest.deleted_at.is_(None), _phone.banned_at.is_(None))


def _categories(session: Session) -> list[tuple[int, dict[str, Any]]]:
    """Categories in their order, those that are no longer offered left out."""
    found = session.execute(
        select(_category.id, _category.code, _category.label_ar, _category.label_fr)
        .where(_category.deleted_at.is_(None), _category.active.is_(True))
        .order_by(_category.position, _category.id)
    )
    return [(number, {"code": code, "labels": {"ar": ar, "fr": fr}}) for number, code, ar, fr in found]
