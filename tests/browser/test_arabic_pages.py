"""The certificate desk, a person's page and the page of trainers in Arabic, at a desk and on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy.engine import Engine
from sqlmodel import select

from core.i18n import words
from core.records import validated
from core.records.trainers import TrainerRecord
from db.commands.trainers import register_trainer
from db.engine import transaction
from db.models import Certificate, Group, Person
from tests.browser.conftest import DESK, PHONE, Opener
from tests.db.test_certificates import Training

pytestmark = pytest.mark.browser
ARABIC = words("ar")
NAMES = ("أمينة العلوي", "إبراهيم السوسي", "شيماء", "دنيا", "إلياس")
# What an Arabic reader knows by these letters: the product's own name, the kind of a file.
KNOWN = {"Cooper", "UP", "PDF"}


@pytest.fixture(scope="module")
def person(engine: Engine) -> int:
    """Whoever has a certificate, in a programme that holds Arabic names alone."""
    training = Training(engine)
    trainer = {"name_ar": "إدريس بن حدو", "side": "sponsor", "phone": "+212612345678"}
    training.sittings.do(register_trainer, validated(TrainerRecord, trainer))
    with transaction(engine) as session:
        session.get_one(Group, training.sittings.group).label = "مجموعة زاكورة"
        for row, name in zip(training.people.values(), NAMES, strict=True):
            somebody = session.get_one(Person, row)
            somebody.name_ar, somebody.name_latin = name, None
    training.finish().issue()
    return training.people["amina"]


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/manage-certificates", ARABIC.say("certificate.choose_person")),
        ("/entry-person?person={person}", NAMES[0]),
        ("/manage-trainers", ARABIC.count("trainer.found", 1)),
    ],
)
def test_an_arabic_page_is_arabic_from_right_to_left_and_as_wide_as_its_window(
    opened: Opener, engine: Engine, person: int, address: str, told: str, size: dict[str, int]
) -> None:
    page = opened(address.format(person=person), "coordinator", size=size)
    main = page.locator("[data-testid=stMain]")
    expect(main.get_by_text(told, exact=True).first).to_be_visible(timeout=20_000)
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for(state="attached")
    assert main.evaluate("area => getComputedStyle(area).direction") == "rtl"
    assert main.evaluate("area => area.scrollWidth - area.clientWidth") == 0
    with transaction(engine) as session:
        serials = set(session.exec(select(Certificate.serial)))
    assert _latin(page, serials) - KNOWN == set()


# Icons are letters of a font of their own, and a prompt is seen where nothing is chosen.
_SHOWN = """area => {
    const letters = document.createTreeWalker(area, NodeFilter.SHOW_TEXT), said = [];
    while (letters.nextNode()) {
        if (!getComputedStyle(letters.currentNode.parentElement).fontFamily.includes("Material"))
            said.push(letters.currentNode.data);
    }
    const empty = [...area.querySelectorAll("[placeholder]")].filter(field => !field.value);
    return [...said, ...empty.map(field => field.placeholder)].join(" ");
}"""


def _latin(page: Page, serials: set[str]) -> set[str]:
    """The words in Latin letters that the page shows, prompts of empty fields among them, without the serials."""
    text = str(page.locator("[data-testid=stMain]").evaluate(_SHOWN))
    for serial in serials:
        text = text.replace(serial, "")
    return set(re.findall(r"[A-Za-z]{2,}", text))
