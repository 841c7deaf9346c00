"""The frozen reports: their list, one by its number, and whether one is as it was frozen."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as chosen

from core.problems import Problem
from core.records.reports import report_number, year_and_serial
from core.records.snapshot import Snapshot
from db.models import Account, Change, FrozenReport, Province
from db.models.base import table
from db.queries.frames import frame


def frozen(session: Session, number: str) -> tuple[FrozenReport, Snapshot]:
    """The report of a number and what it tells; Problem("report_unknown") where there is none."""
    parts = year_and_serial(number)
    found = None
    if parts is not None:
        asked = chosen(FrozenReport).where(FrozenReport.year == parts[0], FrozenReport.serial == parts[1])
        found = session.exec(asked).first()
    if found is None:
        raise Problem("report_unknown", number=number[:40])
    return found, Snapshot.model_validate_json(found.content)


def number_of(session: Session, report_id: int) -> str:
    """The number of the report in this row."""
    return session.get_one(FrozenReport, report_id).number


def readable(session: Session, filters: Mapping[str, Any], reach: frozenset[int] | None) -> bool:
    """Whether somebody limited to these provinces (None: to none) may read figures under these filters."""
    if reach is None:
        return True
    province = table(Province).c
    codes = set(session.execute(select(province.code).where(province.id.in_(sorted(reach)))).scalars())
    asked = set(filters.get("provinces", ()))
    return bool(asked) and asked <= codes


def frozen_by(session: Session, report_id: int) -> tuple[str, str] | None:
    """The name and username of who froze a report; None where nobody with an account did."""
    report, account = table(FrozenReport).c, table(Account)
    found = select(account.c.name, account.c.username).join(table(FrozenReport), report.frozen_by == account.c.id)
    row = session.execute(found.where(report.id == report_id)).first()
    return None if row is None else (row.name, row.username)


def frozen_reports(session: Session) -> pd.DataFrame:
    """Every report, the newest first.

    Columns: id, number, title, occasion, filters, frozen_at, name and username (of the account, None for nobody's),
    withdrawn_at (None where it stands), reason.
    """
    report, account = table(FrozenReport), table(Account)
    statement = (
        select(
            *(report.c.id, report.c.year, report.c.serial, report.c.title, report.c.occasion, report.c.filters),
            *(report.c.frozen_at, account.c.name, account.c.username, report.c.withdrawn_at, report.c.reason),
        )
        .join_from(report, account, account.c.id == report.c.frozen_by, isouter=True)
        .order_by(report.c.id.desc())
    )
    rows = frame(session, statement)
    numbers = [report_number(*both) for both in zip(rows["year"].tolist(), rows["serial"].tolist(), strict=True)]
    return rows.assign(number=pd.Series(numbers, index=rows.index, dtype=object)).drop(columns=["year", "serial"])


def unchanged(session: Session, report: FrozenReport) -> bool:
    """Whether the report is as it was frozen: its hashes worked out anew are those that the history has sealed."""
    asked = chosen(Change.after).where(
        Change.kind == "frozen_report", Change.row_id == report.id, col(Change.command) == "freeze_report"
    )
    entered = session.exec(asked).first() or {}
    sealed = {"number": report.number, "title": report.title, "occasion": report.occasion, "filters": report.filters}
    sealed |= {"hash": hash_of(report.content), "rows_hash": hash_of_rows(report.rows)}
    return report.hash == sealed["hash"] and all(entered.get(name) == value for name, value in sealed.items())


def changed_reports(session: Session) -> list[str]:
    """The numbers of the reports that are not as they were frozen."""
    return [one.number for one in session.exec(chosen(FrozenReport)) if not unchanged(session, one)]


def hash_of(content: str) -> str:
    """The SHA-256 of the canonical JSON, in 64 hexadecimal digits, as core.records.snapshot.digest gives it."""
    return hashlib.sha256(content.encode()).hexdigest()


def hash_of_rows(rows: Mapping[str, Sequence[int]]) -> str:
    """The SHA-256 of the ids that were counted."""
    return hash_of(json.dumps(rows, sort_keys=True, separators=(",", ":")))
