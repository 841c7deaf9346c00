"""Freezing figures under a report's number as they are quoted, and withdrawing a report; never changing one."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from core.access import Actor
from core.filters import Filters
from core.i18n import ZONE
from core.problems import Problem
from core.records.reports import ReportRecord, kept_filters
from core.records.snapshot import canonical
from db.commands.ledger import Done, command
from db.commands.removals import reason_given
from db.models import Account, ChangeHead, FrozenReport, Province
from db.models.base import now
from db.queries.report_rows import counted_rows
from db.queries.reports import hash_of, hash_of_rows
from db.queries.snapshots import snapshot


@command("report.write", "frozen")
def freeze_report(session: Session, actor: Actor, record: ReportRecord, filters: Filters) -> Done[FrozenReport]:
    """Keeps the figures under the filters as they are now, under the next number of the year.

    Somebody who is limited to provinces freezes the figures of those.
    """
    last = _nobody_else_writes(session, actor)
    if actor.provinces is not None:
        codes = select(Province.code).where(col(Province.id).in_(actor.provinces))
        filters = filters.within(frozenset(session.exec(codes)))
    at = now()
    content, rows = canonical(snapshot(session, filters, at)), counted_rows(session, filters)
    year = at.astimezone(ZONE).year
    serial = session.exec(select(func.max(FrozenReport.serial)).where(FrozenReport.year == year)).one()
    own: dict[str, Any] = {"year": year, "serial": (serial or 0) + 1, "filters": kept_filters(filters)}
    own |= {"content": content, "hash": hash_of(content), "rows": rows, "rows_hash": hash_of_rows(rows)}
    own |= {"after_change": last, "frozen_at": at, "frozen_by": actor.account_id}
    report = FrozenReport.model_validate(record, update=own)
    return Done(report, after=_told(report))


@command("report.write", "frozen")
def withdraw_report(session: Session, actor: Actor, report_id: int, reason: str | None) -> Done[FrozenReport]:
    """Says of a report that it is not to be quoted any more, and why; its number and figures stay.

    Problem("report_withdrawn") where that was said before.
    """
    report = session.get(FrozenReport, report_id, with_for_update=True)
    if report is None:
        raise Problem("row_gone", row=report_id)
    if report.withdrawn_at is not None:
        raise Problem("report_withdrawn", number=report.number)
    said = reason_given(reason)
    before = _told(report)
    report.withdrawn_at, report.withdrawn_by, report.reason = now(), actor.account_id, said
    return Done(report, before=before, after=_told(report), reason=said)


def _nobody_else_writes(session: Session, actor: Actor) -> int:
    """The last entry of the history, held: until this transaction ends no other one is added to it.

    All that is read from here on is of one state of the database, and two reports never get the same number.
    """
    # The report will point to its account; asked for later, it might be held by one who waits for the history.
    session.get(Account, actor.account_id or 0, with_for_update={"read": True, "key_share": True})
    return session.exec(select(ChangeHead.change_id).where(ChangeHead.id == 1).with_for_update()).one()


def _told(report: FrozenReport) -> dict[str, Any]:
    # The figures themselves are in the row; the history seals them by their hash.
    values = report.model_dump(include={"title", "occasion", "filters", "hash", "rows_hash", "reason"})
    moment: datetime | None = report.withdrawn_at
    return {"number": report.number, **values, "withdrawn_at": moment.isoformat() if moment else None}
