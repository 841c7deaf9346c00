"""The invented sign-in sheets: the old ones locked, the last ones still on their way, some missing, some sent back."""

import hashlib
from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import col, func, select

from core.i18n import words
from core.pictures import MEDIA_TYPE
from core.records.sheets import VERIFIED_STATES, CommentRecord, SheetCounts, differ
from db.demo.material import Material, key
from db.demo.paper import Signed, drawn_page
from db.models import (
    Attachment,
    Attendance,
    AttendanceStatus,
    Commune,
    Module,
    Person,
    Registration,
    SheetComment,
    SignInSheet,
    TrainingSession,
)

# How the sheets of a province's last sessions stand, the latest first; in each further province there are two fewer.
# Nothing was ever heard of a missing one.
_LAST = ("submitted", "missing", "submitted", "has_issues", "draft", "submitted", "missing", "submitted", "missing")
_VERIFIED = 12
_PHOTOGRAPHED = ("submitted", "has_issues", "draft")


def hand_in_sheets(material: Material) -> None:
    """A sheet for nearly every session that was held, with counts that agree or a reason; no dice.

    What was sent back has its roster open again. Nothing of the group that began last is verified yet.
    """
    asked = select(TrainingSession).where(col(TrainingSession.state) == "closed")
    closed: dict[int, list[TrainingSession]] = defaultdict(list)
    for sitting in material.session.exec(
        asked.order_by(col(TrainingSession.held_on).desc(), col(TrainingSession.id).desc())
    ):
        closed[sitting.province_id].append(sitting)
    present = _present(material)
    last = max(sitting.group_id or 0 for sittings in closed.values() for sitting in sittings)
    made: list[tuple[TrainingSession, SignInSheet]] = []
    for number, province in enumerate(sorted(closed)):
        ways = [*_LAST[: len(_LAST) - 2 * number], *["verified"] * _VERIFIED]
        for place, sitting in enumerate(closed[province]):
            state = ways[place] if place < len(ways) else "locked"
            if sitting.group_id == last and state in VERIFIED_STATES:
                state = "submitted"
            if state != "missing":
                made.append((sitting, _sheet(material, sitting, state, present.get(key(sitting), 0))))
    material.session.flush()
    _say_what_is_wrong(material, [one for one in made if one[1].state == "has_issues"])
    for state in _PHOTOGRAPHED:
        _photograph(material, *next(one for one in made if one[1].state == state))
    material.session.flush()


def _sheet(material: Material, sitting: TrainingSession, state: str, names: int) -> SignInSheet:
    values: dict[str, Any] = {"session_id": key(sitting), "state": state}
    if state == "draft":
        return material.row(SignInSheet, sitting.held_on, values)
    if sitting.declared_headcount is None:
        sitting.declared_headcount = names
    counts: dict[str, Any] = {"declared_headcount": sitting.declared_headcount}
    # Now and then somebody was marked who did not sign.
    counts["signatures"] = names - (key(sitting) % 11 == 0)
    reasons = material.programme["differences"]
    if differ(sitting.declared_headcount, counts["signatures"], names):
        counts["difference_reason"] = reasons[key(sitting) % len(reasons)]
    values |= SheetCounts.model_validate(counts).model_dump(exclude={"declared_headcount"})
    values["submitted_at"] = _on(sitting.held_on, 1)
    if state in VERIFIED_STATES:
        values["verified_at"] = _on(sitting.held_on, 4)
    if state == "locked":
        values["locked_at"] = _on(sitting.held_on, 20)
    if state == "has_issues":
        sitting.state, sitting.closed_at = "held", None
    return material.row(SignInSheet, sitting.held_on, values)


def _on(day: date, later: int) -> datetime:
    return datetime.combine(day, time(9), tzinfo=UTC) + timedelta(days=later)


def _say_what_is_wrong(material: Material, sent_back: list[tuple[TrainingSession, SignInSheet]]) -> None:
    texts = material.programme["sent_back"]
    for (sitting, sheet), (of_sheet, of_row) in zip(sent_back, texts, strict=True):
        third = _marked(material, ("present",), key(sitting))[2][0]
        for registration, text in ((None, of_sheet), (key(third), of_row)):
            said = {"registration_id": registration, "text": text}
            material.row(SheetComment, sitting.held_on, said, CommentRecord, sheet_id=key(sheet))


def _photograph(material: Material, sitting: TrainingSession, sheet: SignInSheet) -> None:
    rows = _marked(material, ("present", "absent", "excused"), key(sitting))
    signed = [row[1] == "present" for row in rows]
    if sheet.signatures is not None and sheet.signatures < sum(signed):
        signed[signed.index(True)] = False
    session = material.session
    people = [session.get_one(Person, registration.person_id) for registration, _ in rows]
    lines = [
        Signed(registration.row_number, person.name_latin or person.name_ar or "", one)
        for (registration, _), person, one in zip(rows, people, signed, strict=True)
    ]
    module, commune = session.get_one(Module, sitting.module_id), session.get_one(Commune, sitting.commune_id)
    about = (module.label_fr, f"{commune.name_fr}, {words('fr').day(sitting.held_on, 'full')}")
    picture = drawn_page(key(sitting), about, lines)
    values = {
        "sheet_id": key(sheet),
        "position": 1,
        "sha256": hashlib.sha256(picture.content).hexdigest(),
        "media_type": MEDIA_TYPE,
        "width": picture.width,
        "height": picture.height,
        "size": len(picture.content),
        "content": picture.content,
    }
    material.row(Attachment, sitting.held_on, values)


def _present(material: Material) -> dict[int, int]:
    counted = (
        select(Registration.session_id, func.count())
        .join(Attendance, col(Attendance.registration_id) == Registration.id)
        .join(AttendanceStatus, col(AttendanceStatus.id) == Attendance.status_id)
        .where(AttendanceStatus.meaning == "present")
        .group_by(col(Registration.session_id))
    )
    return dict(material.session.exec(counted).all())


def _marked(material: Material, meanings: tuple[str, ...], session_id: int) -> list[tuple[Registration, str]]:
    """The registrations of a session that are marked so, in the order of its sheet, each with its meaning."""
    asked = (
        select(Registration, AttendanceStatus.meaning)
        .join(Attendance, col(Attendance.registration_id) == Registration.id)
        .join(AttendanceStatus, col(AttendanceStatus.id) == Attendance.status_id)
        .where(Registration.session_id == session_id, col(AttendanceStatus.meaning).in_(meanings))
        .order_by(col(Registration.row_number), col(Registration.id))
    )
    return list(material.session.exec(asked))
