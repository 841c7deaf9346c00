"""The two parts of the page of opinions: what people thought of their sessions, and what their tests say."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from core.filters import Filters
from db.queries.figures import SATISFACTION
from db.queries.quizzes import quizzes_by_id, quizzes_by_version, quizzes_taken, sessions_tested
from db.queries.satisfaction import MOST_SESSIONS, satisfaction_by, sessions_asked
from pages.parts.data import frame_of, fresh, made_of
from pages.parts.filters import Choices
from pages.parts.quiz_tables import TESTED_SUBJECTS, VERSION_SUBJECTS, in_order, of_sessions, of_versions
from pages.parts.quizzes import question_rows
from pages.parts.satisfaction_tables import MODULE_SUBJECTS, SESSION_SUBJECTS, by_module, by_session
from pages.parts.tables import offer_files, show_table
from pages.parts.visit import Visit


def thought(visit: Visit, choices: Choices) -> None:
    """What people thought: in all, by module, and session by session."""
    words, filters = visit.words, choices.chosen.filters()
    st.header(words.say("satisfaction.part"), anchor=False)
    total = frame_of(visit, satisfaction_by, filters, (), subjects=SATISFACTION).iloc[0]
    if not int(total["answered"]):
        st.info(words.say("satisfaction.page_none"), icon=":material/search_off:")
        return
    told = {name: int(total[name]) for name in ("answered", "present", "asked", "sessions")}
    st.markdown(words.say("satisfaction.page_of", **told))
    st.caption(words.say("satisfaction.page_explained"))

    st.subheader(words.say("satisfaction.by_module"), anchor=False)

    def modules() -> pd.DataFrame:
        return by_module(visit, frame_of(visit, satisfaction_by, filters, ("module",), subjects=MODULE_SUBJECTS))

    shown = made_of(visit, "opinions.modules", visit.language, filters, make=modules, subjects=MODULE_SUBJECTS)
    show_table(visit, shown)
    offer_files(visit, "satisfaction_by_module", lambda: shown, choices.chosen.codes(), choices)

    st.subheader(words.say("satisfaction.by_session"), anchor=False)

    def latest() -> pd.DataFrame:
        asked = (visit.actor.provinces, filters)
        return by_session(visit, frame_of(visit, sessions_asked, *asked, subjects=SESSION_SUBJECTS))

    sessions = made_of(visit, "opinions.sessions", visit.language, filters, make=latest, subjects=SESSION_SUBJECTS)
    _latest(visit, len(sessions))
    show_table(visit, sessions)
    offer_files(visit, "satisfaction_by_session", lambda: sessions, choices.chosen.codes(), choices)


def learned(visit: Visit, choices: Choices) -> None:
    """What the tests say: in all, by version of a module's test, question by question, and session by session."""
    words, filters = visit.words, choices.chosen.filters()
    st.header(words.say("quiz.part"), anchor=False)
    total = frame_of(visit, quizzes_taken, filters, (), subjects=VERSION_SUBJECTS).iloc[0]
    if not int(total["sessions"]):
        st.info(words.say("quiz.page_none"), icon=":material/search_off:")
        return
    told = {name: int(total[name]) for name in ("before", "after", "present", "pairs", "sessions")}
    st.markdown(words.say("quiz.page_of", **told))
    st.caption(words.say("quiz.page_explained"))

    st.subheader(words.say("satisfaction.by_module"), anchor=False)
    asked = (visit.language, filters)
    tests: _Tests = made_of(visit, "tests", *asked, make=lambda: _tests(visit, filters), subjects=TESTED_SUBJECTS)
    show_table(visit, tests.versions)
    offer_files(visit, "quiz_by_module", lambda: tests.versions, choices.chosen.codes(), choices)
    for name, answered in tests.questions:
        with st.expander(words.show("quiz.questions_of", name=name), icon=":material/quiz:"):
            show_table(visit, answered)
    offer_files(
        visit,
        "quiz_by_question",
        lambda: pd.concat([answered.assign(quiz=name) for name, answered in tests.questions]),
        choices.chosen.codes(),
        choices,
    )

    st.subheader(words.say("satisfaction.by_session"), anchor=False)
    _latest(visit, len(tests.sessions))
    show_table(visit, tests.sessions)
    offer_files(visit, "quiz_by_session", lambda: tests.sessions, choices.chosen.codes(), choices)


@dataclass(frozen=True)
class _Tests:
    """What the tests say as tables: by version, question by question of each version, and session by session."""

    versions: pd.DataFrame
    questions: list[tuple[str, pd.DataFrame]]
    sessions: pd.DataFrame


def _tests(visit: Visit, filters: Filters) -> _Tests:
    rows = frame_of(visit, quizzes_by_version, filters, subjects=VERSION_SUBJECTS)
    tested = frame_of(visit, sessions_tested, visit.actor.provinces, filters, subjects=TESTED_SUBJECTS)
    versions = fresh(quizzes_by_id, [int(one) for one in {*rows["quiz_id"], *tested["quiz_id"]}])
    ordered = in_order(visit, rows, versions)
    questions = [(name, question_rows(visit.words, counts, quiz)) for name, quiz, counts in ordered]
    return _Tests(of_versions(visit, ordered), questions, of_sessions(visit, tested, versions))


def _latest(visit: Visit, number: int) -> None:
    key = "satisfaction.latest_most" if number == MOST_SESSIONS else "satisfaction.latest"
    st.caption(visit.words.count(key, number))
