"""A certificate issued and revoked at a desk, and what a stranger's phone is told of it, in Arabic."""

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.engine import Engine
from sqlmodel import Session

from core.i18n import words
from db.models import Person
from tests.browser.conftest import PHONE, Opener, Server
from tests.browser.story import Steps
from tests.db.test_certificates import Training

pytestmark = pytest.mark.browser
ARABIC = words("ar")


@pytest.fixture(scope="module")
def training(engine: Engine) -> Training:
    """A group that is finished; two of its people met the rule and may be named."""
    made = Training(engine).finish()
    with Session(engine.execution_options(writing=True)) as session, session.begin():
        session.get_one(Person, made.people["amina"]).name_ar = "أمينة العلوي"
    return made


def told(page: Page, state: str) -> None:
    expect(page.locator("main.certificate h1")).to_contain_text(ARABIC.say(f"certificate.public.{state}"))
    assert page.evaluate("document.documentElement.dir") == "rtl"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_desk_issues_and_revokes_and_a_stranger_reads_first_name_initial_module_and_day(
    opened: Opener, server: Server, training: Training
) -> None:
    desk = opened(f"/manage-certificates?group={training.sittings.group}", "coordinator")
    me = Steps(desk, ARABIC, server)
    issue = desk.get_by_role("button", name=ARABIC.count("certificate.issue_all", 2), exact=True)
    expect(issue).to_be_visible(timeout=30_000)
    issue.click()
    expect(desk.get_by_text(ARABIC.say("certificate.issued"))).to_be_visible(timeout=15_000)
    certificate = training.of("amina")

    stranger = opened(f"/certificate/{certificate.serial}", size=PHONE)
    told(stranger, "valid")
    said = stranger.locator("main").inner_text()
    assert "أمينة ع." in said
    assert "Amina A." in said
    for hidden in ("العلوي", "Alaoui", "Brahim"):
        assert hidden not in stranger.content()
    assert ARABIC.day(certificate.issued_on) in said
    unknown = opened("/certificate/K7QF-3MXD-92TR", size=PHONE)
    told(unknown, "unknown")
    assert unknown.locator("dl").count() == 0

    me.settled()
    me.choose("certificate.choose_person", "أمينة العلوي")
    me.unfold("certificate.revoking")
    me.type("certificate.reason", "ساعات خاطئة")
    me.press(ARABIC.say("certificate.revoke"))
    expect(desk.get_by_text(ARABIC.say("certificate.revoked_list"), exact=True)).to_be_visible(timeout=15_000)
    stranger.reload()
    told(stranger, "revoked")
    assert "ساعات خاطئة" not in stranger.content()
    assert ARABIC.say("certificate.public.valid") != stranger.locator("h1").inner_text()
