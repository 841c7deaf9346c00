"""What the invented closing event recommended, which obstacles that answers, and what followed."""

from datetime import date

from core.records.recommendations import RecommendationRecord
from db.demo.events import HELD_ON
from db.demo.material import Material, key, rows
from db.models import Event, Obstacle, Recommendation, RecommendationObstacle, RecommendationStep
from db.queries.reference import institutions


def recommend(material: Material, event: Event, obstacles: dict[str, Obstacle]) -> None:
    """The event's recommendations, each with its obstacles by the keys of the file of obstacles. No dice."""
    listed = institutions(material.session)
    bodies = dict(zip(listed["acronym"].tolist(), listed["id"].tolist(), strict=True))
    made = {row["key"]: _recommendation(material, event, bodies, row) for row in rows("recommendations")}
    material.session.flush()
    for row in rows("recommendations"):
        for name in row["obstacles"].split(";"):
            link = {"recommendation_id": key(made[row["key"]]), "obstacle_id": key(obstacles[name])}
            material.row(RecommendationObstacle, HELD_ON, link)
    for step in rows("recommendation_steps"):
        values = {"recommendation_id": key(made[step["recommendation"]]), "text": step["text"]}
        values |= {
            "happened_on": date.fromisoformat(step["happened_on"]),
            "at": f"{step['happened_on']}T15:00:00+00:00",
        }
        material.session.add(RecommendationStep.model_validate(values))
    material.session.flush()


def _recommendation(material: Material, event: Event, bodies: dict[str, int], row: dict[str, str]) -> Recommendation:
    values = {
        "event_id": key(event),
        "given_by_id": bodies.get(row["given_by"]),
        "taken_on_by_id": bodies.get(row["taken_on_by"]),
        "taken_on_by": row["named"] or None,
        "recommended_on": HELD_ON,
        "due_on": row["due_on"] or None,
        **{name: row[name] for name in ("level", "state", "text_ar", "text_fr", "text_en")},
    }
    return material.row(Recommendation, HELD_ON, values, RecommendationRecord)
