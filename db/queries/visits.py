"""What the overview said at somebody's last visit, what it says now, and what was done in between."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from core.filters import Filters
from core.i18n import ZONE
from core.indicators import INDICATORS
from db.models import Change, LastVisit
from db.queries.figures import FIGURES, SUBJECTS, Asked, counts, lay, measure, overview
from db.queries.small_cells import guarded_overview

# What a visit is compared by. Sheets verified are those of sessions that count.
PERSONS = ("people_trained", "attendances")
COMPARED = (*PERSONS, "organisations_registered", "organisations_trained", "obstacles")
SHEETS = "sheets_verified"
# What moves these numbers, by the subject of an action.
MOVING = (*SUBJECTS, "double", "import", "privacy")

Numbers = dict[str, float | None]


def seen_before(
    session: Session, account_id: int, today: date
) -> tuple[datetime, dict[str, float | str | None]] | None:
    """When the account was last here on a day before this one, and what it saw; None where it never was."""
    visit = session.get(LastVisit, account_id)
    if visit is None:
        return None
    if visit.at.astimezone(ZONE).date() < today:
        return visit.at, visit.seen
    return None if visit.before_at is None or visit.before is None else (visit.before_at, visit.before)


def numbers_now(session: Session, filters: Filters, whole: bool) -> Numbers:
    """What is compared, as it is now: under COMPARED and SHEETS; None for what is hidden where it is not `whole`."""
    sheets = Asked("sittings", (), replace(filters, verified=True))
    asked = tuple(Asked(INDICATORS[code].figure, (), filters) for code in COMPARED)
    lay(session, counts(session, (sheets, *dict.fromkeys(asked))))
    if whole:
        values = {code: float(measure(session, code, filters)["value"].iloc[0]) for code in COMPARED}
    else:
        rows, _ = guarded_overview(session, filters.phase_id, overview(session, filters))
        values = dict(zip(rows["code"].tolist(), rows["value"].tolist(), strict=True))
    numbers: Numbers = {code: None if values[code] != values[code] else float(values[code]) for code in COMPARED}
    return numbers | {SHEETS: float(FIGURES["sittings"](session, sheets.filters)["held"].iloc[0])}


def actions_since(session: Session, moment: datetime) -> list[tuple[str, int]]:
    """The actions after a moment that may have moved a figure, by command: most often done first."""
    number = func.count()
    rows = session.execute(
        select(Change.command, number)
        .where(col(Change.at) > moment, col(Change.subject).in_(MOVING))
        .group_by(col(Change.command))
        .order_by(number.desc(), col(Change.command))
    )
    return [(command, int(times)) for command, times in rows]
