"""An institution in a reader's words: its numbers with how they are counted, what it was asked, what it promised."""

from typing import Any

import streamlit as st

from core.answer_times import Times
from core.i18n import escaped
from core.problems import Problem
from db.commands.commitments import make_commitment
from db.queries.commitments import Promised, commitments_counted, commitments_listed
from db.queries.institution_figures import InstitutionFigures, institution_figures
from db.queries.institution_list import institution_named
from db.queries.referrals import asked_of_institution
from pages.parts.commitment_card import PROMISED, commitment_card
from pages.parts.commitment_form import commit_form
from pages.parts.data import frame_of
from pages.parts.obstacle_state import obstacle_link
from pages.parts.referral_form import REFERRED, stand_of
from pages.parts.refusals import refusal
from pages.parts.tables import choose_page
from pages.parts.visit import Visit

FIGURED = ("commitment", "obstacle", "referral")
A_PAGE = 20
_SHOWN = 10


def named(visit: Visit, institution_id: int) -> dict[str, Any] | None:
    """The institution, or None after a sentence for one that is not there."""
    try:
        found: dict[str, Any] = frame_of(visit, institution_named, institution_id, subjects=("reference",))
        return found
    except Problem as problem:
        st.warning(refusal(visit.words, problem), icon=":material/search_off:")
        return None


def numbers(visit: Visit, institution_id: int) -> None:
    """Draws the numbers of the institution, each with its definition behind its question mark."""
    words = visit.words
    found = frame_of(visit, institution_figures, visit.actor.provinces, visit.today, institution_id, subjects=FIGURED)
    figures: InstitutionFigures | None = found.get(institution_id)
    if figures is None:
        st.info(words.say("institution_page.nothing_yet"), icon=":material/lightbulb:")
        return
    told = [
        ("referred", words.number(figures.referred), None),
        (
            "commitment_rate",
            share(visit, figures.commitment_rate),
            _with_promise(visit, figures),
        ),
        ("kept_on_time", share(visit, figures.kept_on_time), _kept(visit, figures)),
        ("late", words.number(figures.late), None),
        ("days_to_answer", days(visit, figures.answering), open_beside(visit, figures.answering)),
        ("days_to_keep", days(visit, figures.keeping), open_beside(visit, figures.keeping)),
    ]
    with st.grid(3, min_column_width=170, gap="small"):
        for name, value, beside in told:
            with st.container(border=True, height="stretch", gap="xsmall"):
                label, help_text = words.say(f"institution_figure.{name}"), words.say(f"institution_figure.{name}_help")
                st.metric(label, value, help=help_text)
                if beside:
                    st.caption(escaped(beside))


def share(visit: Visit, value: float | None) -> str:
    """A rate as a percentage; a word where there is nothing to take it of."""
    return visit.words.say("chart.none") if value is None else visit.words.percent(value)


def rates(visit: Visit, figures: InstitutionFigures) -> dict[str, str]:
    """The two rates of an institution, each with what it is taken of."""
    return {
        "commitment_rate": f"{share(visit, figures.commitment_rate)} ({_with_promise(visit, figures)})",
        "kept_on_time": f"{share(visit, figures.kept_on_time)} ({_kept(visit, figures)})",
    }


def _with_promise(visit: Visit, figures: InstitutionFigures) -> str:
    return visit.words.say("institution_figure.of", part=figures.with_promise, whole=figures.referred)


def _kept(visit: Visit, figures: InstitutionFigures) -> str:
    return visit.words.say("institution_figure.of", part=figures.kept, whole=figures.due)


def days(visit: Visit, told: Times) -> str:
    """The median of the closed ones; a word where none is closed."""
    if told.median is None:
        return visit.words.say("chart.none")
    return visit.words.number(told.median, 1)


def open_beside(visit: Visit, told: Times) -> str:
    """How many are open and how old the oldest is, and of how many closed ones the median is."""
    words = visit.words
    said = [words.count("institution_figure.closed", told.closed), words.count("institution_figure.open", told.open)]
    if told.oldest is not None:
        said.append(words.count("institution_figure.oldest", told.oldest))
    return " · ".join(said)


def asked(visit: Visit, institution_id: int) -> None:
    """Draws what the institution was asked, the unanswered first, each the way to its obstacle."""
    words = visit.words
    rows = frame_of(visit, asked_of_institution, visit.actor.provinces, institution_id, subjects=REFERRED)
    st.subheader(words.count("institution_page.asked", len(rows)), anchor=False)
    if not len(rows):
        return
    before = choose_page(len(rows), key=f"institution.asked.{institution_id}", rows=_SHOWN)
    for row in rows.iloc[before : before + _SHOWN].to_dict("records"):
        with st.container(border=True, gap="xsmall", key=f"asked.{int(row['id'])}"):
            obstacle(visit, row)
            st.caption(escaped(stand_of(visit, row)))
            if row["answer"]:
                st.markdown(words.show("referral.answer_said", words=row["answer"]))


def obstacle(visit: Visit, row: dict[str, Any]) -> None:
    """Draws an obstacle's category, words and place, as the way to its page."""
    language = visit.language
    # What was said, word for word, is for whoever reads the field's own pages.
    short = row["title"] or (row["words"] if visit.actor.may("obstacle.write") else None)
    told = (row[f"category_{language}"], short, row[f"province_{language}"])
    obstacle_link(visit, int(row["obstacle_id"]), row["state"], *told)


def promised(visit: Visit, institution_id: int) -> None:
    """Draws what the institution promised, what is owed first, and the form of a further promise."""
    words, reach = visit.words, visit.actor.provinces
    wanted = Promised(institution_id=institution_id)
    number = frame_of(visit, commitments_counted, reach, wanted, subjects=PROMISED)
    st.subheader(words.count("institution_page.promised", number), anchor=False)
    rows = frame_of(visit, commitments_listed, reach, wanted, subjects=PROMISED)
    before = choose_page(len(rows), key=f"institution.promised.{institution_id}", rows=A_PAGE)
    shown: list[dict[str, Any]] = rows.iloc[before : before + A_PAGE].to_dict("records")
    for row in shown:
        commitment_card(visit, row)
    if not visit.actor.may(make_commitment.action):
        return
    folded = st.expander(
        words.say("institution_page.commit"),
        icon=":material/handshake:",
        key=f"institution.commit.{institution_id}",
        on_change="rerun",
    )
    if folded.open:
        with folded:
            commit_form(visit, institution_id)
