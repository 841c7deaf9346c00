"""A new programme's first day: every page says what to do first, or has the form to do it with."""

import pytest

from core.i18n import LANGUAGES
from pages.menu import HOME, MENU, Page
from tests.pages.conftest import Visitor

# Pages that have their own form, or the file's box, on the first day; every other one says where to begin.
WITH_A_FORM = {
    *("manage/module_tests.py", "manage/programme.py", "manage/reference_lists.py"),
    *("manage/accounts.py", "manage/my_account.py", "manage/settings.py"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", [page for page in MENU if page is not HOME], ids=lambda page: page.address)
def test_on_an_empty_database_a_page_says_what_to_do_first(signed_in: Visitor, page: Page, language: str) -> None:
    test = signed_in(page.file, "administrator", language=language)
    assert not test.exception
    assert not test.error
    told = [info.value for info in test.info if info.icon == ":material/lightbulb:"]
    forms = [button.label for button in test.button if button.proto.type == "primary"]
    assert forms if page.file in WITH_A_FORM else told
    assert all(told)
