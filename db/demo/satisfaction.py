"""What the invented people thought of their sittings: most on paper, the latest of each group on a phone too."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from core.records.satisfaction import FACES, QUESTIONS, Tally
from db.demo.material import Material
from db.models import Attendance, AttendanceStatus, Registration, Satisfaction, TrainingSession
from db.models.base import table

# How many of ten are content and how many half, by question; the trainer pleases more than the use is seen.
_PLEASED = {"understood": (7, 2), "useful": (6, 3), "trainer": (8, 1)}
# Every fourth sitting nobody was asked; at the others three to five of six answered.
_NOT_ASKED = 4


def ask_people(material: Material) -> None:
    """Faces for three of four sittings that are over. No dice: what was invented before stays the same."""
    for number, (session_id, held_on, present) in enumerate(sittings_over(material)):
        if number % _NOT_ASKED == _NOT_ASKED - 1:
            continue
        answered = max(1, present * (3 + number % 3) // 6)
        phones = answered // 3 if number % 5 == 0 else 0
        _counted(material, session_id, held_on, "paper", answered - phones, number)
        if phones:
            _counted(material, session_id, held_on, "phone", phones, number + 1)


def _counted(material: Material, session_id: int, held_on: date, way: str, answered: int, number: int) -> None:
    values: dict[str, int] = {"answered": answered}
    for place, question in enumerate(QUESTIONS):
        # Now and then somebody passes a question over.
        marked = answered - (number + place) % 2 if answered > 1 else answered
        good, fair = (marked * share // 10 for share in _PLEASED[question])
        good = max(0, good - (number + place) % 3)
        faces: Mapping[str, int] = dict(zip(FACES, (good, fair, marked - good - fair), strict=True))
        values |= {f"{question}_{face}": count for face, count in faces.items()}
    material.row(Satisfaction, held_on, values, Tally, session_id=session_id, way=way)


def sittings_over(material: Material) -> list[tuple[int, date, int]]:
    """Each sitting that is over, the first one first: id, day, how many were present."""
    sitting, place, mark, status = (table(one) for one in (TrainingSession, Registration, Attendance, AttendanceStatus))
    asked = (
        select(sitting.c.id, sitting.c.held_on, func.count())
        .join_from(sitting, place, place.c.session_id == sitting.c.id)
        .join(mark, mark.c.registration_id == place.c.id)
        .join(status, status.c.id == mark.c.status_id)
        .where(sitting.c.state == "closed", status.c.meaning == "present")
        .group_by(sitting.c.id, sitting.c.held_on)
        .order_by(sitting.c.held_on, sitting.c.id)
    )
    return [(row[0], row[1], row[2]) for row in material.session.execute(asked)]
