"""Rows of two provinces, and for each command of the field what an officer of Zagora would give it to reach Tinghir."""

import io
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from PIL import Image
from sqlalchemy.engine import Engine
from sqlmodel import col, select

from core.passwords import hashed, new_token, token_hash
from core.records import validated
from core.records.commitments import ConfirmationRecord, OrganisationVisitRecord
from core.records.events import EventRecord, GuestRecord
from core.records.organisations import FiguresRecord, ParticipationRecord
from core.records.people import EnrolmentRecord, MembershipRecord
from core.records.programme import GroupRecord
from core.records.quizzes import card_answers, quiz_of
from core.records.satisfaction import Tally
from core.records.sessions import AttendanceMark
from core.records.sheets import SheetCounts
from core.records.trainers import TrainerHours
from core.records.views import ViewName
from core.sheets.roster_filled import FilledLine, FilledRoster
from core.sheets.roster_given import seal
from db.commands.attendance import close_roster, open_roster
from db.commands.confirmations import drop_obstacle
from db.commands.events import make_event
from db.commands.guests import add_guest, check_guest_in
from db.commands.obstacles import attach_mention, raise_obstacle
from db.commands.organisations import register_organisation
from db.commands.people import register_person
from db.commands.programme import make_group
from db.commands.quizzes import change_quiz
from db.commands.registrations import register_people
from db.commands.sheet_pages import keep_page
from db.engine import reading, transaction
from db.models import (
    Confirmation,
    ConfirmationLink,
    Enrolment,
    KeptView,
    Membership,
    Mention,
    OrganisationVisit,
    PasswordLink,
    SessionTrainer,
    SignIn,
    Trainer,
)
from db.models.base import now
from db.queries.roster_workbook import workbook_secret
from db.queries.roster_workbook_giving import roster_to_fill, rows_to_fill
from db.queries.roster_workbook_preview import workbook_preview
from tests.db.entries import category, mention, obstacle, organisation, person
from tests.db.sittings import DAY, Sittings
from tests.pages.conftest import new_account

NOBODY = validated(SheetCounts, {"declared_headcount": 0, "signatures": 0})
SECRET = hashed("an entirely new sentence")


def picture(shade: int) -> bytes:
    """A photo of a sheet as the product keeps it."""
    made = io.BytesIO()
    Image.new("RGB", (40, 60), (shade, shade, shade)).save(made, "JPEG")
    return made.getvalue()


def event_record(**values: Any) -> EventRecord:
    """An afternoon in a hall."""
    hours = {"held_on": DAY, "starts_at": time(14), "ends_at": time(18)}
    return validated(EventRecord, {"name_fr": "Rencontre", **hours, **values})


def guest_record(**values: Any) -> GuestRecord:
    """Somebody of a cooperative."""
    return validated(GuestRecord, {"kind": "cooperative", **values})


