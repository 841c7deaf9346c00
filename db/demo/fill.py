"""Fills an empty database with the invented programme, all of it or nothing."""

from sqlalchemy import Engine, func, select
from sqlmodel import Session

from core.problems import Problem
from core.records.programme import PhaseRecord, ProgrammeRecord, TargetRecord
from db.commands.chain import enter
from db.commands.ledger import raise_revisions
from db.demo.answers import answer_obstacles, obstacles_by_key
from db.demo.events import hold_event
from db.demo.material import Material, key
from db.demo.people import DIAGNOSED, make_organisations, make_people, take_part
from db.demo.quizzes import give_tests
from db.demo.recommendations import recommend
from db.demo.rosters import Rosters
from db.demo.satisfaction import ask_people
from db.demo.sheets import hand_in_sheets
from db.demo.sittings import enrol, make_groups, plan_next_phase, plan_sittings
from db.demo.trainers import give_sessions
from db.demo.voices import raise_obstacles
from db.demo.voices_of_event import speak_up
from db.engine import transaction
from db.models import Account, Change, Instance, Organisation, Person, Phase, Programme, Target
from db.models.base import table
from db.setup import prepare

_SUBJECTS = (
    *("attendance", "commitment", "confirmation", "event", "event_phone", "group", "guest", "institution", "obstacle"),
    *("organisation", "person", "place", "programme", "quiz", "rating", "recommendation", "reference", "referral"),
    *("satisfaction", "session", "submission", "target", "trainer", "vote"),
)


def fill(engine: Engine) -> bool:
    """Makes the database a demonstration; False, and nothing done, where it is one already.

    Problem("demo_not_empty") where it holds anything that somebody entered: what is real is never mixed with this.
    """
    prepare(engine)
    with transaction(engine) as session:
        instance = session.get_one(Instance, 1)
        if instance.demonstration:
            return False
        for model in (Organisation, Person, Programme, Account):
            if session.execute(select(func.count()).select_from(table(model))).scalar_one():
                raise Problem("demo_not_empty")
        instance.demonstration = True
        _fill(session)
    return True


def _fill(session: Session) -> None:
    material = Material(session)
    phases = _phases(material)
    first, second = phases
    all_sent = make_organisations(material)
    make_people(material, all_sent)
    take_part(material, all_sent, phases)
    classes = make_groups(material, all_sent, first)
    plan_sittings(material, classes, first)
    enrol(material, classes, first)
    rosters = Rosters(material, classes)
    rosters.fill()
    rosters.hold_open_days(first)
    plan_next_phase(material, classes, second)
    raise_obstacles(material, all_sent)
    give_sessions(material)
    hand_in_sheets(material)
    ask_people(material)
    give_tests(material)
    event = hold_event(material, all_sent, first)
    speak_up(material, event)
    _targets(material, first)
    answer_obstacles(material)
    recommend(material, event, obstacles_by_key(material))
    people = sum(len(sent.people) for sent in all_sent)
    after = {"organisations": len(all_sent), "people": people, "groups": len(classes)}
    filled = Change(command="fill_demonstration", subject="programme", kind="programme", after=after)
    filled.row_id = first.programme_id
    enter(session, filled)
    raise_revisions(session, _SUBJECTS)


def _phases(material: Material) -> list[Phase]:
    made = material.row(Programme, DIAGNOSED, material.programme["programme"], ProgrammeRecord)
    material.session.flush()
    phases = [
        material.row(Phase, DIAGNOSED, {**values, "programme_id": key(made)}, PhaseRecord)
        for values in material.programme["phases"]
    ]
    return material.written(phases)


def _targets(material: Material, phase: Phase) -> None:
    for indicator, value in material.programme["targets"].items():
        values = {"phase_id": key(phase), "indicator": indicator, "value": value}
        material.row(Target, DIAGNOSED, values, TargetRecord)
    for province, value in material.programme["targets_of_provinces"].items():
        values = {"phase_id": key(phase), "indicator": "people_trained", "value": value}
        values["province_id"] = material.provinces[province]
        material.row(Target, DIAGNOSED, values, TargetRecord)
