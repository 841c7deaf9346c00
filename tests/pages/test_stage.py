"""The stage as its screens receive it: the exact state, what is frozen or black, who may open it, and no name in it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.access import ADMINISTRATOR, COORDINATOR, PRESENTER
from core.i18n import ZONE
from core.passwords import token_hash
from core.problems import Problem
from core.records import validated
from core.records.events import SCENES, StageLookRecord
from core.records.settings import Settings
from core.records.stage import StageLinkRecord
from core.theme import contrast
from db.commands.events import make_event
from db.commands.ledger import perform, raise_revisions
from db.commands.settings import change_settings
from db.commands.stage import (
    black_out_stage,
    change_stage_look,
    freeze_stage,
    light_stage,
    make_stage,
    move_stage,
    unfreeze_stage,
)
from db.commands.stage_links import make_stage_link, revoke_stage_link
from db.engine import engine, reading, transaction
from db.models import (
    TABLES,
    Attempt,
    Commitment,
    Guest,
    Institution,
    LiveSubmission,
    ObstacleCategory,
    Organisation,
    Person,
    Province,
    StageLink,
    Vote,
)
from db.queries.settings import UNCHANGED
from db.queries.stage import stage_now
from db.queries.stage_figures import PARTS, stage_figures
from pages.public import stage as page
from pages.public import stage_drawing, stage_snapshot
from pages.public.stage_snapshot import Snapshots
from pages.server.routes import ROUTES
from tests.conftest import actor
from tests.db.rows_elsewhere import event_record
from tests.subjects import NEVER_WRITTEN, SUBJECT_OF

DESK, PRESENTING = actor(COORDINATOR), actor(PRESENTER)
# Each stands in a column that the stage must never read.
PLANTED = ("Zqguest", "زقضيف", "Zqorganisation", "زقمنظمة", "Zqperson", "Zqfrom", "Zqwhom", "0661234567")
_READ = re.compile(r"\b(?:FROM|JOIN) (\w+)")


@dataclass
class Hall:
    """An event of today with its stage and a link, seen through a browser that keeps nothing."""

    client: TestClient
    event: int = 0
    link: int = 0
    token: str = "the token of the stage"
    actions: int = 0
    time: float = 0.0
    asked: list[str] = field(default_factory=list)

    def do(self, command: Any, *arguments: Any, by: Any = PRESENTING) -> int:
        self.actions += 1
        return perform(command, by, f"key {self.actions}", *arguments).row_id

    def state(self, later: float = 1.0) -> dict[str, Any]:
        """The state that a screen is told after so many seconds."""
        self.time += later
        answer = self.client.get(f"/stage/{self.token}/state")
        assert answer.status_code == 200
        found: dict[str, Any] = answer.json()
        return found

    def figures(self) -> dict[str, Any]:
        with reading() as session:
            return stage_figures(session, self.event)


@pytest.fixture
def hall(database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hall]:
    """An event that runs now, without anybody in it."""
    assert database.exists()
    made = Hall(TestClient(Starlette(routes=ROUTES)))
    snapshots = Snapshots(clock=lambda: made.time)
    for module in (page, stage_drawing, stage_snapshot):
        monkeypatch.setattr(module, "SNAPSHOTS", snapshots)
    today = datetime.now(ZONE).date()
    record = event_record(name_ar="اللقاء", name_fr="Rencontre", held_on=today, starts_at="00:00", ends_at="23:59")
    made.event = made.do(make_event, record, by=DESK)
    made.do(make_stage, made.event)
    until = validated(StageLinkRecord, {"expires_on": today + timedelta(days=1)})
    made.link = made.do(make_stage_link, made.event, token_hash(made.token), until)

    def heard(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        made.asked.append(statement)

    event.listen(engine(), "before_cursor_execute", heard)
    yield made
    event.remove(engine(), "before_cursor_execute", heard)


def fill(hall: Hall) -> None:
    """Five guests, two of one cooperative; four sentences, one of them not moderated; votes of two; one promise."""
    with transaction() as session:
        category = {
            code: session.exec(select(ObstacleCategory.id).where(ObstacleCategory.code == code)).one()
            for code in ("marketing", "land")
        }
        zagora = session.exec(select(Province.id).where(Province.name_fr == "Zagora")).one()
        organisation = Organisation(kind="cooperative", name_latin="Zqorganisation", name_ar="زقمنظمة")
        session.add_all([organisation, Person(name_latin="Zqperson")])
        session.flush()
        came = datetime.now(ZONE).replace(hour=9, minute=20, second=0, microsecond=0)
        guests = [
            Guest(
                event_id=hall.event,
                kind=kind,
                name_latin="Zqguest",
                name_ar="زقضيف",
                comes_from="Zqfrom",
                phone="0661234567",
                organisation_id=organisation.id if number < 2 else None,
                province_id=zagora if number else None,
                badge=f"badge {number}",
                checked_in_at=came + timedelta(minutes=20 * number) if number < 4 else None,
            )
            for number, kind in enumerate(("cooperative", "cooperative", "institution", "other", "other"))
        ]
        session.add_all(guests)
        session.flush()
        said = (("land", 0, "shown"), ("land", 1, "merged"), ("marketing", 2, "shown"), ("marketing", 3, "pending"))
        for code, guest, state in said:
            session.add(
                LiveSubmission(
                    event_id=hall.event,
                    guest_id=guests[guest].id or 0,
                    category_id=category[code] or 0,
                    province_id=zagora,
                    text=f"{code} of {guest} <b>",
                    state=state,
                    moderated_at=came if state != "pending" else None,
                )
            )
        for code, guest in (("land", 0), ("marketing", 0), ("land", 1)):
            values = {"guest_id": guests[guest].id or 0, "category_id": category[code] or 0}
            session.add(Vote.model_validate({"event_id": hall.event, **values}))
        onssa = session.exec(select(Institution.id).where(Institution.acronym == "ONSSA")).one()
        promise = {"what": "Un guichet à Zagora", "promised_on": came.date(), "due_on": date(2027, 3, 1)}
        session.add(Commitment.model_validate({"institution_id": onssa, "to_whom": "Zqwhom", **promise}))
        raise_revisions(session, ("guest", "submission", "vote", "commitment", "organisation", "person"))


def test_the_figures_of_a_small_event_are_exactly_these(hall: Hall) -> None:
    fill(hall)
    told = hall.figures()
    assert told["hall"] == {
        "here": 4,
        "kinds": [
            {"code": "cooperative", "guests": 2},
            {"code": "association", "guests": 0},
            {"code": "institution", "guests": 1},
            {"code": "other", "guests": 1},
        ],
        "provinces": [
            {"code": "08.587", "names": {"ar": "زاكورة", "fr": "Zagora"}, "guests": 3},
            {"code": None, "names": {"ar": None, "fr": None}, "guests": 1},
        ],
        "arrivals": [
            {"since": "09:15", "guests": 1},
            {"since": "09:30", "guests": 2},
            {"since": "09:45", "guests": 2},
            {"since": "10:00", "guests": 3},
            {"since": "10:15", "guests": 4},
        ],
    }
    raised = told["obstacles"]
    # Two guests of one cooperative are one voice: land has two sentences of one voice.
    assert (raised["said"], raised["voices"]) == (3, 2)
    assert [(one["code"], one["voices"], one["said"]) for one in raised["ranked"][:3]] == [
        *(("land", 1, 2), ("marketing", 1, 1), ("financing", 0, 0))
    ]
    assert [one["text"] for one in raised["newest"]] == ["marketing of 2 <b>", "land of 0 <b>"]
    assert (told["votes"]["voters"], told["votes"]["open"]) == (2, False)
    assert [(one["code"], one["votes"]) for one in told["votes"]["ranked"][:2]] == [("land", 2), ("marketing", 1)]
    body = next(one for one in told["promises"]["institutions"] if one["acronym"] == "ONSSA")
    assert (body["promised"], body["done"], body["today"]) == (1, 0, 1)
    assert [one["what"] for one in told["promises"]["newest"]] == ["Un guichet à Zagora"]


def test_every_scene_makes_sense_before_anything_happened(hall: Hall) -> None:
    pictures = hall.state()["pictures"]
    assert tuple(pictures) == SCENES
    assert "Dans l’attente des premières arrivées" in pictures["arrivals"]
    assert "Dites ce qui freine votre coopérative" in pictures["obstacles"]
    assert "Les résultats s’affichent dès le premier vote" in pictures["vote"]
    assert "Les engagements s’inscrivent ici" in pictures["institutions"]
    assert "La phase suivante sera bientôt annoncée" in pictures["next_phase"]
    assert "Les chiffres s’affichent dès les premières séances" in pictures["programme"]
    assert "Ce que vous avez dit est noté" not in pictures["thanks"]
    assert all("NaN" not in picture and "None" not in picture for picture in pictures.values())


def test_a_change_is_in_the_next_state_and_what_was_seen_is_not_sent_again(hall: Hall) -> None:
    before = hall.state()
    hall.time += 1
    same = hall.client.get(f"/stage/{hall.token}/state", params={"seen": before["edition"]})
    assert (same.status_code, same.content) == (204, b"")
    fill(hall)
    after = hall.state()
    assert after["edition"] != before["edition"]
    assert 'data-count="4"' in after["pictures"]["arrivals"]
    assert after["changed_at"] > before["changed_at"]
    # What somebody typed is text and no markup.
    assert "marketing of 2 &lt;b&gt;" in after["pictures"]["obstacles"]
    assert "Ce que vous avez dit est noté" in after["pictures"]["thanks"]
    # Written to, and saying the same: nothing changed for whoever looks.
    with transaction() as session:
        raise_revisions(session, ("guest", "vote"))
    assert hall.state()["edition"] == after["edition"]


def test_frozen_keeps_every_figure_black_shows_nothing_and_a_jump_moves_all(hall: Hall) -> None:
    hall.do(freeze_stage, hall.event)
    fill(hall)
    frozen = hall.state()
    assert 'data-count="4"' not in frozen["pictures"]["arrivals"]
    assert frozen["changed_at"] == frozen["frozen_at"]
    assert re.fullmatch(r"\d\d:\d\d", frozen["frozen_time"])
    hall.do(unfreeze_stage, hall.event)
    assert 'data-count="4"' in hall.state()["pictures"]["arrivals"]
    with reading() as session:
        stage = stage_now(session, hall.event)
    assert stage
    vote = next(line.id for line in stage.scenes if line.kind == "vote")
    hall.do(move_stage, hall.event, "jump", vote)
    moved = hall.state()
    assert (moved["moved_to"], moved["paused_at"]) == (vote, moved["moved_at"])
    assert 'data-kind="vote"' in hall.client.get(f"/stage/{hall.token}").text
    hall.do(black_out_stage, hall.event)
    assert (hall.state()["black"], hall.state()["pictures"]) == (True, {})
    black = hall.client.get(f"/stage/{hall.token}").text
    assert "data-black" in black
    assert '<main id="stage"></main>' in black
    hall.do(light_stage, hall.event)
    assert tuple(hall.state()["pictures"]) == SCENES


def test_the_code_leads_where_phones_reach_the_server_whatever_the_projector_calls_it(hall: Hall) -> None:
    assert "testserver/e/" in hall.state()["pictures"]["welcome"]
    with pytest.raises(Problem) as refused:
        validated(Settings, {"public_address": "https://hall.example/stage"})
    assert [(one.code, one.field) for one in refused.value.each()] == [("server_address_wrong", "public_address")]
    record = validated(Settings, {"public_address": "https://hall.example/"})
    hall.do(change_settings, UNCHANGED, record, by=actor(ADMINISTRATOR))
    welcome = hall.state()["pictures"]["welcome"]
    assert "hall.example/e/" in welcome
    assert "testserver" not in welcome


@pytest.mark.parametrize(("language", "spoken"), [("ar", {"ar"}), ("fr", {"fr"}), ("both", {"ar", "fr"})])
def test_the_stage_speaks_arabic_french_or_both(hall: Hall, language: str, spoken: set[str]) -> None:
    fill(hall)
    hall.do(change_stage_look, hall.event, StageLookRecord(language=language, look="light"))
    state = hall.state()
    for kind, picture in state["pictures"].items():
        assert set(re.findall(r'<span lang="(\w+)"', picture)) == spoken, kind
    document = hall.client.get(f"/stage/{hall.token}").text
    direction = "ltr" if language == "fr" else "rtl"
    assert f'dir="{direction}" data-look="light" data-language="{language}"' in document
    both = (
        ">من معنا اليوم<" in state["pictures"]["arrivals"],
        ">Qui est là aujourd’hui<" in state["pictures"]["arrivals"],
    )
    assert both == ("ar" in spoken, "fr" in spoken)


def test_a_link_that_is_guessed_over_or_taken_back_is_answered_alike_and_slowed_down(hall: Hall) -> None:
    good, hall.time = hall.client.get(f"/stage/{hall.token}"), hall.time + 1
    guessed = hall.client.get("/stage/guessed")
    assert (good.status_code, guessed.status_code) == (200, 404)
    today = datetime.now(ZONE).date()
    until = validated(StageLinkRecord, {"expires_on": today})
    hall.do(make_stage_link, hall.event, token_hash("short"), until)
    hall.time += 1
    assert hall.client.get("/stage/short").status_code == 200
    with transaction() as session:
        for link in session.exec(select(StageLink).where(StageLink.digest == token_hash("short"))):
            link.expires_on = today - timedelta(days=1)
        raise_revisions(session, ("stage",))
    hall.do(revoke_stage_link, hall.link)
    hall.time += 1
    answers = [hall.client.get(f"/stage/{token}") for token in (hall.token, "short", "guessed")]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, guessed.content)}
    states = [hall.client.get(f"/stage/{token}/state") for token in (hall.token, "short", "guessed")]
    assert {(answer.status_code, answer.content) for answer in states} == {(404, b"")}
    # Eight wrong ones in five minutes are enough from one address; none of them shows anything.
    last = [hall.client.get(f"/stage/guess{number}").status_code for number in range(4)]
    assert last == [404, 429, 429, 429]
    assert hall.client.get("/stage/another/state").status_code == 429
    with reading() as session:
        tries = session.exec(select(Attempt.scope).where(col(Attempt.scope).startswith("stage:"))).all()
    assert len(tries) == 8


def test_a_good_link_opens_whatever_others_in_the_hall_guess(hall: Hall) -> None:
    for number in range(12):
        hall.client.get(f"/stage/guess{number}")
    assert hall.client.get(f"/stage/{hall.token}").status_code == 200
    assert hall.client.get("/stage/guess").status_code == 429


def test_no_name_and_no_phone_is_in_any_byte_that_a_stage_receives(hall: Hall) -> None:
    fill(hall)
    received = [json.dumps(hall.figures(), ensure_ascii=False)]
    for language in ("ar", "fr", "both"):
        hall.do(change_stage_look, hall.event, StageLookRecord(language=language, look="dark"))
        hall.time += 1
        document = hall.client.get(f"/stage/{hall.token}").text
        received += [document, hall.client.get(f"/stage/{hall.token}/state").text]
        received += [hall.client.get(address).text for address in re.findall(r'"(/assets/stage[^"]+)"', document)]
    assert len(received) == 1 + 3 * 4
    assert [name for name in PLANTED for text in received if name in text] == []
    # What moderators have not let through is on no stage either.
    assert not any("marketing of 3" in text for text in received)


def test_ten_stages_share_one_small_query_a_refresh_and_ask_the_figures_once_a_change(hall: Hall) -> None:
    hall.state()
    hall.asked.clear()
    for _ in range(10):
        hall.state(later=0)
    assert hall.asked == []
    hall.time += 1
    for _ in range(10):
        hall.state(later=0)
    assert len([one for one in hall.asked if one.startswith("SELECT")]) == 1
    assert "FROM instance LEFT OUTER JOIN revision" in hall.asked[-1].replace("\n", " ")
    hall.asked.clear()
    with transaction() as session:
        raise_revisions(session, ("vote",))
    hall.asked.clear()
    hall.time += 1
    for _ in range(10):
        hall.state(later=0)
    # A vote asks the revisions and the votes anew: who voted, for what, whether it is open, and the categories.
    assert len([one for one in hall.asked if one.startswith("SELECT")]) == 5


def test_each_part_of_the_figures_names_every_subject_that_it_reads(hall: Hall) -> None:
    fill(hall)
    for name, (query, subjects) in PARTS.items():
        hall.asked.clear()
        with reading() as session:
            query(session, hall.event)
        tables = {one for asked in hall.asked for one in _READ.findall(asked) if one in TABLES.metadata.tables}
        assert {SUBJECT_OF.get(one, one) for one in tables - NEVER_WRITTEN} <= set(subjects), name


def test_the_stage_is_read_from_the_last_row_in_both_looks() -> None:
    style = (Path(__file__).parents[2] / "pages/server/assets/stage.css").read_text(encoding="utf-8")
    dark, light = (
        dict(re.findall(r"--(\w+): (#\w{6})", style.split(head)[1].split("}")[0])) for head in ("html {", '"light"] {')
    )
    for look in (dark, {**dark, **light}):
        for text in ("text", "quiet"):
            for ground in ("background", "surface"):
                assert contrast(look[text], look[ground]) >= 7, (text, ground)
        assert contrast(look["accent"], look["background"]) >= 7
    assert "prefers-reduced-motion: reduce" in style
