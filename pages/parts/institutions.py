"""The parts of the page of institutions: a card each, the table to take away, what is late, and what nobody answers."""

import pandas as pd
import streamlit as st

from core.i18n import escaped
from db.queries.commitments import Promised, commitments_counted, commitments_listed
from db.queries.institution_figures import institution_figures
from db.queries.institution_list import institutions_with_categories
from db.queries.reference import categories
from db.queries.referrals import obstacles_without_institution
from pages.menu import link
from pages.parts.commitment_card import PROMISED, commitment_card
from pages.parts.data import frame_of
from pages.parts.institution_page import FIGURED, days, obstacle, open_beside, rates
from pages.parts.referral_form import REFERRED
from pages.parts.tables import choose_page, offer_menu
from pages.parts.visit import Visit

_A_PAGE = 10


def side_by_side(visit: Visit) -> None:
    """Draws a card for each institution: what it answers, and its numbers in words."""
    words = visit.words
    rows = frame_of(visit, institutions_with_categories, subjects=("reference",)).to_dict("records")
    found = frame_of(visit, institution_figures, visit.actor.provinces, visit.today, subjects=FIGURED)
    listed = frame_of(visit, categories, subjects=("reference",))
    labels = {int(row.id): words.label(row) for row in listed.itertuples()}
    taken = []
    with st.grid(2, min_column_width=320, gap="small"):
        for row in rows:
            number, figures = int(row["id"]), found.get(int(row["id"]))
            if figures is None and not row["active"]:
                continue
            with st.container(border=True, height="stretch", gap="xsmall"):
                name = row[f"name_{visit.language}"]
                link(visit, "explore/institution.py", f"**{escaped(row['acronym'])}**", institution=number)
                st.markdown(escaped(name))
                if row["categories"]:
                    st.caption(escaped(" · ".join(labels[one] for one in row["categories"])))
                if figures is None:
                    st.caption(words.say("institution_page.nothing_yet"))
                    continue
                told = {
                    "referred": words.number(figures.referred),
                    **rates(visit, figures),
                    "late": words.number(figures.late),
                    "days_to_answer": f"{days(visit, figures.answering)} ({open_beside(visit, figures.answering)})",
                }
                lines = [
                    words.show("explore.fact", label=words.say(f"institution_figure.{one}"), value=value)
                    for one, value in told.items()
                ]
                st.markdown("  \n".join(lines))
                own = {"institution_list.acronym": row["acronym"], "institution_list.name": name}
                taken.append(own | {f"institution_figure.{one}": value for one, value in told.items()})
    if taken:
        offer_menu(visit, "institutions", lambda: pd.DataFrame(taken), {})


def late_everywhere(visit: Visit) -> None:
    """Draws the promises whose date is over and that are still owed, the longest late first."""
    words, reach = visit.words, visit.actor.provinces
    wanted = Promised(late_on=visit.today)
    number = frame_of(visit, commitments_counted, reach, wanted, subjects=PROMISED)
    st.subheader(words.count("institution_page.late", number), anchor=False)
    if not number:
        return
    rows = frame_of(visit, commitments_listed, reach, wanted, subjects=PROMISED)
    before = choose_page(len(rows), key="institutions.late", rows=_A_PAGE)
    for row in rows.iloc[before : before + _A_PAGE].to_dict("records"):
        commitment_card(visit, row, of="late")


def unanswered_by_anybody(visit: Visit) -> None:
    """Draws the open obstacles that no institution answers and that nobody was asked about, the oldest first."""
    words = visit.words
    rows = frame_of(visit, obstacles_without_institution, visit.actor.provinces, subjects=REFERRED)
    st.subheader(words.count("institution_page.without", len(rows)), anchor=False)
    if not len(rows):
        return
    st.caption(words.say("institution_page.without_help"))
    before = choose_page(len(rows), key="institutions.without", rows=_A_PAGE)
    for row in rows.iloc[before : before + _A_PAGE].to_dict("records"):
        with st.container(border=True, gap="xsmall"):
            obstacle(visit, row)
            raised = words.say("institution_page.raised", day=row["raised_on"])
            st.caption(escaped(" · ".join([raised, words.say(f"severity.{row['severity']}")])))