class Rows:
    """The rows of Tinghir (`there`) and of Zagora (`here`), made by a coordinator; ids all of them."""

    def __init__(self, engine: Engine) -> None:
        self.sittings = made = Sittings(engine)
        self.there = self._of(
            made.tinghir_commune, "Tissage Toudgha", "Ameln", "Rkia Oubella", "Lahcen Mouhou", "Yamna Azerki"
        )
        self.here = self._of(
            made.zagora_commune, "Henné Draa", "Tafilelt", "Bouchra Sellam", "Idder Karim", "Hafida Nejjar"
        )
        for there, here in ((self.there, self.here), (self.here, self.there)):
            # Each of the two mentions the other's obstacle too.
            also = mention(organisation_id=here["organisation"], words="Nous aussi")
            made.do(attach_mention, there["heard"], also)
        words = {"words_1_fr": "Quand ?", "choice_1_1_fr": "Demain", "choice_1_2_fr": "Hier", "right_1": 1}
        made.do(change_quiz, made.module, 0, quiz_of(words))
        (self.newcomer,) = made.people("Sara", enrolled=False)
        with transaction(engine) as session:
            self.category = category(session, "land")
            self.other_account = new_account(session, "other", "manager", (), "fr")
            self.link = new_token()
            session.add(
                PasswordLink(
                    token_hash=token_hash(self.link),
                    account_id=self.other_account,
                    expires_at=now() + timedelta(hours=1),
                )
            )
            held = SignIn(cookie_hash=token_hash("cookie"), account_id=self.other_account, security_version=1)
            session.add(held)
            session.flush()
            self.other_sign_in = held.id or 0
            theirs: dict[str, Any] = {"account_id": self.other_account, "page": "explore-overview", "codes": {}}
            views = KeptView(name="Zagora", **theirs), KeptView(name="Tinghir", deleted_at=now(), **theirs)
            session.add_all(views)
            session.flush()
            self.other_view, self.other_removed_view = (view.id or 0 for view in views)

    def _of(self, commune: int, name: str, second: str, *people: str) -> dict[str, int]:
        do, made = self.sittings.do, self.sittings
        group_record = validated(GroupRecord, {"phase_id": made.phase, "commune_id": commune, "label": name})
        group = do(make_group, group_record).row_id
        cooperative = do(register_organisation, organisation(name_latin=name, commune_id=commune)).row_id
        unused = do(register_organisation, organisation(name_latin=second, commune_id=commune)).row_id
        member = do(register_person, person(name_latin=people[0]), self.belonging(cooperative)).row_id
        placed = do(register_person, person(name_latin=people[1]), None, self.place(group)).row_id
        free = do(register_person, person(name_latin=people[2]), self.belonging(cooperative)).row_id
        planned = made.plan(commune_id=commune, group_id=group, held_on=DAY + timedelta(days=7))
        held = made.plan(commune_id=commune, group_id=group)
        do(open_roster, held)
        do(register_people, held, (member,))
        (witness,) = made.people(f"Witness of {name}", enrolled=False)
        closed = made.plan(commune_id=commune, group_id=None, held_on=DAY + timedelta(days=1))
        do(open_roster, closed)
        do(register_people, closed, (witness,))
        do(close_roster, closed)
        page = do(keep_page, closed, picture(commune % 200)).row_id
        with transaction(made.engine) as session:
            land = category(session, "land")
            trainer = Trainer(name_latin=f"{name} trainer", side="external")
            session.add(trainer)
            session.flush()
            trains = SessionTrainer(session_id=held, trainer_id=trainer.id or 0)
            session.add(trains)
            session.flush()
            trained = trains.id or 0
        said = mention(organisation_id=cooperative)
        raised = do(raise_obstacle, obstacle(category_id=land, title=name), said).row_id
        told = mention(guest_name="Une visiteuse", commune_id=commune, words="La route")
        mentioned = do(attach_mention, raised, told).row_id
        event = do(make_event, event_record(commune_id=commune)).row_id
        guest, came = (do(add_guest, event, guest_record(name_latin=who)).row_id for who in people[:2])
        do(check_guest_in, event, came)
        heard = do(raise_obstacle, obstacle(category_id=land, title="Heard"), said).row_id
        dropped = do(raise_obstacle, obstacle(category_id=land, title="Dropped"), said).row_id
        do(drop_obstacle, dropped, 1, _WHY)
        with transaction(made.engine) as session:
            word = Confirmation.model_validate(_word(heard, cooperative))
            visit = OrganisationVisit.model_validate(_visit(cooperative))
            link = ConfirmationLink(organisation_id=cooperative, digest=name, expires_on=date.today())
            session.add_all((word, visit, link))
            session.flush()
            answers = {"heard": heard, "dropped": dropped}
            answers |= {"word": word.id or 0, "visit": visit.id or 0, "answering": link.id or 0}
        with reading(made.engine) as session:
            membership = session.exec(select(Membership.id).where(Membership.person_id == member)).one()
            enrolment = session.exec(select(Enrolment.id).where(Enrolment.person_id == placed)).one()
            first = session.exec(select(Mention.id).where(col(Mention.obstacle_id) == raised)).first()
        return {
            **{"commune": commune, "group": group, "organisation": cooperative, "unused": unused, "member": member},
            **{"placed": placed, "free": free, "planned": planned, "held": held, "obstacle": raised},
            **{"mention": mentioned, "membership": membership or 0, "enrolment": enrolment or 0, "first": first or 0},
            **answers,
            **{"registration": made.ids(held)[-1], "trained": trained, "closed": closed, "page": page},
            **{"event": event, "guest": guest, "came": came},
        }

    def belonging(self, organisation_id: int) -> MembershipRecord:
        """A membership since before the sessions."""
        return validated(MembershipRecord, {"organisation_id": organisation_id, "since": DAY - timedelta(days=9)})

    def place(self, group_id: int) -> EnrolmentRecord:
        """A place in a group since the day before the session."""
        return validated(EnrolmentRecord, {"group_id": group_id, "enrolled_on": DAY - timedelta(days=1)})

    def mark(self, registration_id: int) -> AttendanceMark:
        """Somebody was there."""
        present = self.sittings.status["present"]
        return validated(AttendanceMark, {"registration_id": registration_id, "status_id": present})


