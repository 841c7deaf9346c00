"""The SELECTs behind the figures of obstacles: distinct ones, their mentions and the voices behind them."""

import pandas as pd
from sqlalchemy import ColumnElement, String, Subquery, and_, case, cast, desc, extract, func, literal, or_, select
from sqlmodel import Session

from core.filters import UNKNOWN, Filters
from core.records.settings import Settings
from db.models import Commune, Mention, Obstacle, ObstacleCategory, Organisation, Phase, Province, Sector
from db.models.base import table
from db.queries.figures.base import grouped, in_days
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows, frame

# What stands in tables of their own: their codes are joined where they are told or narrowed by.
_CODED = {"category": "categories", "province": "provinces", "commune": "communes", "sector": "sectors"}


def heard(filters: Filters, by: By = tuple(_CODED)) -> Subquery:
    """Every living mention of a living obstacle, as the filters ask; the ground of all figures of obstacles.

    Columns: mention_id, obstacle_id, category (code), state, province and commune (codes of the mention's place,
    else its organisation's; null when unknown), organisation_id, kind and sector (code) of its living organisation,
    guest_id, guest_name, month (year times 100 plus month), mentioned_on, voice (the living organisation, the guest of
    an event or the named guest who says it; null when none of them is known any more). Of category, province, commune
    and sector there are those of `by` alone. The period is the phase's days, since an obstacle belongs to no phase.
    """
    mention, obstacle, category = table(Mention), table(Obstacle), table(ObstacleCategory)
    organisation, province, phase = table(Organisation), table(Province), table(Phase)
    commune, sector = table(Commune), table(Sector)
    voice = case(
        (organisation.c.id.is_not(None), literal("organisation ").concat(cast(organisation.c.id, String))),
        (mention.c.guest_id.is_not(None), literal("event guest ").concat(cast(mention.c.guest_id, String))),
        (mention.c.guest_name.is_not(None), literal("guest ").concat(mention.c.guest_name)),
    )
    # A commune of one province beside another province would be neither's.
    commune_id = case((mention.c.province_id.is_(None), organisation.c.commune_id), else_=mention.c.commune_id)
    month = extract("year", mention.c.mentioned_on) * 100 + extract("month", mention.c.mentioned_on)
    coded = {
        "category": (category, obstacle.c.category_id),
        "province": (province, func.coalesce(mention.c.province_id, organisation.c.province_id)),
        "commune": (commune, commune_id),
        "sector": (sector, organisation.c.sector_id),
    }
    statement = (
        select(
            mention.c.id.label("mention_id"),
            obstacle.c.id.label("obstacle_id"),
            *(obstacle.c.state, organisation.c.kind, organisation.c.id.label("organisation_id")),
            *(mention.c.guest_id, mention.c.guest_name, month.label("month")),
            *(mention.c.mentioned_on, voice.label("voice")),
            *(rows.c.code.label(name) for name, (rows, _) in coded.items() if name in by),
        )
        .join_from(mention, obstacle, obstacle.c.id == mention.c.obstacle_id)
        .outerjoin(
            organisation, and_(organisation.c.id == mention.c.organisation_id, organisation.c.deleted_at.is_(None))
        )
        .where(mention.c.deleted_at.is_(None), obstacle.c.deleted_at.is_(None))
    )
    for name, (rows, number) in coded.items():
        if name in by or getattr(filters, _CODED[name]):
            statement = statement.outerjoin(rows, rows.c.id == number)
    if filters.phase_id is not None:
        days = mention.c.mentioned_on.between(phase.c.starts_on, phase.c.ends_on)
        statement = statement.join(phase, and_(phase.c.id == filters.phase_id, days))
    statement = statement.where(in_days(mention.c.mentioned_on, filters))
    for column, wanted in (
        (province.c.code, filters.provinces),
        (commune.c.code, filters.communes),
        (sector.c.code, filters.sectors),
        (organisation.c.kind, filters.kinds),
        (category.c.code, filters.categories),
        (obstacle.c.state, filters.states),
    ):
        if wanted:
            known = column.in_(wanted)
            statement = statement.where(or_(known, column.is_(None)) if UNKNOWN in wanted else known)
    return statement.subquery()


@figure
def obstacles(filters: Filters, by: By, _limits: Settings) -> Rows:
    """What is mentioned, by any of province, commune, kind, sector, category, state, month: those of `by`,
    obstacles, mentions, voices.

    Obstacles are distinct ones, voices distinct organisations and guests: neither may be summed over rows.
    """
    base = heard(filters, by)
    group = [base.c[name] for name in by]
    statement = select(
        *group,
        func.count(base.c.obstacle_id.distinct()).label("obstacles"),
        func.count(base.c.mention_id).label("mentions"),
        voices(base).label("voices"),
    )
    return grouped(statement, group)


def voices(base: Subquery) -> ColumnElement[int]:
    """How many distinct voices there are among what was heard, each kind counted by its own column: a database counts
    numbers in half the time that it takes to put texts together and hold them apart.
    """
    nobody, guest = base.c.organisation_id.is_(None), base.c.guest_id
    named = case((and_(nobody, guest.is_(None)), base.c.guest_name))
    kinds = (base.c.organisation_id, case((nobody, guest)), named)
    organisations, guests, names = (func.count(one.distinct()) for one in kinds)
    return organisations + guests + names


def obstacle_list(session: Session, filters: Filters, before: int = 0, most: int | None = None) -> pd.DataFrame:
    """The obstacles mentioned, heaviest first: all of them, or `most` of them after so many.

    Columns: id, version, category, title (None where it has none), words (of the first mention), scope, severity,
    state, raised_on, province (code of the obstacle's own, else null), voices, mentions, last_mentioned_on.
    """
    base, obstacle, province = heard(filters, ()), table(Obstacle), table(Province)
    mention, category = table(Mention), table(ObstacleCategory)
    # Nothing else is looked up of those that are not told.
    weight = (
        select(
            base.c.obstacle_id,
            func.min(base.c.mention_id).label("first_mention"),
            voices(base).label("voices"),
            func.count(base.c.mention_id).label("mentions"),
            func.max(base.c.mentioned_on).label("last_mentioned_on"),
        )
        .group_by(base.c.obstacle_id)
        .order_by(desc("voices"), desc("mentions"), base.c.obstacle_id)
        .offset(before)
        .limit(most)
        .subquery()
    )
    statement = (
        select(
            *(obstacle.c.id, obstacle.c.version, category.c.code.label("category"), obstacle.c.title, mention.c.words),
            *(obstacle.c.scope, obstacle.c.severity, obstacle.c.state, obstacle.c.raised_on),
            province.c.code.label("province"),
            *(weight.c.voices, weight.c.mentions, weight.c.last_mentioned_on),
        )
        .join_from(weight, obstacle, obstacle.c.id == weight.c.obstacle_id)
        .join(category, category.c.id == obstacle.c.category_id)
        .join(mention, mention.c.id == weight.c.first_mention)
        .outerjoin(province, province.c.id == obstacle.c.province_id)
        .order_by(weight.c.voices.desc(), weight.c.mentions.desc(), obstacle.c.id)
    )
    return frame(session, statement)
