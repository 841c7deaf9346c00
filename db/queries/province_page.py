"""What the page of one province shows beside its figures: communes, sectors, modules given and missing, sessions."""

import pandas as pd
from sqlalchemy import select
from sqlmodel import Session

from core.filters import Filters
from db.models import Commune, Module, Province, Sector, TrainingSession
from db.models.base import table
from db.queries.figures import FIGURES, measure
from db.queries.figures.base import of_sessions
from db.queries.frames import Rows, frame
from db.queries.sessions import by_ids
from db.queries.trainers import HELD

_LABELS = ("code", "label_ar", "label_fr", "label_en")


def people_by_commune(session: Session, filters: Filters) -> pd.DataFrame:
    """The communes of the provinces and communes asked for, reached or not, those with the most people first: code,
    name_ar, name_fr, name_en, value (people trained), inhabitants.

    No commune has a name in English; without any place asked for there are none.
    """
    commune, province = table(Commune).c, table(Province).c
    statement = (
        select(commune.code, commune.name_ar, commune.name_fr, commune.name_fr.label("name_en"))
        .add_columns(commune.population.label("inhabitants"))
        .join_from(table(Commune), table(Province), province.id == commune.province_id)
        .where(province.code.in_(filters.provinces))
        .order_by(commune.population.desc(), commune.code)
    )
    if filters.communes:
        statement = statement.where(commune.code.in_(filters.communes))
    listed = frame(session, statement)
    counts = measure(session, "people_trained", filters, ("commune",))
    people = dict(zip(counts["commune"].tolist(), counts["value"].tolist(), strict=True))
    listed.insert(4, "value", [int(people.get(code, 0)) for code in listed["code"]])
    return listed.sort_values("value", ascending=False, kind="stable", ignore_index=True)


def organisations_by_sector(session: Session, filters: Filters) -> pd.DataFrame:
    """Sectors with an organisation, and the unknown one (null) if any: code, label_ar, label_fr, label_en, value
    (organisations registered), trained (those of them with a person trained).
    """
    registered = measure(session, "organisations_registered", filters, ("sector",))
    reached = measure(session, "organisations_trained", filters, ("sector",))
    numbers = dict(zip(registered["sector"].tolist(), registered["value"].tolist(), strict=True))
    trained = dict(zip(reached["sector"].tolist(), reached["value"].tolist(), strict=True))
    sector = table(Sector).c
    statement = select(*(sector[name] for name in _LABELS)).where(
        sector.code.in_(sorted(code for code in {*numbers, *trained} if code is not None))
    )
    rows = [tuple(row) for row in session.execute(statement.order_by(sector.position, sector.id))]
    rows += [(None,) * 4] if numbers.get(None) or trained.get(None) else []
    told = [(*row, int(numbers.get(row[0], 0)), int(trained.get(row[0], 0))) for row in rows]
    # As objects, so that a missing code stays None and is not taken for a number.
    found = pd.DataFrame(told, columns=[*_LABELS, "value", "trained"], dtype="object")
    return found.astype({"value": "int64", "trained": "int64"})


def modules_given(session: Session, filters: Filters) -> pd.DataFrame:
    """Every active module and every other one of a session, in their order: code, label_ar, label_fr, label_en, held
    (sessions), hours (of them), planned, people, attendances; a module is missing where none was held.

    Sessions count where they are held, people and attendances in the province of the organisation they came with.
    """
    given = FIGURES["sittings"](session, filters, ("module",)).set_index("module")
    people = FIGURES["people"](session, filters, ("module",)).set_index("module")["people"]
    attendances = FIGURES["attendances"](session, filters, ("module",)).set_index("module")["attendances"]
    module = table(Module).c
    met = module.code.in_(sorted({*given.index, *people.index}))
    statement = select(*(module[name] for name in _LABELS)).where(
        module.deleted_at.is_(None), module.active.is_(True) | met
    )
    listed = frame(session, statement.order_by(module.position, module.id))
    codes = listed["code"].tolist()
    for name in ("held", "hours", "planned"):
        listed[name] = given[name].reindex(codes, fill_value=0).to_numpy()
    listed["people"] = people.reindex(codes, fill_value=0).to_numpy()
    listed["attendances"] = attendances.reindex(codes, fill_value=0).to_numpy()
    return listed


def latest_sessions(session: Session, filters: Filters, most: int) -> pd.DataFrame:
    """The latest sessions held in the places asked for, the newest first; columns as `sessions_listed`.

    Those that do not count as training are among them.
    """
    return by_ids(session, None, _latest(filters, most)).iloc[::-1].reset_index(drop=True)


def _latest(filters: Filters, most: int) -> Rows:
    sitting = table(TrainingSession).c
    newest = (sitting.held_on.desc(), sitting.starts_at.desc(), sitting.id.desc())
    wanted = (sitting.deleted_at.is_(None), sitting.state.in_(HELD), of_sessions(sitting, filters))
    return select(sitting.id).where(*wanted).order_by(*newest).limit(most)
