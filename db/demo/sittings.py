"""The invented groups, their sittings over a year, and who came."""

from dataclasses import dataclass
from datetime import date, time

from core.records.people import EnrolmentRecord
from core.records.programme import GroupRecord
from core.records.sessions import SessionRecord
from db.demo.material import Material, key, later
from db.demo.people import DIAGNOSED, Sent
from db.models import Enrolment, Group, Organisation, Person, Phase, TrainingSession
from db.queries.places import provinces
from db.queries.reference import modules

FIRST_WEEK = date(2025, 10, 6)
# The fasting month: no training is planned in it, and what would fall into it comes five weeks later.
FASTING = (date(2026, 2, 17), date(2026, 3, 22))
LATE = date(2026, 12, 7)
TAUGHT = ("management", "finance", "legal", "project")
TAUGHT_NEXT = ("strategy", "marketing", "financing")
_FULL_GROUP = 26
_HOURS = ((time(9), time(12, 30), 3.0), (time(14), time(17, 30), 3.5))


@dataclass
class Learner:
    """A person of a group, the organisation the person comes with, and how faithful the person is (0 to 1)."""

    person: Person
    organisation: Organisation
    faithful: float
    left_on: date | None


@dataclass
class Class:
    """A group with its learners and its sittings."""

    group: Group
    province: str
    commune: tuple[int, int]
    learners: list[Learner]
    sittings: list[TrainingSession]


def make_groups(material: Material, all_sent: list[Sent], phase: Phase) -> list[Class]:
    """Organisations of one province side by side make a group of about thirty people."""
    classes: list[Class] = []
    communes = {ids[0]: ids for ids in material.communes.values()}
    # Either script is read by all who run the groups, and a label has only one.
    names = provinces(material.session).set_index("code")["name_fr"]
    for sent in all_sent:
        last = classes[-1] if classes else None
        if last is None or last.province != sent.province or len(last.learners) >= _FULL_GROUP:
            commune = communes[sent.organisation.commune_id or 0]
            number = sum(c.province == sent.province for c in classes) + 1
            label = f"{names[sent.province]} {number}"
            values = {"phase_id": key(phase), "commune_id": commune[0], "label": label}
            last = Class(material.row(Group, DIAGNOSED, values, GroupRecord), sent.province, commune, [], [])
            classes.append(last)
        last.learners += [Learner(p, sent.organisation, _faith(material), None) for p in sent.people]
    material.written(one.group for one in classes)
    return classes


def plan_sittings(material: Material, classes: list[Class], phase: Phase) -> None:
    """Eight sittings a group, three weeks apart, the groups starting one after the other over half a year.

    One sitting in thirty is cancelled. The last two groups still have their project sittings before them, and the
    very last one has not begun.
    """
    taught = modules(material.session).set_index("code")["id"]
    for place, one in enumerate(classes):
        first = later(FIRST_WEEK, round(place * 22 / len(classes)))
        from_end = len(classes) - place
        for number in range(2 * len(TAUGHT)):
            day = later(first, number * 3 + place % 3 / 7)
            if day >= FASTING[0]:
                day = later(day, 5)
            state = "cancelled" if material.chance(1 / 30) else "closed"
            if from_end == 1 or (from_end <= 3 and number >= 6):
                day, state = later(LATE, number * 0.25), "planned"
            one.sittings.append(_sitting(material, one, taught[TAUGHT[number // 2]], day, number, state, phase))
        if from_end == 2:
            one.sittings[5].state = "held"
            one.sittings[5].closed_at = None
    material.session.flush()


def plan_next_phase(material: Material, classes: list[Class], phase: Phase) -> None:
    """The first sittings of the next phase, open to all, one a module and province."""
    taught = modules(material.session).set_index("code")["id"]
    for number, module in enumerate(TAUGHT_NEXT):
        for one in {c.province: c for c in reversed(classes)}.values():
            day = later(phase.starts_on, 3 + number * 4)
            _sitting(material, one, taught[module], day, number, "planned", phase, to_all=True)
    material.session.flush()


def enrol(material: Material, classes: list[Class], phase: Phase) -> None:
    """Everybody is enrolled in the group; a few withdraw, some of them before the first sitting."""
    for one in classes:
        first = one.sittings[0].held_on
        for learner in one.learners:
            fate = material.dice.random()
            if fate < 0.015:
                learner.left_on = later(first, -1)
            elif fate < 0.05:
                learner.left_on = later(first, material.dice.randint(4, 12))
            values = {
                "group_id": key(one.group),
                "enrolled_on": min(DIAGNOSED, later(first, -2)),
                "withdrawn_on": learner.left_on,
                "reason": material.programme["left"] if learner.left_on else None,
            }
            identity = {"person_id": key(learner.person), "phase_id": key(phase)}
            material.row(Enrolment, DIAGNOSED, values, EnrolmentRecord, **identity)
    material.session.flush()


def _sitting(
    material: Material, one: Class, module: int, day: date, number: int, state: str, phase: Phase, to_all: bool = False
) -> TrainingSession:
    starts, ends, hours = _HOURS[number % 2]
    values = {
        "phase_id": key(phase),
        "module_id": module,
        "group_id": None if to_all else key(one.group),
        "commune_id": one.commune[0],
        "venue": material.dice.choice(material.programme["venues"]),
        "held_on": day,
        "starts_at": starts,
        "ends_at": ends,
        "hours": hours,
        "capacity": 40,
    }
    return material.row(TrainingSession, day, values, SessionRecord, province_id=one.commune[1], state=state)


def _faith(material: Material) -> float:
    return material.dice.choices((0.96, 0.82, 0.4), weights=(66, 24, 10))[0]