Arguments = list[tuple[Any, ...]]
_FIGURES = validated(FiguresRecord, {"as_of": DAY, "members": 9})
_WHY = "entered by mistake"


def _obstacle(rows: Rows, **values: Any) -> Any:
    return obstacle(category_id=rows.category, **values)


def _word(obstacle_id: int, organisation_id: int) -> ConfirmationRecord:
    said = {"obstacle_id": obstacle_id, "organisation_id": organisation_id, "verdict": "solved"}
    return validated(ConfirmationRecord, said | {"confirmed_on": date.today()})


def _visit(organisation_id: int) -> OrganisationVisitRecord:
    seen = {"organisation_id": organisation_id, "visited_on": date.today(), "words": "Vue"}
    return validated(OrganisationVisitRecord, seen)


def _taking_part(rows: Rows) -> ParticipationRecord:
    return validated(ParticipationRecord, {"phase_id": rows.sittings.phase, "state": "invited", "invited_on": DAY})


def _workbook(rows: Rows, session_id: int, registration_id: int) -> tuple[Any, ...]:
    """A workbook of the session in which somebody was there."""
    with reading(rows.sittings.engine) as session:
        given = rows_to_fill(session, None, session_id, "fr")
        lines = roster_to_fill(session, None, session_id, given, "fr", "a name").given.lines()
        named = next(row for row in given if row.registration_id == registration_id)
        filled = FilledLine(9, named.key, named.name, named.organisation, "present", "")
        roster = FilledRoster(tuple(lines), seal(workbook_secret(session), lines), (filled,))
        seen = workbook_preview(session, None, session_id, "hash", roster).digest
    return session_id, "feuille.xlsx", "hash", roster, (), (), seen


