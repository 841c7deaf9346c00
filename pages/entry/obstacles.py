"""Noting an obstacle that somebody mentions, adding the voice to one that is there, or correcting one."""

import streamlit as st

from core.i18n import escaped
from db.commands.ledger import Saved, perform
from db.commands.obstacles import attach_mention, raise_obstacle
from db.queries.obstacles import obstacles_found
from db.queries.organisations import organisations_counted
from db.queries.reference import categories
from pages.menu import link
from pages.parts.choices import joined
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.entry import id_in_address, standing_in_address, task, ways
from pages.parts.forms import Form
from pages.parts.history import row_link
from pages.parts.obstacle_form import chosen_of_similar, new_fields, new_records
from pages.parts.obstacle_sheet import obstacle_sheet
from pages.parts.visit import Visit, enter

visit = enter("obstacle.write")
HERE = "entry/obstacles.py"
MOST = 50


def note(visit: Visit) -> None:
    """The form of an obstacle as it is said; one that is there already takes the voice instead of a second row."""
    organisation = standing_in_address("organisation")
    usual = {"severity": "medium", "scope": "organisation", "source": "field", "raised_on": visit.today}
    form = Form(visit, "obstacle", usual | {"organisation_id": organisation})
    if form.saved:
        with ways("next"):
            link(visit, HERE, visit.words.say("obstacle.to_open"), icon=":material/edit:", obstacle=form.saved.row_id)
        st.caption(visit.words.say("obstacle.next"))
    new_fields(form)
    there = chosen_of_similar(form)

    def save() -> Saved:
        """The obstacle with its first mention, or the mention of the one that was chosen."""
        obstacle, mention = new_records(form.values)
        if there is not None:
            return perform(attach_mention, visit.actor, form.key, there, mention)
        return perform(raise_obstacle, visit.actor, form.key, obstacle, mention)

    form.submit("obstacle.save" if there is None else "obstacle.attach", save)


def find(visit: Visit) -> None:
    """Obstacles by category and by words of what was said, the latest first, each a link to its sheet."""
    words, reach = visit.words, visit.actor.provinces
    if not len(frame_of(visit, obstacles_found, reach, None, 1, subjects=("obstacle",))):
        st.info(words.say("obstacle.none_yet"), icon=":material/lightbulb:")
        return
    text = st.text_input(words.say("obstacle.search"), key="obstacle.search")
    names = {int(row.id): words.label(row) for row in frame_of(visit, categories, subjects=("reference",)).itertuples()}
    category = st.selectbox(
        words.say("obstacle.category_id"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=words.say("obstacle.every_category"),
        key="obstacle.search_category",
    )
    found = frame_of(visit, obstacles_found, reach, category, MOST, text, subjects=("obstacle",))
    st.caption(words.count("obstacle.latest" if len(found) == MOST else "obstacle.found", len(found)))
    with ways("find"):
        for row in found.to_dict("records"):
            mentions = words.count("obstacle.mentions", int(row["mentions"]))
            label = escaped(joined(row["title"] or row["words"], names[row["category_id"]], mentions))
            link(visit, HERE, label, icon=":material/edit:", obstacle=int(row["id"]))


st.title(visit.words.say("menu.entry.obstacles"))
if opened := id_in_address("obstacle"):
    obstacle_sheet(visit, opened)
    row_link(visit, "obstacle", opened)
else:
    if not frame_of(visit, organisations_counted, visit.actor.provinces, subjects=("organisation",)):
        nothing_yet(visit, "obstacle.no_organisation", page="entry/organisations.py")
    if task(visit, "obstacle") == "find":
        find(visit)
    else:
        note(visit)
