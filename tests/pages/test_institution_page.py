"""The institutions' pages at the desk: what each reader sees, the forms pressed, a link shown once, late promises."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from core.i18n import words
from db.commands.commitment_updates import add_update
from db.engine import engine, reading
from db.models import Commitment, CommitmentUpdate, InstitutionLink, InstitutionPerson
from tests.db.test_answers import RAISED, Desk, step
from tests.pages.conftest import Visitor
from tests.pages.test_programme_page import press

PAGE, LIST = "explore/institution.py", "explore/institutions.py"
ENGLISH = words("en")
NAME, PHONE, WHOM = "Guichet provincial", "+212600000001", "Aux femmes de Tazarine"


@pytest.fixture
def desk(database: Path) -> Desk:
    """ONSSA was asked, and promised something that is late; it has a person with a phone."""
    assert database.exists()
    made = Desk(engine())
    made.refer("ONSSA")
    made.person(name=NAME, phone=PHONE)
    made.promise(what="Une commission mixte", institution_person_id=1, to_whom=WHOM)
    return made


def said(page: AppTest) -> str:
    parts: list[Any] = [*page.markdown, *page.caption, *page.subheader, *page.title, *page.info, *page.warning]
    return " | ".join(str(part.value) for part in [*parts, *page.success, *page.error, *page.code]) + " | ".join(
        metric.value for metric in page.metric
    )


def unfolded(page: AppTest, *keys: str) -> AppTest:
    for key in keys:
        page.session_state[key] = True
    return page.run()


def test_a_manager_reads_the_numbers_and_nobody_by_name_or_phone(desk: Desk, signed_in: Visitor) -> None:
    page = signed_in(PAGE, "manager", query={"institution": str(desk.bodies["ONSSA"])})
    assert not page.exception
    told = said(page)
    assert "Une commission mixte" in told
    assert not [name for name in (NAME, PHONE, WHOM, "Une visiteuse") if name in told]
    assert ENGLISH.count("commitment.late", (date.today() - RAISED).days - 30) in told
    assert [metric.value for metric in page.metric][:4] == ["1", "100%", "0%", "1"]
    assert ENGLISH.say("institution_person.new") not in [part.label for part in page.expander]


def test_an_institution_that_is_not_there_is_said_in_words(desk: Desk, signed_in: Visitor) -> None:
    assert desk
    assert ENGLISH.say("problem.row_gone", row="99") in said(signed_in(PAGE, "manager", query={"institution": "99"}))
    assert ENGLISH.say("institution_page.choose") in said(signed_in(PAGE, "manager"))


def test_a_step_is_entered_on_the_card_and_the_late_list_loses_the_promise(desk: Desk, signed_in: Visitor) -> None:
    listed = signed_in(LIST, "coordinator")
    assert not listed.exception
    assert ENGLISH.count("institution_page.late", 1) in said(listed)
    page = unfolded(signed_in(PAGE, "coordinator", query={"institution": str(desk.bodies["ONSSA"])}), "commitment.1")
    assert not page.exception
    text = next(area for area in page.text_area if area.label.startswith(ENGLISH.say("commitment_update.text")))
    text.set_value("La commission est passée").run()
    state = next(one for one in page.button_group if one.label == ENGLISH.say("commitment_update.state"))
    state.set_value("done").run()
    press(page, ENGLISH.say("commitment_update.save"))
    assert not page.exception
    with reading() as session:
        (made,) = session.exec(select(CommitmentUpdate)).all()
        assert (made.text, made.state) == ("La commission est passée", "done")
        assert session.get_one(Commitment, 1).state == "done"
    assert ENGLISH.count("institution_page.late", 0) in said(signed_in(LIST, "coordinator"))


def test_a_stale_step_shows_both_sides_and_saves_what_was_typed_over_it(desk: Desk, signed_in: Visitor) -> None:
    page = unfolded(signed_in(PAGE, "coordinator", query={"institution": str(desk.bodies["ONSSA"])}), "commitment.1")
    text = next(area for area in page.text_area if area.label.startswith(ENGLISH.say("commitment_update.text")))
    text.set_value("Ma visite").run()
    desk.do(add_update, 1, 1, step(state="in_progress", text="Leur visite"))
    press(page, ENGLISH.say("commitment_update.save"))
    assert ENGLISH.say("form.conflict") in said(page)
    assert "Leur visite" in said(page)
    press(page, ENGLISH.say("form.save_chosen"))
    with reading() as session:
        assert [one.text for one in session.exec(select(CommitmentUpdate)).all()] == ["Leur visite", "Ma visite"]


def test_a_person_is_added_and_a_link_is_shown_once_and_kept_as_a_hash(desk: Desk, signed_in: Visitor) -> None:
    number = desk.bodies["ONSSA"]
    page = signed_in(PAGE, "coordinator", query={"institution": str(number)})
    page = unfolded(page, f"office.new.{number}", "office.1")
    name = next(one for one in page.text_input if one.key and f"institution_person.{number}.new" in one.key)
    name.set_value("Délégation de Zagora").run()
    press(page, ENGLISH.say("institution_person.save"))
    with reading() as session:
        assert [one.name for one in session.exec(select(InstitutionPerson)).all()] == [NAME, "Délégation de Zagora"]
    page.button(key="office.link.1").click().run()
    assert not page.exception
    address = page.code[0].value
    with reading() as session:
        (link,) = session.exec(select(InstitutionLink)).all()
        assert link.expires_on == date.today() + timedelta(days=90)
        assert link.digest not in address
    assert len(address.rsplit("/", 1)[1]) == 43
    page.run()
    assert not page.code
    page.button(key=f"office.revoke.{link.id}").click().run()
    with reading() as session:
        assert session.get_one(InstitutionLink, link.id).revoked_at is not None


def test_a_promise_is_entered_for_what_the_institution_was_asked(desk: Desk, signed_in: Visitor) -> None:
    number = desk.bodies["ONSSA"]
    page = unfolded(signed_in(PAGE, "coordinator", query={"institution": str(number)}), f"institution.commit.{number}")
    press(page, ENGLISH.say("commitment.save"))
    # Refused with what is missing, and then entered.
    what = next(area for area in page.text_area if area.label.startswith(ENGLISH.say("commitment.what")))
    what.set_value("Un guichet mobile").run()
    press(page, ENGLISH.say("commitment.save"))
    assert ENGLISH.say("problem.commitment_for_nothing") in said(page)
    obstacles = next(one for one in page.multiselect if one.label == ENGLISH.say("commitment.obstacles"))
    assert obstacles.options[0].startswith("\u2068Autorisation")
    obstacles.set_value([desk.obstacle]).run()
    press(page, ENGLISH.say("commitment.save"))
    with reading() as session:
        second = session.get_one(Commitment, 2)
        assert (second.what, second.institution_id) == ("Un guichet mobile", number)


def test_an_obstacle_that_nobody_answers_stands_in_a_view_of_its_own_until_somebody_is_asked(
    desk: Desk, signed_in: Visitor
) -> None:
    assert ENGLISH.count("institution_page.without", 1) in said(signed_in(LIST, "manager"))
    desk.refer("ADS", obstacle_id=desk.other)
    assert ENGLISH.count("institution_page.without", 0) in said(signed_in(LIST, "manager"))
