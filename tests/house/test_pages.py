"""Every page begins with its gate, is registered once, and is short enough to be read as a story."""

import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import db.commands
from core.access import ACTIONS
from db.commands.ledger import COMMANDS
from pages.menu import MENU
from tests.house.tree import ROOT, modules, name, parsed, texts

PAGE_ROOMS = ("explore", "entry", "present", "manage")
PAGES = [
    path for room in PAGE_ROOMS for path in sorted((ROOT / "pages" / room).rglob("*.py")) if path.name != "__init__.py"
]


def test_every_page_is_in_the_menu_and_every_line_of_the_menu_is_a_page() -> None:
    assert sorted(f"pages/{page.file}" for page in MENU) == sorted(name(path) for path in PAGES)


def test_every_page_has_an_address_of_its_own_on_one_level() -> None:
    addresses = [page.address for page in MENU]
    assert len(set(addresses)) == len(addresses)
    assert not any("/" in address for address in addresses)


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_a_page_asks_who_visits_before_anything_else(path: Path) -> None:
    statements = [n for n in parsed(path).body if not isinstance(n, ast.Import | ast.ImportFrom | ast.FunctionDef)]
    first = ast.unparse(statements[1])
    action = next(page.action for page in MENU if f"pages/{page.file}" == name(path))
    assert first == f"visit = enter('{action}')"


@pytest.mark.parametrize("path", list(modules("pages")), ids=name)
def test_a_fragment_asks_who_visits_before_anything_else(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef) and any("fragment" in ast.unparse(d) for d in node.decorator_list):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            assert "enter(" in ast.unparse(body[0]), f"{name(path)}:{node.lineno}"


def test_a_page_is_short_enough_to_be_read_as_a_story() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PAGES}
    assert {path: lines for path, lines in lengths.items() if lines > 120} == {}


def test_every_action_of_the_menu_and_of_the_commands_is_in_the_table() -> None:
    assert {page.action for page in MENU} <= set(ACTIONS)
    for module in pkgutil.iter_modules(db.commands.__path__, "db.commands."):
        importlib.import_module(module.name)
    assert len(COMMANDS) > 5
    assert {command.action for command in COMMANDS.values()} <= set(ACTIONS)


def test_no_page_shows_unescaped_html() -> None:
    wrong = [
        f"{name(path)}:{node.lineno}"
        for path in modules("pages")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.keyword) and node.arg == "unsafe_allow_html"
    ]
    assert wrong == []


def test_pages_hold_no_sentence() -> None:
    def spoken(text: str) -> bool:
        return " " in text.strip() and any(c.isalpha() for c in text) and text[:1].isupper()

    wrong = [f"{name(path)}:{line} {text!r}" for path in PAGES for line, text in texts(path) if spoken(text)]
    assert wrong == []
