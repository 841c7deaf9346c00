"""The page of the settings, driven as the administrator drives it."""

from typing import Any

import pytest
from sqlmodel import Session, col, select
from streamlit.testing.v1 import AppTest

from core.access import ADMINISTRATOR, Actor
from core.i18n import LANGUAGES, words
from core.records.settings import Settings
from db.commands.ledger import perform
from db.commands.settings import change_settings
from db.engine import engine
from db.models import Change, Setting
from db.queries.settings import settings
from pages.parts.settings import GROUPS
from tests.pages.conftest import Visitor

PAGE = "manage/settings.py"
OTHER = Actor(account_id=None, username="test", roles=frozenset({ADMINISTRATOR}))


def field(page: AppTest, kind: str, label: str) -> Any:
    return next(element for element in getattr(page, kind) if element.label == label)


def save(page: AppTest) -> AppTest:
    return next(button for button in page.button if button.label == "Save the settings").click().run()


def stored() -> dict[str, Any]:
    with Session(engine()) as session:
        row = session.get(Setting, 1)
        return row.values if row else {}


@pytest.mark.parametrize("role", ["coordinator", "field_officer", "manager", "presenter"])
def test_others_do_not_see_the_settings(signed_in: Visitor, role: str) -> None:
    page = signed_in(PAGE, role, provinces=(1,))
    assert [w.value for w in page.warning] == [words("en").say("problem.not_allowed")]
    assert len(page.number_input) == 0


def test_every_setting_stands_in_a_group_with_its_words() -> None:
    named = [name for names in GROUPS.values() for name in names]
    assert sorted(named) == sorted(Settings.model_fields)
    keys = [f"setting.{part}{name}" for name in named for part in ("", "help.")]
    keys += [f"setting.group.{group}" for group in GROUPS]
    assert [key for key in keys for language in LANGUAGES if not words(language).has(key)] == []


def test_what_is_refused_is_told_beside_its_field_and_nothing_is_lost(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "administrator")
    field(page, "number_input", "Share of hours that completes the training").set_value(101)
    field(page, "number_input", "Youth: highest age (years)").set_value(121)
    field(page, "text_input", "Trusted proxies").set_value("proxy.example")
    field(page, "text_input", "Name of the data controller").set_value("Association *Moussanada*")
    save(page)
    assert not page.exception
    assert [e.value for e in page.error] == [
        "The value must lie between 0 and 120.",
        "The percentage must lie between 1 and 100.",
        "“⁨proxy.example⁩” is no network address. Example: 10.0.0.0/8",
    ]
    assert field(page, "text_input", "Name of the data controller").value == "Association *Moussanada*"
    assert stored() == {}


def test_too_many_attempts_are_refused_with_what_the_span_allows(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "administrator")
    field(page, "number_input", "Wrong attempts of an account").set_value(40)
    field(page, "number_input", "Span over which attempts count (minutes)").set_value(2)
    save(page)
    assert [e.value for e in page.error] == ["Too many attempts: at most 20 for this span."]


def test_a_share_is_typed_as_a_percentage_and_each_changed_setting_stands_in_the_history(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "administrator")
    share = field(page, "number_input", "Share of hours that completes the training")
    assert share.value == 80
    share.set_value(57)
    field(page, "checkbox", "Count an excused absence as an absence").set_value(True)
    field(page, "text_input", "Receipt number of the CNDP declaration").set_value("D-W-12/2027")
    save(page)
    assert not page.exception
    assert page.success[0].value.startswith("Saved")
    assert stored() == {"completion_share": 0.57, "excused_counts": True, "receipt": "D-W-12/2027"}
    assert field(page, "number_input", "Share of hours that completes the training").value == 57
    with Session(engine()) as session:
        entry = session.exec(select(Change).where(col(Change.command) == "change_settings")).one()
    assert entry.before is not None
    assert entry.after is not None
    changed = {name: (entry.before[name], now) for name, now in entry.after.items() if entry.before[name] != now}
    assert changed == {
        "completion_share": (0.8, 0.57),
        "excused_counts": (False, True),
        "receipt": (None, "D-W-12/2027"),
    }


def test_two_who_change_settings_are_shown_both_sides_and_one_is_chosen(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "administrator")
    field(page, "number_input", "Retention (months)").set_value(24).run()
    perform(change_settings, OTHER, "other", 1, Settings(retention_months=36, completion_share=0.75))
    save(page)
    assert [w.value for w in page.warning] == [words("en").say("form.conflict")]
    assert stored() == {"retention_months": 36, "completion_share": 0.75}
    said = " ".join([*(one.value for one in page.markdown), *(" ".join([r.label, *r.options]) for r in page.radio)])
    assert all(one in said for one in ("Retention", "24", "36", "80", "75"))
    next(b for b in page.button if b.label == words("en").say("form.keep_theirs")).click().run()
    assert not page.exception
    assert field(page, "number_input", "Retention (months)").value == 36
    field(page, "number_input", "Retention (months)").set_value(24)
    save(page)
    with Session(engine()) as session:
        assert settings(session) == Settings(retention_months=24, completion_share=0.75)
