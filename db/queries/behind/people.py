"""The lists behind the figures of persons: who was trained, and how many came with each organisation."""

from typing import Any

from sqlalchemy import ColumnElement, case, func, literal, select
from sqlalchemy.sql import Subquery

from core.filters import Filters
from db.models import Organisation, Person, Province
from db.models.base import table
from db.queries.behind.names import of_person, of_place
from db.queries.behind.registry import BOTH, NOTHING, PART, VALUE, Behind, behind
from db.queries.figures.base import counted, first_years
from db.queries.frames import Rows

_person, _organisation, _province = table(Person), table(Organisation), table(Province)


@behind(
    proves={"people_trained": VALUE, "women_share": BOTH, "youth_share": BOTH, "reach_per_10000": PART},
    opens="person",
    action="person.read",
    columns=("name", "sex", "age", "attendances", "hours", "modules", "first_on"),
    order=("unnamed", "search"),
    parted=True,
)
def persons(asked: Behind) -> Rows:
    """The people trained, each once, with their attendances, hours, modules and first day under the filters."""
    base, first = _ground(asked), first_years(asked.filters)
    each = (
        select(
            base.c.person_id,
            func.count().label("attendances"),
            func.sum(base.c.hours).label("hours"),
            func.count(base.c.module_id.distinct()).label("modules"),
            func.min(base.c.held_on).label("first_on"),
        )
        .group_by(base.c.person_id)
        .subquery()
    )
    age = first.c.year - _person.c.birth_year
    part, whole = _share(asked, age)
    return (
        select(
            *(each.c.person_id.label("row"), *of_person(asked.reach), _person.c.sex, age.label("age")),
            *(each.c.attendances, each.c.hours, each.c.modules, each.c.first_on),
            *(part.label("counted"), whole.label("over")),
        )
        .join_from(each, _person, _person.c.id == each.c.person_id)
        .join(first, first.c.person_id == each.c.person_id)
    )


@behind(
    proves=dict.fromkeys(("people_trained", "women_share", "youth_share", "reach_per_10000"), NOTHING),
    opens="organisation",
    action="organisation.read",
    columns=("organisation", "province", "people", "women", "men", "attendances", "hours"),
    order=("-people",),
)
def people_by_organisation(asked: Behind) -> Rows:
    """How many people came with each organisation: whoever came with two stands in both rows."""
    base = _ground(asked).c

    def people(*conditions: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(case((conditions[0], base.person_id)).distinct() if conditions else base.person_id.distinct())

    each = (
        select(
            base.organisation_id,
            people().label("people"),
            people(base.sex == "f").label("women"),
            people(base.sex == "m").label("men"),
            func.count().label("attendances"),
            func.sum(base.hours).label("hours"),
        )
        .group_by(base.organisation_id)
        .subquery()
    )
    return (
        select(
            func.coalesce(each.c.organisation_id, 0).label("row"),
            *(_organisation.c.id, _organisation.c.name_ar, _organisation.c.name_latin),
            *of_place(_province.c, "province"),
            *(each.c.people, each.c.women, each.c.men, each.c.attendances, each.c.hours),
            *(each.c.people.label("counted"), literal(0).label("over")),
        )
        .join_from(each, _organisation, _organisation.c.id == each.c.organisation_id, isouter=True)
        .join(_province, _province.c.id == _organisation.c.province_id, isouter=True)
    )


def in_places(base: Any, filters: Filters) -> ColumnElement[bool]:
    """Whether a mark is of a place that is known, and of the programme's provinces where none is asked for."""
    places = select(_province.c.id)
    if not (filters.provinces or filters.communes):
        places = places.where(_province.c.in_programme.is_(True))
    inside: ColumnElement[bool] = base.province_id.in_(places)
    return inside


def _ground(asked: Behind) -> Subquery:
    base = counted(asked.filters)
    if asked.indicator != "reach_per_10000":
        return base
    return select(*base.c).where(in_places(base.c, asked.filters)).subquery()


def _share(asked: Behind, age: ColumnElement[Any]) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """Whether a person stands in the numerator and in the denominator of the indicator: 1 or 0 for each."""
    limits, sex = asked.limits, _person.c.sex
    if asked.indicator == "women_share":
        return case((sex == "f", 1), else_=0), case((sex.in_(("f", "m")), 1), else_=0)
    if asked.indicator == "youth_share":
        young = age.between(limits.youth_from, limits.youth_to)
        return case((young, 1), else_=0), case((age.is_not(None), 1), else_=0)
    return literal(1), literal(0)
