"""The page of certificates at a desk, and the one anybody opens from the code: what each tells, and what not."""

import re
from pathlib import Path

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from core.i18n import LANGUAGES, words
from db.commands.certificates import revoke_certificate
from db.engine import engine, reading, transaction
from db.models import Certificate, Change, Person
from pages.public.routes import ROUTES
from pages.server.gate import is_page
from tests.db.test_certificates import Training
from tests.pages.conftest import Visitor

ENGLISH = words("en")


@pytest.fixture
def training(database: Path) -> Training:
    assert database.exists()
    return Training(engine())


@pytest.fixture
def stranger() -> TestClient:
    """A browser of somebody without an account."""
    return TestClient(Starlette(routes=ROUTES), follow_redirects=False)


def issued(training: Training) -> str:
    training.finish().issue()
    return training.of("amina").serial


def test_of_an_unknown_serial_a_stranger_is_always_told_the_same(stranger: TestClient, training: Training) -> None:
    serial = issued(training)
    first = stranger.get("/certificate/K7QF-3MXD-92TR", headers={"Accept-Language": "en"})
    assert first.status_code == 404
    assert ENGLISH.say("certificate.public.unknown_text") in first.text
    assert "<dl>" not in first.text
    for other in ("nothing", serial[:-1], "%3Cscript%3Ealert(1)", "1%27%20OR%201%3D1"):
        answer = stranger.get(f"/certificate/{other}", headers={"Accept-Language": "en"})
        assert (answer.status_code, answer.text) == (404, first.text)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_the_page_is_read_and_nothing_else(stranger: TestClient, training: Training, method: str) -> None:
    assert getattr(stranger, method)(f"/certificate/{issued(training)}").status_code == 405


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stranger_reads_no_more_than_first_name_and_initial_training_and_day(
    stranger: TestClient, training: Training, language: str
) -> None:
    with transaction() as session:
        person = session.get_one(Person, training.people["amina"])
        person.name_ar, person.phone = "أمينة العلوي", "+212661239876"
    serial = issued(training)
    answer = stranger.get(f"/certificate/{serial}", headers={"Accept-Language": f"{language}-MA,{language};q=0.9"})
    said, page = words(language), answer.text
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert said.say("certificate.public.valid") in page
    assert f'lang="{language}" dir="{said.direction}"' in page
    assert "Amina A." in page
    assert "أمينة ع." in page
    for hidden in ("Alaoui", "العلوي", "239876", "Brahim", "set-cookie"):
        assert hidden not in page + str(answer.headers)
    assert said.day(training.of("amina").issued_on) in page
    assert [code in page for code in ("?language=ar", "?language=fr", "?language=en")] == [True] * 3
    other = stranger.get(f"/certificate/{serial}?language=fr", headers={"Accept-Language": language})
    assert words("fr").say("certificate.public.valid") in other.text


def test_a_revoked_certificate_says_so_and_not_why(stranger: TestClient, training: Training) -> None:
    serial = issued(training)
    training.sittings.do(revoke_certificate, training.of("amina").id or 0, 1, "Secret reason")
    page = stranger.get(f"/certificate/{serial}?language=en").text
    assert ENGLISH.say("certificate.public.revoked_text") in page
    assert "Secret reason" not in page


def test_the_address_of_a_certificate_is_no_page_of_the_frame() -> None:
    assert not is_page("/certificate/K7QF-3MXD-92TR")


def test_names_on_the_page_are_text(stranger: TestClient, training: Training) -> None:
    with transaction() as session:
        session.get_one(Person, training.people["amina"]).name_latin = "<img/src=x> Alaoui"
    page = stranger.get(f"/certificate/{issued(training)}?language=en").text
    assert "<img" not in page
    assert "&lt;img/src=x&gt; A." in page


def test_the_desk_sees_who_met_the_rule_and_issues_once(signed_in: Visitor, training: Training) -> None:
    training.finish()
    page = signed_in("manage/certificates.py", "coordinator", query={"group": str(training.sittings.group)})
    assert not page.exception
    assert [part.value for part in page.subheader] == ["3 people met the rule", "1 person did not meet the rule"]
    assert any("80%" in caption.value for caption in page.caption)
    assert ENGLISH.count("certificate.hidden", 1) in [caption.value for caption in page.caption]
    shown = " ".join(str(table.value.to_dict()) for table in page.table)
    assert "Dounia" not in shown
    assert "missing" in re.sub(r"[\u2066-\u2069]", "", shown)
    press = [button for button in page.button if button.label == ENGLISH.count("certificate.issue_all", 2)]
    press[0].click().run()
    assert not page.exception
    assert ENGLISH.say("certificate.issued") in [part.value for part in page.success]
    assert ENGLISH.count("certificate.issue_all", 2) not in [button.label for button in page.button]
    with reading() as session:
        assert len(session.exec(select(Certificate)).all()) == 2


def test_the_desk_revokes_with_a_reason(signed_in: Visitor, training: Training) -> None:
    issued(training)
    page = signed_in("manage/certificates.py", "coordinator", query={"group": str(training.sittings.group)})
    page.selectbox(key=f"certificates.person.{training.sittings.group}").set_value(training.people["amina"]).run()
    revoke = next(button for button in page.button if button.label == ENGLISH.say("certificate.revoke"))
    revoke.click().run()
    assert [error.value for error in page.error] == [ENGLISH.say("problem.required")]
    next(field for field in page.text_input if "eason" in field.label).set_value("Wrong hours").run()
    next(button for button in page.button if button.label == ENGLISH.say("certificate.revoke")).click().run()
    assert not page.exception
    assert ENGLISH.say("certificate.revoked_list") in [part.value for part in page.subheader]
    with reading() as session:
        assert session.exec(select(Change.reason).where(Change.command == "revoke_certificate")).one() == "Wrong hours"


def test_a_running_group_is_told_so_and_issues_nothing(signed_in: Visitor, training: Training) -> None:
    page = signed_in("manage/certificates.py", "coordinator", language="ar")
    assert not page.exception
    assert [warning.value for warning in page.warning] == [words("ar").say("certificate.running")]
    assert not [button for button in page.button if button.proto.type == "primary"]
    assert training
