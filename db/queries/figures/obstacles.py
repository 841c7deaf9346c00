"""The SELECTs behind the figures of obstacles: distinct ones, their mentions and the voices behind them."""

import pandas as pd
from sqlalchemy import String, Subquery, and_, case, cast, extract, func, literal, or_, select
from sqlmodel import Session

from core.filters import UNKNOWN, Filters
from core.records.settings import Settings
from db.models import Commune, Mention, Obstacle, ObstacleCategory, Organisation, Phase, Province, Sector
from db.models.base import table
from db.queries.figures.base import grouped, in_days
from db.queries.figures.registry import By, figure
from db.queries.frames import Rows, frame


def heard(filters: Filters) -> Subquery:
    """Every living mention of a living obstacle, as the filters ask; the ground of all figures of obstacles.

    Columns: mention_id, obstacle_id, category (code), state, province and commune (codes of the mention's place,
    else its organisation's; null when unknown), organisation_id, kind and sector (code) of its living organisation,
    guest_name, month (year times 100 plus month), mentioned_on, voice (the living organisation, the guest of an event
    or the named guest who says it; null when none of them is known any more). The period is the phase's days, since an
    obstacle belongs to no phase.
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
    statement = (
        select(
            mention.c.id.label("mention_id"),
            obstacle.c.id.label("obstacle_id"),
            *(category.c.code.label("category"), obstacle.c.state, organisation.c.kind),
            *(organisation.c.id.label("organisation_id"), mention.c.guest_name),
            *(province.c.code.label("province"), commune.c.code.label("commune"), sector.c.code.label("sector")),
            month.label("month"),
            *(mention.c.mentioned_on, voice.label("voice")),
        )
        .join_from(mention, obstacle, obstacle.c.id == mention.c.obstacle_id)
        .join(category, category.c.id == obstacle.c.category_id)
        .outerjoin(
            organisation, and_(organisation.c.id == mention.c.organisation_id, organisation.c.deleted_at.is_(None))
        )
        .outerjoin(province, province.c.id == func.coalesce(mention.c.province_id, organisation.c.province_id))
        .outerjoin(commune, commune.c.id == commune_id)
        .outerjoin(sector, sector.c.id == organisation.c.sector_id)
        .where(mention.c.deleted_at.is_(None), obstacle.c.deleted_at.is_(None))
    )
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
    base = heard(filters)
    group = [base.c[name] for name in by]
    statement = select(
        *group,
        func.count(base.c.obstacle_id.distinct()).label("obstacles"),
        func.count(base.c.mention_id).label("mentions"),
        func.count(base.c.voice.distinct()).label("voices"),
    )
    return grouped(statement, group)


def obstacle_list(session: Session, filters: Filters) -> pd.DataFrame:
    """The obstacles mentioned, heaviest first.

    Columns: id, version, category, title (None where it has none), words (of the first mention), scope, severity,
    state, raised_on, province (code of the obstacle's own, else null), voices, mentions, last_mentioned_on.
    """
    base, obstacle, province = heard(filters), table(Obstacle), table(Province)
    weight = (
        select(
            base.c.obstacle_id,
            base.c.category,
            func.min(base.c.mention_id).label("first_mention"),
            func.count(base.c.voice.distinct()).label("voices"),
            func.count(base.c.mention_id).label("mentions"),
            func.max(base.c.mentioned_on).label("last_mentioned_on"),
        )
        .group_by(base.c.obstacle_id, base.c.category)
        .subquery()
    )
    mention = table(Mention)
    statement = (
        select(
            *(obstacle.c.id, obstacle.c.version, weight.c.category, obstacle.c.title, mention.c.words),
            *(obstacle.c.scope, obstacle.c.severity, obstacle.c.state, obstacle.c.raised_on),
            province.c.code.label("province"),
            *(weight.c.voices, weight.c.mentions, weight.c.last_mentioned_on),
        )
        .join_from(weight, obstacle, obstacle.c.id == weight.c.obstacle_id)
        .join(mention, mention.c.id == weight.c.first_mention)
        .outerjoin(province, province.c.id == obstacle.c.province_id)
        .order_by(weight.c.voices.desc(), weight.c.mentions.desc(), obstacle.c.id)
    )
    return frame(session, statement)
