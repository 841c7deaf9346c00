"""What is handed back to an organisation of one phase: counted as the figures count, named where it may be."""

from typing import Any

from sqlalchemy import Subquery, func, select
from sqlmodel import Session

from core.filters import Filters
from core.problems import Problem
from core.records.organisation_page import OrganisationFacts, RaisedObstacle, TaughtModule, TrainedPerson
from db.models import (
    Certificate,
    Mention,
    Module,
    Obstacle,
    ObstacleCategory,
    Person,
    Phase,
    Programme,
)
from db.models.base import table
from db.queries.answers import answers_to
from db.queries.certificates import VALID
from db.queries.consent import listed
from db.queries.figures.base import counted
from db.queries.organisations import figures_of
from db.queries.profiles import organisation_profile
from db.queries.reference import answering

_LANGUAGES = ("ar", "fr", "en")
_person, _certificate, _module = table(Person), table(Certificate), table(Module)


def organisation_facts(
    session: Session,
    reach: frozenset[int] | None,
    organisation_id: int,
    phase_id: int,
    verified: bool = False,
    named: bool = False,
) -> OrganisationFacts:
    """All that the page of an organisation tells of a phase; of `verified` sheets alone where asked.

    Persons stand in it by name only where `named`, which needs the right to read persons, and where they may be
    listed. Obstacles are all that it ever mentioned, as they stand now. Problem("row_gone") outside the reader's
    provinces, or without the phase.
    """
    own = organisation_profile(session, reach, organisation_id)
    base = _counted(organisation_id, phase_id, verified)
    sums = session.execute(
        select(func.count(base.c.person_id.distinct()), func.count(), func.coalesce(func.sum(base.c.hours), 0.0))
    ).one()
    modules = _modules(session, base)
    people = _people(session, base, {number: place for place, (number, _) in enumerate(modules)}, phase_id)
    shown = tuple(person for may, person in people if may and named)
    declared = figures_of(session, organisation_id)
    members = declared.iloc[0] if len(declared) and declared["members"].notna().iloc[0] else None
    return OrganisationFacts(
        name_ar=own["name_ar"],
        name_latin=own["name_latin"],
        kind=own["kind"],
        place={code: _place(own, code) for code in _LANGUAGES},
        **_programme(session, phase_id),
        trained=int(sums[0]),
        attendances=int(sums[1]),
        hours=float(sums[2]),
        certificates=sum(len(person.serials) for _, person in people),
        declared=None if members is None else (int(members["members"]), members["as_of"]),
        modules=tuple(module for _, module in modules),
        people=shown,
        unnamed=len(people) - len(shown),
        obstacles=_obstacles(session, organisation_id),
    )


def _counted(organisation_id: int, phase_id: int, verified: bool) -> Subquery:
    base = counted(Filters(phase_id=phase_id, verified=verified))
    return select(*base.c).where(base.c.organisation_id == organisation_id).subquery()


def _place(own: dict[str, Any], code: str) -> str:
    # Communes have no English name.
    commune = own["commune_ar" if code == "ar" else "commune_fr"]
    return " · ".join(dict.fromkeys(part for part in (commune, own[f"province_{code}"]) if part))


def _programme(session: Session, phase_id: int) -> dict[str, dict[str, str]]:
    phase, programme = table(Phase), table(Programme)
    parts = {"programme": programme, "phase": phase}
    names = [part.c[f"name_{code}"].label(f"{name}_{code}") for name, part in parts.items() for code in _LANGUAGES]
    asked = select(*names).join_from(phase, programme, programme.c.id == phase.c.programme_id)
    found = session.execute(asked.where(phase.c.id == phase_id, phase.c.deleted_at.is_(None))).mappings().first()
    if found is None:
        raise Problem("row_gone", row=phase_id)
    return {name: {code: found[f"{name}_{code}"] for code in _LANGUAGES} for name in parts}


def _modules(session: Session, base: Subquery) -> list[tuple[int, TaughtModule]]:
    c = _module.c
    rows = session.execute(
        select(
            *(c.id, c.label_ar, c.label_fr, c.label_en),
            *(func.count(base.c.session_id.distinct()), func.count(base.c.person_id.distinct())),
            func.sum(base.c.hours),
        )
        .join_from(base, _module, c.id == base.c.module_id)
        .group_by(c.id, c.label_ar, c.label_fr, c.label_en, c.position)
        .order_by(c.position, c.id)
    )
    return [
        (number, TaughtModule(dict(zip(_LANGUAGES, labels, strict=True)), sessions, people, float(hours or 0)))
        for number, *labels, sessions, people, hours in rows
    ]


def _people(
    session: Session, base: Subquery, places: dict[int, int], phase_id: int
) -> list[tuple[bool, TrainedPerson]]:
    """Everybody trained, by name; whether each may be listed, and what is told of them."""
    c = _person.c
    taken: dict[int, dict[int, float]] = {}
    for number, module, hours in session.execute(
        select(base.c.person_id, base.c.module_id, func.sum(base.c.hours)).group_by(base.c.person_id, base.c.module_id)
    ):
        taken.setdefault(number, {})[places[module]] = float(hours or 0)
    serials: dict[int, list[str]] = {}
    for number, serial in session.execute(
        select(_certificate.c.person_id, _certificate.c.serial)
        .where(VALID, _certificate.c.phase_id == phase_id, _certificate.c.person_id.in_(select(base.c.person_id)))
        .order_by(_certificate.c.serial)
    ):
        serials.setdefault(number, []).append(serial)
    rows = session.execute(
        select(c.id, c.name_ar, c.name_latin, listed().label("may"))
        .where(c.id.in_(select(base.c.person_id)))
        .order_by(c.search, c.id)
    )
    return [
        (
            bool(may),
            TrainedPerson(
                *(name_ar, name_latin, tuple(sorted(taken[number])), sum(taken[number].values())),
                tuple(serials.get(number, ())),
            ),
        )
        for number, name_ar, name_latin, may in rows
    ]


def _obstacles(session: Session, organisation_id: int) -> tuple[RaisedObstacle, ...]:
    """Each obstacle once, by the organisation's first words of it; the latest first."""
    mention, obstacle, category = table(Mention), table(Obstacle), table(ObstacleCategory)
    links, asked = answering(session), dict[str, list[str]]()
    for code, acronym in zip(links["category"].tolist(), links["acronym"].tolist(), strict=True):
        asked.setdefault(code, []).append(acronym)
    rows = session.execute(
        select(
            *(obstacle.c.id, category.c.code, *(category.c[f"label_{code}"] for code in _LANGUAGES)),
            *(obstacle.c.title, mention.c.words, obstacle.c.state),
        )
        .join_from(mention, obstacle, obstacle.c.id == mention.c.obstacle_id)
        .join(category, category.c.id == obstacle.c.category_id)
        .where(mention.c.organisation_id == organisation_id)
        .where(mention.c.deleted_at.is_(None), obstacle.c.deleted_at.is_(None))
        .order_by(obstacle.c.raised_on.desc(), obstacle.c.id.desc(), mention.c.mentioned_on, mention.c.id)
    )
    first = {row.id: row for row in reversed(rows.all())}
    answers = answers_to(session, first)
    return tuple(
        RaisedObstacle(
            dict(zip(_LANGUAGES, (row.label_ar, row.label_fr, row.label_en), strict=True)),
            *(row.title or row.words, row.state, tuple(asked.get(row.code, ())), answers.get(number, ())),
        )
        for number, row in reversed(first.items())
    )
