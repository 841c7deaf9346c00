"""What lies in the bin: which row, who took it away, when and why, until when it can be brought back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pandas as pd
from sqlalchemy import (
    CTE,
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.expression import FromClause
from sqlmodel import Session, col

from db.models import (
    Account,
    AttendanceStatus,
    Change,
    Commitment,
    CommitmentObstacle,
    CommitmentRecommendation,
    Confirmation,
    Enrolment,
    Event,
    ExternalId,
    Group,
    Guest,
    Institution,
    Membership,
    Mention,
    Module,
    Obstacle,
    ObstacleCategory,
    Organisation,
    OrganisationFigures,
    OrganisationVisit,
    Participation,
    Person,
    Phase,
    Programme,
    Referral,
    Registration,
    Row,
    Sector,
    SessionTrainer,
    Target,
    Trainer,
)
from db.models.base import now, table
from db.queries.frames import frame
from db.queries.organisations import sounds_like
from db.queries.settings import settings


@dataclass(frozen=True)
class Kind:
    """One kind of rows that a command takes away: the command, and the tables of what goes along, by their link."""

    model: type[Row]
    command: str
    along: tuple[tuple[type[Row], str], ...] = ()


BIN = {
    str(kind.model.__tablename__): kind
    for kind in (
        Kind(
            Organisation,
            "remove_organisation",
            tuple((model, "organisation_id") for model in (OrganisationFigures, Participation, ExternalId)),
        ),
        Kind(Person, "remove_person", tuple((model, "person_id") for model in (Membership, Enrolment, Registration))),
        Kind(Registration, "take_off_roster"),
        Kind(Obstacle, "remove_obstacle", ((Mention, "obstacle_id"),)),
        Kind(Mention, "remove_mention"),
        Kind(Referral, "withdraw_referral"),
        Kind(
            Commitment,
            "remove_commitment",
            ((CommitmentObstacle, "commitment_id"), (CommitmentRecommendation, "commitment_id")),
        ),
        Kind(Confirmation, "take_confirmation_back"),
        Kind(OrganisationVisit, "remove_visit", ((Confirmation, "visit_id"),)),
        Kind(Event, "remove_event", ((Guest, "event_id"),)),
        Kind(Guest, "remove_guest"),
        Kind(Programme, "remove_programme"),
        Kind(Phase, "remove_phase"),
        Kind(Group, "remove_group"),
        Kind(Target, "remove_target"),
        Kind(Trainer, "remove_trainer"),
        Kind(SessionTrainer, "take_trainer_off"),
        *(
            Kind(model, "remove_from_list")
            for model in (Module, ObstacleCategory, Institution, Sector, AttendanceStatus)
        ),
    )
}


def binned(
    session: Session, kind: str | None = None, text: str = "", limit: int | None = None, skipped: int = 0
) -> pd.DataFrame:
    """What can be brought back, the last one taken away first.

    Columns: entry (of the history), kind, id, version, deleted_at, until, name_ar, name_fr, name_en, session_id (of a
    place on a sheet), username and account (None where nobody with an account did it), reason.
    """
    days = settings(session).bin_days
    statement = _listed(kind, text, now() - timedelta(days=days))
    rows = frame(session, statement.order_by(statement.selected_columns.entry.desc()).limit(limit).offset(skipped))
    until = [moment + timedelta(days=days) for moment in rows["deleted_at"]]
    return rows.assign(until=pd.Series(until, index=rows.index, dtype=object))


def binned_counted(session: Session, kind: str | None = None, text: str = "") -> int:
    """How many rows can be brought back."""
    since = now() - timedelta(days=settings(session).bin_days)
    found = _listed(kind, text, since).subquery()
    return int(session.execute(select(func.count()).select_from(found)).scalar_one())


def removal_of(session: Session, kind: str, row_id: int) -> Change | None:
    """The entry of the history with which the row was taken away; None when no command of the bin did it."""
    change = table(Change)
    found = rows_taken_away(kind, table(BIN[kind].model).c.id == row_id).with_only_columns(change.c.id)
    number = session.execute(found).scalar()
    return None if number is None else session.get(Change, number)


def _removals(since: datetime) -> CTE:
    """The entries of taking away since a moment, with the row that each is about."""
    c = table(Change).c
    about = case((c.command == BIN["registration"].command, _registration_of_entry()), else_=c.row_id).label("about")
    statement = select(c.id, c.at, c.command, c.kind, c.account_id, c.reason, about)
    return statement.where(c.command.in_({kind.command for kind in BIN.values()}), c.at > since).cte("removal")


def rows_taken_away(kind: str, *conditions: ColumnElement[bool], removal: CTE | None = None) -> Select[Any]:
    """The rows of a kind with the entry that took each away: a later fate, as a merge's, is no entry of the bin.

    The entries are those of `removal`, or looked for row by row.
    """
    model, change = table(BIN[kind].model), table(Change)
    filed = "training_session" if kind == "registration" else kind
    entry = change if removal is None else removal
    about = model.c.id == removal.c.about if removal is not None else _told_of(kind, model, change)
    statement = (
        select(model)
        .join_from(model, entry, about)
        .where(entry.c.command == BIN[kind].command, entry.c.kind == filed, entry.c.at >= model.c.deleted_at)
        .where(*conditions)
    )
    return statement.where(model.c.merged_into_id.is_(None)) if "merged_into_id" in model.c else statement


def _told_of(kind: str, model: FromClause, change: FromClause) -> ColumnElement[bool]:
    if kind != "registration":
        return change.c.row_id == model.c.id
    return and_(change.c.row_id == model.c.session_id, _registration_of_entry() == model.c.id)


def _registration_of_entry() -> ColumnElement[int]:
    # The place on a sheet is told under its session.
    return cast(col(Change.before)["registration"]["id"].as_integer(), Integer)


def _listed(kind: str | None, text: str, since: datetime) -> Select[Any]:
    # What was taken away since a moment has its entry since that moment.
    removal, account = _removals(since), table(Account)
    parts = []
    for name in BIN if kind is None else (kind,):
        model = table(BIN[name].model)
        names, searched = _names(name, model)
        statement = rows_taken_away(name, model.c.deleted_at > since, removal=removal).join(
            account, account.c.id == removal.c.account_id, isouter=True
        )
        session_id = model.c.session_id if "session_id" in model.c else cast(null(), Integer)
        columns = (
            removal.c.id.label("entry"),
            literal(name, String).label("kind"),
            *(model.c.id.label("id"), model.c.version, model.c.deleted_at),
            *(cast(said, String).label(f"name_{language}") for language, said in names.items()),
            session_id.label("session_id"),
            *(account.c.username, account.c.name.label("account"), removal.c.reason),
        )
        statement = statement.with_only_columns(*columns)
        if text.strip():
            said = [func.lower(said).contains(text.strip().lower(), autoescape=True) for said in names.values()]
            said += [] if searched is None else [sounds_like(searched, text)]
            statement = statement.where(or_(*said))
        parts.append(statement)
    every = union_all(*parts).subquery("binned")
    return select(every)


def _names(kind: str, model: FromClause) -> tuple[dict[str, Any], Any]:
    """How a row is called in each language, and its search key where it has one."""
    c = model.c
    if kind in ("organisation", "person", "trainer", "guest"):
        return {"ar": c.name_ar, "fr": c.name_latin, "en": c.name_latin}, c.get("search")
    if kind in ("registration", "session_trainer"):
        person, link = (table(Person), c.person_id) if kind == "registration" else (table(Trainer), c.trainer_id)
        its = {name: _of(person.c[name], person.c.id == link) for name in ("name_ar", "name_latin", "search")}
        return {"ar": its["name_ar"], "fr": its["name_latin"], "en": its["name_latin"]}, its["search"]
    if kind in ("confirmation", "organisation_visit"):
        who = table(Organisation).c
        its = {name: _of(who[name], who.id == c.organisation_id) for name in ("name_ar", "name_latin", "search")}
        return {"ar": its["name_ar"], "fr": its["name_latin"], "en": its["name_latin"]}, its["search"]
    if kind == "referral":
        institution = table(Institution).c
        return dict.fromkeys(("ar", "fr", "en"), _of(institution.acronym, institution.id == c.institution_id)), None
    if kind == "obstacle":
        mention = table(Mention)
        first = _of(mention.c.words, mention.c.obstacle_id == c.id, mention.c.id)
        return dict.fromkeys(("ar", "fr", "en"), func.coalesce(c.title, first)), None
    for name in ("name", "label"):
        if f"{name}_fr" in c:
            return {language: c[f"{name}_{language}"] for language in ("ar", "fr", "en")}, None
    only = {"mention": "words", "commitment": "what", "training_group": "label", "target": "indicator"}[kind]
    return dict.fromkeys(("ar", "fr", "en"), c[only]), None


def _of(column: Any, condition: ColumnElement[bool], order: Any = None) -> Any:
    statement = select(column).where(condition)
    return (statement if order is None else statement.order_by(order)).limit(1).scalar_subquery()


def days_over(session: Session, deleted_at: datetime) -> int:
    """How many days a row is kept in the bin, when those of one taken away at this moment are over; else 0."""
    days = settings(session).bin_days
    return days if deleted_at <= now() - timedelta(days=days) else 0
