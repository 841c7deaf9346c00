"""One province: its reach, its communes, organisations by sector, modules given and missing, obstacles and sessions."""

import streamlit as st

from pages.parts.charts import draw_pictures, drawn_of, overview_of
from pages.parts.empty import nothing_yet
from pages.parts.entry import back
from pages.parts.figures import draw_figures
from pages.parts.filter_pills import pick, pick_all
from pages.parts.pictures import MAP
from pages.parts.province_page import (
    LARGE,
    but_province,
    communes,
    modules,
    one_province,
    onward,
    say_narrowed,
    sessions,
)
from pages.parts.visit import enter

visit = enter("figures.whole")
SHOWN = (
    *(MAP, "people_by_commune", "organisations_by_sector", "attendance_by_month"),
    *("obstacles_by_category", "people_by_module"),
)
back(visit, "explore/provinces.py", "province_page.back")


@st.fragment
def explore() -> None:
    """Everything that follows the choice, so that a choice redraws this part only."""
    visit = enter("figures.whole")
    choices = one_province(visit)
    told = choices.told("province")
    st.title(told[0] if told else visit.words.say("menu.explore.province"), anchor=False)
    if not choices.anything:
        nothing_yet(visit, "explore.overview.empty", "entry/organisations.py")
        return
    pick(visit, choices, "province", one=True)
    pick_all(visit, but_province(choices))
    say_narrowed(visit, choices)
    if not told:
        st.info(visit.words.say("province_page.choose"), icon=":material/location_on:")
        draw_pictures(visit, *drawn_of(visit, choices, MAP).values())
        return
    numbers, shown = overview_of(visit, choices, *SHOWN, large=LARGE)
    draw_figures(visit, choices, numbers)
    draw_pictures(visit, shown[MAP], shown["people_by_commune"])
    communes(visit, choices)
    modules(visit, choices)
    draw_pictures(visit, shown["people_by_module"], shown["organisations_by_sector"])
    pick(visit, choices, "category")
    draw_pictures(visit, shown["obstacles_by_category"], shown["attendance_by_month"])
    sessions(visit, choices)
    onward(visit, choices)


explore()
