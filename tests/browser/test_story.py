"""The whole first story in Arabic: from an empty database to a manager who sees it in charts."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from core.i18n import words
from tests.browser.conftest import Opener, Server
from tests.browser.story import Steps

pytestmark = pytest.mark.browser
ARABIC = words("ar")
TODAY = date.today()

LIST = """Nom de la coopérative;Cercle;Commune;Douar;Axe de dévelopement;Longitude;Latitude
TIFAOUINE;SKOURA;Skoura Ahl El Oust;TOUNDOUT;Apiculture;-6.55;31.06
NAHL DADES;SKOURA;Skoura Ahl El Oust;;Patissereie;-6.50;31.05
ATLAS AZUR;TAZNAKHT;Taznakht;AIT WAGHERDA;Artisanat;-7.20;30.58
"""


def test_from_an_empty_database_to_the_charts_in_arabic(server: Server, opened: Opener, tmp_path: Path) -> None:
    # The whole of a form is in sight: a page that has to be scrolled to a list closes it again.
    page = opened("/", size={"width": 1440, "height": 2000})
    me = Steps(page, ARABIC, server)

    # The first visitor makes the administrator with the printed code.
    me.type("setup.code", server.setup_code())
    me.type("account.name", "أمينة")
    me.type("account.username", "amina")
    me.type("account.password", "جملة سرية طويلة 1")
    me.press(ARABIC.say("setup.make"))
    expect(page.get_by_role("heading", name=ARABIC.say("menu.explore.overview"))).to_be_visible(timeout=20_000)

    # The programme, its phase and a group.
    me.go("manage-programme", "menu.manage.programme")
    for language, name in (("ar", "برنامج تكوين التعاونيات"), ("fr", "Formation des coopératives"), ("en", "Training")):
        me.type(f"programme.name_{language}", name)
    me.press(ARABIC.say("editor.save"))
    me.saved()
    me.tap("programme.part", ARABIC.say("phase.title"))
    me.type("phase.code", "phase_1")
    for language, name in (("ar", "المرحلة الأولى"), ("fr", "Phase 1"), ("en", "Phase 1")):
        me.type(f"phase.name_{language}", name)
    me.day("phase.starts_on", TODAY - timedelta(days=200))
    me.day("phase.ends_on", TODAY + timedelta(days=100))
    me.press(ARABIC.say("editor.save"))
    me.saved()
    me.tap("programme.part", ARABIC.say("group.title"))
    me.type("group.label", "مجموعة سكورة")
    me.choose("form.province", "ورزازات")
    me.choose("form.commune", "سكورة اهل الوسط", typed="سكورة")
    me.press(ARABIC.say("editor.save"))
    me.saved()

    # A list of cooperatives comes in, seen row by row before.
    file = tmp_path / "liste.csv"
    file.write_bytes(LIST.encode("cp1252"))
    me.go("entry-import-organisations", "menu.entry.import_organisations")
    page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(str(file))
    me.choose("import.province", "ورزازات")
    me.press(ARABIC.count("import.accept", 3))
    expect(page.get_by_text(ARABIC.count("import.accept", 3))).to_have_count(0, timeout=20_000)

    # One more by form, then one of its people, in the group.
    me.go("entry-organisations", "menu.entry.organisations")
    me.type("organisation.name_ar", "تعاونية الورد")
    me.choose("form.province", "ورزازات")
    me.choose("form.commune", "سكورة اهل الوسط", typed="سكورة")
    me.press(ARABIC.say("organisation.save"))
    me.saved()
    me.follow("organisation.next_person")
    me.type("person.name_ar", "فاطمة الزهراء")
    me.tap("person.sex", ARABIC.say("sex.f"))
    me.choose("person.group_id", "مجموعة سكورة")
    me.press(ARABIC.say("person.save"))
    me.saved()

    # A sitting today, its roster, the tick, the closing.
    me.go("entry-sessions", "menu.entry.sessions")
    me.tap("session.choose_action", ARABIC.say("session.new"))
    me.choose("session.module_id", "تسيير التعاونية")
    me.choose("session.group_id", "مجموعة سكورة")
    me.choose("form.province", "ورزازات")
    me.choose("form.commune", "سكورة اهل الوسط", typed="سكورة")
    me.press(ARABIC.say("session.plan"))
    me.saved()
    me.follow("session.next_roster")
    me.press(ARABIC.say("roster.open"))
    me.tap("roster.who_came", "1. ⁨فاطمة الزهراء⁩")
    me.unfold("roster.closing")
    me.press(ARABIC.say("roster.close"))
    expect(page.get_by_text(ARABIC.say("roster.is_closed"))).to_be_visible()

    # An obstacle in their own words.
    me.go("entry-obstacles", "menu.entry.obstacles")
    me.choose("obstacle.category_id", "تسويق المنتجات")
    me.choose("obstacle.organisation_id", "تعاونية الورد", typed="الورد")
    me.type("obstacle.words", "لا نجد أين نبيع ماء الورد بعد الموسم")
    me.press(ARABIC.say("obstacle.save"))
    me.saved()

    # The manager sees all of it.
    manager = opened("/explore-overview", "manager", language="ar")
    expect(manager.get_by_role("heading", name=ARABIC.say("menu.explore.overview"))).to_be_visible(timeout=20_000)
    trained = manager.locator("[data-testid=stMetric]", has_text=ARABIC.say("indicator.people_trained"))
    expect(trained.locator("[data-testid=stMetricValue]")).to_have_text("1")
    expect(manager.locator("[data-testid=stVegaLiteChart]")).to_have_count(6)
    expect(manager.get_by_text("تسويق المنتجات").first).to_be_visible()
    assert "فاطمة" not in manager.locator("body").inner_text()
