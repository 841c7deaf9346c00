"""The filters of a snapshot: each as codes and as what its codes are called in the three languages."""

from collections.abc import Callable, Collection
from datetime import date

from sqlalchemy import select
from sqlmodel import Session, SQLModel

from core.filters import UNKNOWN, Filters, age_bands, age_label
from core.i18n import LANGUAGES, Words, words
from core.records.settings import Settings
from core.records.snapshot import Labels, Narrowing
from db.models import Commune, Module, ObstacleCategory, Phase, Province, Sector
from db.models.base import table


def narrowings(session: Session, filters: Filters, limits: Settings) -> tuple[Narrowing, ...]:
    """What is narrowed, in the order in which it is said; what is asked for all is left out."""
    bands = {span: code for code, span in age_bands(limits.youth_from, limits.youth_to).items()}
    spans = {bands[span]: span for span in filters.ages}
    found = (
        _phase(session, filters.phase_id),
        _listed(session, "province", Province, filters.provinces, "name"),
        _listed(session, "commune", Commune, filters.communes, "name"),
        _told(
            "kind", filters.kinds, lambda said, kind: said.say("chart.unknown" if kind == UNKNOWN else f"kind.{kind}")
        ),
        _listed(session, "sector", Sector, filters.sectors, "label"),
        _told("sex", filters.sexes, lambda said, sex: said.say(f"explore.sex.{sex}")),
        _told("age", spans, lambda said, code: age_label(said, code, spans[code])),
        _listed(session, "module", Module, filters.modules, "label"),
        _listed(session, "category", ObstacleCategory, filters.categories, "label"),
        _told("state", filters.states, lambda said, state: said.say(f"obstacle_state.{state}")),
        _month("since", filters.since),
        _month("until", filters.until),
        _told("verified", ("1",) if filters.verified else (), lambda said, _: said.say("explore.verified_only")),
    )
    return tuple(one for one in found if one.codes)


def named(row: object, name: str) -> Labels:
    """The labels (or names) of a row; a place without an English name has its French one."""
    fr = str(getattr(row, f"{name}_fr"))
    return Labels(ar=str(getattr(row, f"{name}_ar")), fr=fr, en=str(getattr(row, f"{name}_en", None) or fr))


def _phase(session: Session, phase_id: int | None) -> Narrowing:
    if phase_id is None:
        return Narrowing(name="phase", codes=(), labels=())
    phase = session.get_one(Phase, phase_id)
    return Narrowing(name="phase", codes=(phase.code,), labels=(named(phase, "name"),))


def _listed(session: Session, name: str, model: type[SQLModel], codes: Collection[str], label: str) -> Narrowing:
    if not codes:
        return Narrowing(name=name, codes=(), labels=())
    columns = table(model).c
    rows = {row.code: row for row in session.execute(select(*columns).where(columns.code.in_(codes)))}
    # The unknown one has no row, and neither has what stands for no place at all.
    names = {one: words(one) for one in LANGUAGES}
    keys = {code: "chart.unknown" if code == UNKNOWN else "chart.none" for code in codes}
    labels = tuple(
        named(rows[code], label)
        if code in rows
        else Labels(**{one: said.say(keys[code]) for one, said in names.items()})
        for code in codes
    )
    return Narrowing(name=name, codes=tuple(codes), labels=labels)


def _told(name: str, codes: Collection[str], tell: Callable[[Words, str], str]) -> Narrowing:
    labels = tuple(Labels(**{one: tell(words(one), code) for one in LANGUAGES}) for code in codes)
    return Narrowing(name=name, codes=tuple(codes), labels=labels)


def _month(name: str, day: date | None) -> Narrowing:
    # The address knows months only: the first day of one, or its last.
    codes = (f"{day:%Y-%m}",) if day else ()
    return _told(name, codes, lambda said, _: said.month(day) if day else "")
