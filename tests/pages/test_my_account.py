"""The page of the own account, driven as its owner drives it."""

from streamlit.testing.v1 import AppTest

from db.commands.sign_ins import checked_account, open_ticket, redeem_ticket
from tests.pages.conftest import PASSWORD, Visitor

PAGE = "manage/my_account.py"
NEW = "an entirely new sentence"


def change(page: AppTest, present: str, new: str) -> None:
    for label, value in (("Present password", present), ("New password", new)):
        next(f for f in page.text_input if f.label.removesuffix(" \\*") == label).set_value(value)
    next(b for b in page.button if b.label == "Change my password").click().run()


def test_a_wrong_present_password_or_a_common_new_one_is_told_and_changes_nothing(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "presenter")
    change(page, "another long sentence", NEW)
    assert [e.value for e in page.error] == ["The present password is wrong."]
    change(page, PASSWORD, "Password 1234")
    assert page.error[0].value.startswith("This password is well known")
    assert checked_account("visitor1", PASSWORD, "10.0.0.1") == 1


def test_somebody_changes_the_own_password_and_stays_signed_in(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "field_officer", provinces=(1,))
    assert redeem_ticket(open_ticket(1))
    page.run()
    assert page.subheader[1].value == "2 open sign-ins"
    change(page, PASSWORD, NEW)
    assert page.success[0].value.startswith("Saved")
    assert page.subheader[1].value == "1 open sign-in"
    assert checked_account("visitor1", NEW, "10.0.0.1") == 1


def test_another_sign_in_is_ended_and_ending_this_one_shows_the_door(signed_in: Visitor) -> None:
    page = signed_in(PAGE, "manager")
    assert redeem_ticket(open_ticket(1))
    page.run()
    page.button(key="end.2").click().run()
    assert page.subheader[1].value == "1 open sign-in"
    page.button(key="end.1").click().run()
    assert [t.value for t in page.title] == ["Cooper UP Monitor"]
