"""The lists behind the figures of obstacles: the obstacles, and the voices that mention them."""

from sqlalchemy import case, func, literal, null, select

from db.models import Mention, Obstacle, ObstacleCategory, Organisation, Province
from db.models.base import table
from db.queries.behind.names import of_list, of_place
from db.queries.behind.registry import NOTHING, VALUE, Behind, behind
from db.queries.figures.obstacles import heard
from db.queries.frames import Rows

_obstacle, _mention, _category = table(Obstacle), table(Mention), table(ObstacleCategory)
_organisation, _province = table(Organisation), table(Province)


@behind(
    proves={"voices": VALUE},
    opens="organisation",
    action="obstacle.read",
    columns=("voice", "province", "obstacles", "mentions", "last_mentioned_on"),
    order=("-obstacles", "-mentions"),
)
def voices(asked: Behind) -> Rows:
    """The organisations and guests who mention an obstacle; a guest's name only where names may be read."""
    base = heard(asked.filters).c
    each = (
        select(
            *(base.voice, base.organisation_id),
            func.max(base.guest_name if asked.named else null()).label("guest"),
            func.count(base.obstacle_id.distinct()).label("obstacles"),
            func.count(base.mention_id).label("mentions"),
            func.max(base.mentioned_on).label("last_mentioned_on"),
        )
        .where(base.voice.is_not(None))
        .group_by(base.voice, base.organisation_id)
        .subquery()
    )
    c = _organisation.c
    own = case((c.id.is_(None), each.c.guest))
    return (
        select(
            *(each.c.voice.label("row"), c.id, c.name_ar, c.name_latin, own.label("guest")),
            *(*of_place(_province.c, "province"), each.c.obstacles, each.c.mentions, each.c.last_mentioned_on),
            *(literal(1).label("counted"), literal(0).label("over")),
        )
        .join_from(each, _organisation, c.id == each.c.organisation_id, isouter=True)
        .join(_province, _province.c.id == c.province_id, isouter=True)
    )


@behind(
    proves={"obstacles": VALUE, "mentions": VALUE, "voices": NOTHING},
    opens="obstacle",
    action="obstacle.read",
    columns=("title", "category", "state", "voices", "mentions", "last_mentioned_on"),
    order=("-voices", "-mentions"),
)
def obstacles(asked: Behind) -> Rows:
    """The obstacles mentioned, heaviest first; one without a title has the words of its first mention."""
    base = heard(asked.filters).c
    each = (
        select(
            base.obstacle_id,
            func.min(base.mention_id).label("first_mention"),
            func.count(base.voice.distinct()).label("voices"),
            func.count(base.mention_id).label("mentions"),
            func.max(base.mentioned_on).label("last_mentioned_on"),
        )
        .group_by(base.obstacle_id)
        .subquery()
    )
    amount = each.c.mentions if asked.indicator == "mentions" else literal(1)
    return (
        select(
            *(_obstacle.c.id.label("row"), _obstacle.c.id, _obstacle.c.state, *of_list(_category.c, "category")),
            func.coalesce(_obstacle.c.title, _mention.c.words).label("title"),
            *(each.c.voices, each.c.mentions, each.c.last_mentioned_on),
            *(amount.label("counted"), literal(0).label("over")),
        )
        .join_from(each, _obstacle, _obstacle.c.id == each.c.obstacle_id)
        .join(_category, _category.c.id == _obstacle.c.category_id)
        .join(_mention, _mention.c.id == each.c.first_mention)
    )
