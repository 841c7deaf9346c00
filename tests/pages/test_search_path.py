"""The list of places where modules are looked for, while a page runs and another thread looks for one."""

import sys

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner.exec_code import modified_sys_path

from pages.server.search_path import keep_search_path
from tests.house.tree import ROOT


@pytest.fixture
def main_script(monkeypatch: pytest.MonkeyPatch) -> str:
    """The script whose folder Streamlit looks for, as the server names it, with a list that the test may change."""
    monkeypatch.setattr(sys, "path", [place for place in sys.path if not place.endswith("pages")])
    return str(st.App(str(ROOT / "pages" / "main.py")).script_path)


def test_without_care_a_run_changes_the_list_under_whoever_goes_through_it(main_script: str) -> None:
    before = list(sys.path)
    with modified_sys_path(main_script):
        assert sys.path != before


def test_a_run_leaves_the_list_as_it_is_and_nothing_of_the_pages_comes_before_a_library(main_script: str) -> None:
    libraries = list(sys.path)
    keep_search_path()
    kept = list(sys.path)
    assert kept[:-1] == libraries
    with modified_sys_path(main_script):
        assert sys.path == kept
    assert sys.path == kept
    keep_search_path()
    assert sys.path == kept
