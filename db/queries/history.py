"""The history as it is read: narrowed to a kind of rows, one row, a person's work or a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from db.models import Account, Change
from db.queries.history_around import AROUND, around

# The tables whose rows commands are about, in the order they are offered.
KINDS = (
    *("organisation", "organisation_figures", "participation", "person", "membership", "enrolment"),
    "certificate",
    *("training_session", "registration", "attendance", "obstacle", "mention", "confirmation", "confirmation_link"),
    *("organisation_visit", "import_batch"),
    *("trainer", "session_trainer", "event", "guest", "event_rating"),
    *("referral", "commitment", "commitment_update", "institution_person", "institution_link"),
    *("recommendation", "recommendation_step", "recommendation_obstacle", "commitment_recommendation"),
    *(
        "sign_in_sheet",
        "attachment",
        "satisfaction",
        "quiz",
        "quiz_answer",
        "programme",
        "phase",
        "training_group",
        "target",
    ),
    *("module", "sector", "obstacle_category", "institution", "attendance_status", "account"),
    *("setup_code", "sign_in", "password_link", "instance"),
    *("setting", "apart", "privacy_request", "export", "backup", "kept_view", "frozen_report"),
    *("live_submission", "event_phone"),
    *("stage", "stage_link"),
)


@dataclass(frozen=True)
class HistoryFilter:
    """What is asked for; None for all. `since` is part of the time asked for, `until` is not.

    `around` asks beside the one row for all that hangs on it, `after` for entries later than that one, `command` for
    what was done by it alone.
    """

    kind: str | None = None
    row_id: int | None = None
    account_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    around: bool = False
    after: int | None = None
    command: str | None = None


@dataclass(frozen=True)
class Entry:
    """One entry; `name` and `username` are None where nobody with an account did it.

    `redacted_by` is the entry of the anonymising that took values out of this one.
    """

    id: int
    at: datetime
    name: str | None
    username: str | None
    command: str
    kind: str
    row_id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None
    redacted_by: int | None = None


def history_counted(session: Session, asked: HistoryFilter) -> int:
    """How many entries are asked for."""
    return session.exec(select(func.count()).select_from(Change).where(*_conditions(asked))).one()


def history(session: Session, asked: HistoryFilter, limit: int | None = None, skipped: int = 0) -> list[Entry]:
    """The entries asked for, newest first."""
    rows = session.execute(
        select(  # type: ignore[call-overload, misc]
            Change.id,
            Change.at,
            Account.name,
            Account.username,
            Change.command,
            Change.kind,
            Change.row_id,
            Change.before,
            Change.after,
            Change.reason,
            Change.redacted_by,
        )
        .join(Account, col(Account.id) == Change.account_id, isouter=True)
        .where(*_conditions(asked))
        .order_by(col(Change.id).desc())
        .limit(limit)
        .offset(skipped)
    )
    return [Entry(*row) for row in rows]


def people_who_act(session: Session) -> list[tuple[int, str, str]]:
    """The id, name and username of every account, closed ones too: their work stays."""
    asked = select(Account.id, Account.name, Account.username).order_by(Account.name, col(Account.id))
    return [(number or 0, name, username) for number, name, username in session.exec(asked)]


def _conditions(asked: HistoryFilter) -> Sequence[Any]:
    conditions: list[Any] = []
    if asked.around and asked.kind in AROUND and asked.row_id is not None:
        conditions.append(around(asked.kind, asked.row_id))
    else:
        conditions += [] if asked.kind is None else [col(Change.kind) == asked.kind]
        conditions += [] if asked.row_id is None else [col(Change.row_id) == asked.row_id]
    conditions += [] if asked.account_id is None else [col(Change.account_id) == asked.account_id]
    conditions += [] if asked.after is None else [col(Change.id) > asked.after]
    conditions += [] if asked.command is None else [col(Change.command) == asked.command]
    conditions += [] if asked.since is None else [col(Change.at) >= asked.since]
    return conditions + ([] if asked.until is None else [col(Change.at) < asked.until])
