"""The lists behind attendance and the hours of trainers: session by session, and trainer by trainer."""

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func, literal, select

from db.models import Commune, Group, Module, Province, SessionTrainer, Trainer, TrainingSession
from db.models.base import table
from db.queries.behind.names import of_list, of_place
from db.queries.behind.registry import BOTH, VALUE, Behind, behind
from db.queries.figures.base import asked as marks_asked
from db.queries.figures.base import counted, of_sessions
from db.queries.frames import Rows
from db.queries.trainers import HELD, KINDS, hours_of

_sitting, _module, _group = table(TrainingSession), table(Module), table(Group)
_commune, _province = table(Commune), table(Province)
_place, _trainer = table(SessionTrainer), table(Trainer)
_PLACE = ("held_on", "module", "group", "commune", "province")


@behind(
    proves={"attendances": VALUE, "person_hours": VALUE},
    opens="session",
    action="sheet.read",
    columns=(*_PLACE, "attendances", "hours"),
    order=("-held_on",),
)
def sittings(asked: Behind) -> Rows:
    """The sessions with counted attendances under the filters, and their hours."""
    base = counted(asked.filters).c
    each = (
        select(base.session_id, func.count().label("attendances"), func.sum(base.hours).label("hours"))
        .group_by(base.session_id)
        .subquery()
    )
    amount = each.c.hours if asked.indicator == "person_hours" else each.c.attendances
    return _placed(each, each.c.attendances, each.c.hours, amount.label("counted"), literal(0).label("over"))


@behind(
    proves={"attendance_rate": BOTH},
    opens="session",
    action="sheet.read",
    columns=(*_PLACE, "present", "absent"),
    order=("-held_on",),
)
def rosters(asked: Behind) -> Rows:
    """The closed rosters under the filters, with who was present and who was absent."""
    base = marks_asked(asked.filters).c
    absences = ("absent", "excused") if asked.limits.excused_counts else ("absent",)
    present = func.count(case((base.meaning == "present", 1)))
    absent = func.count(case((base.meaning.in_(absences), 1)))
    each = (
        select(base.session_id, present.label("present"), absent.label("absent"))
        .where(base.state == "closed")
        .group_by(base.session_id)
        .subquery()
    )
    both = (each.c.present + each.c.absent).label("over")
    return _placed(each, each.c.present, each.c.absent, each.c.present.label("counted"), both)


@behind(
    proves={"volunteer_hours": VALUE, "outside_volunteer_hours": VALUE},
    opens="session",
    action="sheet.read",
    columns=(*_PLACE, "trainers", *KINDS, "hours"),
    order=("-held_on",),
)
def sittings_trained(asked: Behind) -> Rows:
    """The sessions for which trainers of the indicator's side gave hours: preparation, delivery, travel."""
    each = (
        select(_place.c.session_id, func.count().label("trainers"), *(hours_of(kind) for kind in KINDS))
        .select_from(_given())
        .where(*_hours_asked(asked))
        .group_by(_place.c.session_id)
        .subquery()
    )
    hours = _sum(each.c)
    kinds = (each.c[kind] for kind in KINDS)
    return _placed(
        each, each.c.trainers, *kinds, hours.label("hours"), hours.label("counted"), literal(0).label("over")
    )


@behind(
    proves={"volunteer_hours": VALUE, "outside_volunteer_hours": VALUE},
    opens="trainer",
    action="session.read",
    columns=("name", "sessions", *KINDS, "hours"),
    order=("-hours",),
)
def trainers(asked: Behind) -> Rows:
    """The trainers of the indicator's side, with their sessions and hours."""
    each = (
        select(_place.c.trainer_id, func.count().label("sessions"), *(hours_of(kind) for kind in KINDS))
        .select_from(_given())
        .where(*_hours_asked(asked))
        .group_by(_place.c.trainer_id)
        .subquery()
    )
    hours, c = _sum(each.c), _trainer.c
    return select(
        *(c.id.label("row"), c.id, c.name_ar, c.name_latin, each.c.sessions, *(each.c[kind] for kind in KINDS)),
        *(hours.label("hours"), hours.label("counted"), literal(0).label("over")),
    ).join_from(each, _trainer, c.id == each.c.trainer_id)


def _given() -> FromClause:
    return _place.join(_trainer, _trainer.c.id == _place.c.trainer_id).join(
        _sitting, _sitting.c.id == _place.c.session_id
    )


def _hours_asked(asked: Behind) -> list[ColumnElement[bool]]:
    own = _trainer.c.side == "sponsor"
    living = and_(*(part.c.deleted_at.is_(None) for part in (_place, _trainer, _sitting)))
    side = own if asked.indicator == "volunteer_hours" else ~own
    return [living, _sitting.c.state.in_(HELD), of_sessions(_sitting.c, asked.filters), side]


def _sum(columns: Any) -> ColumnElement[float]:
    first, *rest = (columns[kind] for kind in KINDS)
    total: ColumnElement[float] = sum(rest, first)
    return total


def _placed(each: Any, *columns: ColumnElement[Any]) -> Rows:
    """Rows by session_id with what and where the session was."""
    return (
        select(
            *(_sitting.c.id.label("row"), _sitting.c.id, _sitting.c.held_on, _group.c.label.label("group")),
            *(*of_list(_module.c, "module"), *of_place(_commune.c, "commune"), *of_place(_province.c, "province")),
            *columns,
        )
        .join_from(each, _sitting, _sitting.c.id == each.c.session_id)
        .join(_module, _module.c.id == _sitting.c.module_id)
        .join(_group, _group.c.id == _sitting.c.group_id, isouter=True)
        .join(_commune, _commune.c.id == _sitting.c.commune_id, isouter=True)
        .join(_province, _province.c.id == _sitting.c.province_id, isouter=True)
    )
