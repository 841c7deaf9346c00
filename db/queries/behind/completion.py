"""The lists behind completion: each enrolled person with the hours offered and attended, and each group."""

from dataclasses import replace

from sqlalchemy import Subquery, case, func, literal, select

from db.models import Commune, Group, Person, Province
from db.models.base import table
from db.queries.behind.names import of_person, of_place
from db.queries.behind.registry import BOTH, NOTHING, Behind, behind
from db.queries.figures.completion import enrolled_with_hours
from db.queries.frames import Rows

_person, _group, _commune, _province = table(Person), table(Group), table(Commune), table(Province)


@behind(
    proves={"completion": BOTH, "completion_so_far": BOTH},
    opens="person",
    action="person.read",
    columns=("name", "sex", "groups", "offered", "attended", "done"),
    order=("unnamed", "search"),
    parted=True,
)
def enrolled(asked: Behind) -> Rows:
    """The persons enrolled in groups that are finished (or, so far, still run): hours offered and attended, done."""
    ground = _ground(asked).c
    each = (
        select(
            ground.person_id,
            func.count(ground.group_id.distinct()).label("groups"),
            func.sum(ground.offered).label("offered"),
            func.sum(ground.attended).label("attended"),
            func.max(case((ground.done.is_(True), 1), else_=0)).label("done"),
        )
        .group_by(ground.person_id)
        .subquery()
    )
    return select(
        *(each.c.person_id.label("row"), *of_person(asked.reach), _person.c.sex, each.c.groups),
        *(each.c.offered, each.c.attended, each.c.done, each.c.done.label("counted"), literal(1).label("over")),
    ).join_from(each, _person, _person.c.id == each.c.person_id)


@behind(
    proves={"completion": NOTHING, "completion_so_far": NOTHING},
    opens="",
    action="sheet.read",
    columns=("group", "commune", "province", "offered", "people", "completed"),
    order=("group",),
)
def groups(asked: Behind) -> Rows:
    """The groups: hours offered, persons enrolled, and those of them who are done. Whoever is in two stands in both."""
    ground = _ground(asked).c
    each = (
        select(
            ground.group_id,
            func.max(ground.offered).label("offered"),
            func.count(ground.person_id.distinct()).label("people"),
            func.count(case((ground.done.is_(True), ground.person_id)).distinct()).label("completed"),
        )
        .group_by(ground.group_id)
        .subquery()
    )
    return (
        select(
            *(_group.c.id.label("row"), _group.c.id, _group.c.label.label("group")),
            *(*of_place(_commune.c, "commune"), *of_place(_province.c, "province")),
            *(each.c.offered, each.c.people, each.c.completed),
            *(each.c.completed.label("counted"), each.c.people.label("over")),
        )
        .join_from(each, _group, _group.c.id == each.c.group_id)
        .join(_commune, _commune.c.id == _group.c.commune_id)
        .join(_province, _province.c.id == _commune.c.province_id)
    )


def _ground(asked: Behind) -> Subquery:
    """Enrolments as completion counts them: a course is completed as a whole, whatever the first day asked for."""
    each = enrolled_with_hours(replace(asked.filters, since=None), asked.limits).subquery()
    finished = each.c.finished.is_(asked.indicator == "completion")
    return select(*each.c).where(finished).subquery()
