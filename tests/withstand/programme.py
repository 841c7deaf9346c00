"""What visitors need before they begin: a phase that runs today, people who are signed in, the names they type."""

import random
import string
from datetime import date

from sqlalchemy.engine import Engine

from core.access import COORDINATOR, Actor
from core.passwords import new_token, token_hash
from core.records import validated
from core.records.organisations import FiguresRecord, OrganisationRecord, ParticipationRecord
from core.records.programme import PhaseRecord, ProgrammeRecord
from db.commands.programme import make_phase, make_programme
from db.engine import transaction
from db.models import SignIn
from pages.server.cookies import SIGN_IN
from tests.pages.conftest import new_account

ACTOR = Actor(None, "withstand", frozenset({COORDINATOR}))
_TODAY = date.today()


def begun(engine: Engine) -> int:
    """A programme with a phase that runs today; the phase's id."""
    names = {"name_ar": "برنامج", "name_fr": "Programme", "name_en": "Programme"}
    with transaction(engine) as session:
        programme = make_programme(session, ACTOR, "programme", validated(ProgrammeRecord, names)).row_id
        days = {"starts_on": date(_TODAY.year - 1, 1, 1), "ends_on": date(_TODAY.year + 1, 12, 31)}
        phase = {"programme_id": programme, "code": "phase_1", **names, **days}
        return make_phase(session, ACTOR, "phase", validated(PhaseRecord, phase)).row_id


def cookies(engine: Engine, number: int) -> list[str]:
    """The cookie headers of so many coordinators who are signed in and read French."""
    made = [new_token() for _ in range(number)]
    with transaction(engine) as session:
        for place, cookie in enumerate(made):
            account = new_account(session, f"visitor{place}", COORDINATOR, (), "fr")
            session.add(SignIn(cookie_hash=token_hash(cookie), account_id=account, security_version=1))
    return [f"{SIGN_IN}={cookie}" for cookie in made]


def name() -> str:
    """A name like no other: two alike would be asked about as likely doubles."""
    return "".join(random.choices(string.ascii_lowercase, k=14)).capitalize()


def records(phase: int, called: str) -> tuple[OrganisationRecord, FiguresRecord, ParticipationRecord]:
    """The parts of a new organisation."""
    return (
        validated(OrganisationRecord, {"kind": "cooperative", "name_latin": called}),
        validated(FiguresRecord, {"as_of": _TODAY, "members": 12}),
        validated(ParticipationRecord, {"phase_id": phase}),
    )