# Each pair of arguments reaches Tinghir by one of its ends: the row itself, or what is put into it.
MAKERS: dict[str, Callable[[Rows], Arguments]] = {
    "register_person": lambda r: [
        (person(name_latin="Hind"), r.belonging(r.there["organisation"])),
        (person(name_latin="Hind"), None, r.place(r.there["group"])),
    ],
    "change_person": lambda r: [(r.there["member"], 1, person(name_latin="Hind"))],
    "remove_person": lambda r: [(r.there["free"], 1, _WHY)],
    "join_organisation": lambda r: [
        (r.newcomer, r.belonging(r.there["unused"])),
        (r.there["placed"], r.belonging(r.here["unused"])),
    ],
    "end_membership": lambda r: [(r.there["membership"], 1, DAY)],
    "enrol": lambda r: [(r.newcomer, r.place(r.there["group"])), (r.there["member"], r.place(r.here["group"]))],
    "withdraw": lambda r: [(r.there["enrolment"], 1, DAY, _WHY)],
    "register_people": lambda r: [(r.there["planned"], (r.newcomer,)), (r.here["planned"], (r.there["member"],))],
    "register_group": lambda r: [
        (r.there["planned"], r.there["group"]),
        (r.here["planned"], r.there["group"]),
    ],
    "register_organisation_members": lambda r: [
        (r.there["planned"], r.there["organisation"]),
        (r.here["planned"], r.there["organisation"]),
    ],
    "take_off_roster": lambda r: [(r.there["registration"],)],
    "add_known_person": lambda r: [
        (r.there["held"], r.newcomer),
        (r.here["held"], r.there["free"]),
        (r.here["held"], r.newcomer, r.there["organisation"]),
    ],
    "add_new_person": lambda r: [
        (r.there["held"], person(name_latin="Hind")),
        (r.here["held"], person(name_latin="Hind"), r.there["organisation"]),
    ],
    "check_guest_in": lambda r: [(r.there["event"], r.there["guest"])],
    "take_check_in_back": lambda r: [(r.there["event"], r.there["came"], 2)],
    "add_walk_in": lambda r: [(r.there["event"], guest_record(organisation_id=r.here["organisation"]))],
    "apply_roster_workbook": lambda r: [_workbook(r, r.there["held"], r.there["registration"])],
    "open_roster": lambda r: [(r.there["planned"],)],
    "mark_attendance": lambda r: [(r.mark(r.there["registration"]),)],
    "change_trainer_hours": lambda r: [(r.there["trained"], 1, validated(TrainerHours, {"delivery": 3}))],
    "close_roster": lambda r: [(r.there["held"],)],
    "submit_sheet": lambda r: [(r.there["closed"], 1, NOBODY)],
    "enter_quiz": lambda r: [(r.there["closed"], "before", (card_answers(7, (1,)),))],
    "tally_satisfaction": lambda r: [(r.there["closed"], 0, validated(Tally, {"answered": 1}))],
    "keep_page": lambda r: [(r.there["closed"], picture(250))],
    "remove_page": lambda r: [(r.there["page"], 1)],
    "raise_obstacle": lambda r: [
        (_obstacle(r), mention(organisation_id=r.there["organisation"])),
        (_obstacle(r), mention(guest_name="Une visiteuse", commune_id=r.there["commune"])),
        (
            _obstacle(r, province_id=r.sittings.tinghir, scope="province"),
            mention(guest_name="Une visiteuse", commune_id=r.here["commune"]),
        ),
    ],
    "attach_mention": lambda r: [
        (r.there["obstacle"], mention(guest_name="Une autre", commune_id=r.here["commune"])),
        (r.here["obstacle"], mention(guest_name="Une autre", commune_id=r.there["commune"])),
        (r.here["obstacle"], mention(organisation_id=r.there["organisation"])),
    ],
    "change_obstacle": lambda r: [
        (r.there["obstacle"], 1, _obstacle(r)),
        (r.here["obstacle"], 1, _obstacle(r, province_id=r.sittings.tinghir, scope="province")),
    ],
    "remove_obstacle": lambda r: [(r.there["obstacle"], 1, _WHY)],
    "record_confirmation": lambda r: [
        (_word(r.there["heard"], r.there["organisation"]),),
        (_word(r.there["heard"], r.here["organisation"]),),
        (_word(r.here["heard"], r.there["organisation"]),),
    ],
    "take_confirmation_back": lambda r: [(r.there["word"], 1, _WHY)],
    "drop_obstacle": lambda r: [(r.there["heard"], 1, _WHY)],
    "pick_obstacle_up": lambda r: [(r.there["dropped"], 2, _WHY)],
    "give_confirmation_link": lambda r: [(r.there["organisation"], token_hash("new"))],
    "revoke_confirmation_link": lambda r: [(r.there["answering"], 1)],
    "record_visit": lambda r: [
        (_visit(r.there["organisation"]),),
        (_visit(r.here["organisation"]), ((r.there["obstacle"], mention(guest_name="Une visiteuse")),)),
        (_visit(r.here["organisation"]), (), (_word(r.there["heard"], r.here["organisation"]),)),
    ],
    "change_visit": lambda r: [(r.there["visit"], 1, _visit(r.there["organisation"]))],
    "remove_visit": lambda r: [(r.there["visit"], 1, _WHY)],
    "remove_mention": lambda r: [(r.there["mention"], 1, _WHY)],
    "register_organisation": lambda r: [(organisation(name_latin="Zraba", commune_id=r.there["commune"]),)],
    "change_organisation": lambda r: [
        (r.there["organisation"], 1, organisation(name_latin="Zraba", commune_id=r.there["commune"])),
        (r.here["organisation"], 1, organisation(name_latin="Zraba", commune_id=r.there["commune"])),
    ],
    "remove_organisation": lambda r: [(r.there["unused"], 1, _WHY)],
    "declare_figures": lambda r: [(r.there["organisation"], _FIGURES)],
    "set_participation": lambda r: [(r.there["organisation"], _taking_part(r))],
}

# These know no province, only whose account it is: what belongs to another account is not there.
OF_ANOTHER_ACCOUNT: dict[str, tuple[str, Callable[[Rows], tuple[Any, ...]]]] = {
    "change_own_password": ("sign_in_over", lambda _: ("cookie", SECRET)),
    "end_own_sign_in": ("row_gone", lambda r: (r.other_sign_in,)),
    "rename_view": ("row_gone", lambda r: (r.other_view, 1, validated(ViewName, {"name": "Mine"}))),
    "remove_view": ("row_gone", lambda r: (r.other_view, 1)),
    "bring_view_back": ("row_gone", lambda r: (r.other_removed_view, 1)),
    "use_password_link": ("link_unknown", lambda r: (r.link, SECRET)),
}

# These write no row that lies anywhere: of the actor's own account, what the program does by itself, and that a file
# was taken away.
NOWHERE = frozenset({"close_heard_obstacles", "choose_language", "enter_export", "enter_figures_export", "keep_view"})
