"""Every table and every list of the product is taken away as CSV and XLSX, or says here why it is not."""

import ast

import pytest

from core.i18n import LANGUAGES, words
from core.records.fields import CODE_LENGTH
from tests.house.tree import modules, name, parsed

DRAWN = {"st.table", "st.dataframe", "st.data_editor", "show_table", "table"}
OFFERED = {"offer_files", "offer_menu", "offer_standing", "export_button", "table"}
# Drawn by a function that takes nothing away itself; each with its reason.
ELSEWHERE = {
    "pages/parts/tables.py:show_table": "whoever calls it offers the files",
    "pages/parts/certificates.py:who": "its two lists are one file, offered beside them",
    "pages/parts/import_preview.py:show_preview": "the reader's own file before anything of it is kept",
    "pages/parts/roster_workbook_preview.py:show_differences": "the reader's own file before anything of it is kept",
    "pages/parts/event_proposal.py:_preview": "the reader's own file before anything of it is kept",
    "pages/parts/doubles_compare.py:_hanging": "what one press would move, of two rows that are on the page",
    "pages/parts/privacy_tables.py:show_section": "the person's file is taken whole, as the law has it",
}
# Lists that stand as cards or in a choice, with the file that each is taken as.
LISTS = {
    "pages/entry/sessions.py": "sessions",
    "pages/explore/obstacles.py": "obstacles",
    "pages/explore/organisations.py": "organisations",
    "pages/explore/sheets.py": "sheet_sessions",
    "pages/manage/accounts.py": "accounts",
    "pages/manage/bin.py": "bin_rows",
    "pages/manage/history.py": "history",
    "pages/manage/privacy.py": "privacy_requests",
    "pages/manage/retention.py": "kept_too_long",
    "pages/parts/board_list.py": "obstacles_followed",
    "pages/parts/doubles.py": "likely_doubles",
    "pages/parts/person_page.py": "member_lights",
    "pages/parts/recommendations.py": "recommendations",
    "pages/parts/week.py": "due_dates",
    "pages/parts/trainer_hours_missing.py": "hours_missing",
    "pages/parts/trainers.py": "trainers",
}


def called(node: ast.AST) -> set[str]:
    """The functions that are called anywhere in it, functions of its own apart."""
    return {ast.unparse(n.func) for n in ast.walk(node) if isinstance(n, ast.Call)}


def drawing() -> dict[str, bool]:
    """Each function that draws a table, by module and function (a page's own lines are `page`): whether it offers
    files, or calls a function of its module that does, or is called by one.
    """
    found = {}
    for path in modules("pages"):
        parts = {n.name: called(n) for n in parsed(path).body if isinstance(n, ast.FunctionDef)}
        lines = ast.Module([n for n in parsed(path).body if not isinstance(n, ast.FunctionDef)], [])
        parts["page"] = called(lines)

        def offers(part: str, parts: dict[str, set[str]] = parts) -> bool:
            return bool(parts[part] & OFFERED) or any(parts[other] & OFFERED for other in parts[part] & set(parts))

        for part, calls in parts.items():
            if calls & DRAWN:
                found[f"{name(path)}:{part}"] = any(
                    offers(other) for other, own in parts.items() if other == part or part in own
                )
    return found


def test_whatever_draws_a_table_offers_it_as_files() -> None:
    found = drawing()
    assert len(found) > 20
    assert sorted(where for where, offered in found.items() if not offered) == sorted(ELSEWHERE)


@pytest.mark.parametrize(("where", "taken"), LISTS.items())
def test_each_list_has_its_file(where: str, taken: str) -> None:
    path = next(path for path in modules("pages") if name(path) == where)
    told = {n.value for n in ast.walk(parsed(path)) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    assert taken in told


def test_each_file_has_its_name_in_words() -> None:
    offering = [
        node
        for path in modules("pages")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("offer_files", "offer_menu")
    ]
    offered = {str(node.args[1].value) for node in offering if isinstance(node.args[1], ast.Constant)}
    assert len(offered) > 20
    for code in offered:
        assert len(code) <= CODE_LENGTH
        assert all(words(language).has(f"export_what.{code}") for language in LANGUAGES), code
