"""The form of a visit: what was seen and said, the next step, what is confirmed of its obstacles, and new ones."""

from typing import Any

import streamlit as st

from core.i18n import escaped, isolated
from core.problems import Problem
from core.records import validated
from core.records.commitments import VERDICTS, ConfirmationRecord, OrganisationVisitRecord
from core.records.obstacles import PAPERS, MentionRecord, ObstacleRecord
from db.commands.ledger import Saved, perform
from db.commands.organisation_visits import Raised, change_visit, record_visit, remove_visit
from db.queries.obstacles import similar_obstacles
from db.queries.organisation_visits import obstacles_to_ask, visit_values
from db.queries.organisations import organisation_values
from db.queries.reference import categories
from pages.parts.choices import joined
from pages.parts.data import frame_of, fresh
from pages.parts.forms import Form
from pages.parts.obstacle_state import verdict_told
from pages.parts.removal import removal_form, removal_part, tell_removed
from pages.parts.visit import Visit

_SUBJECTS = ("confirmation", "obstacle", "organisation", "reference")
# So many new obstacles are typed at one visit; a further one is noted on its own page.
_MOST_RAISED = 5
_MOST_OFFERED = 4


def visit_form(visit: Visit, organisation_id: int) -> None:
    """Draws the form of a new visit; everything in it is saved together or not at all."""
    form = Form(visit, "visit", {"visited_on": visit.today}, f"to.{organisation_id}")
    _own(form)
    asked = _confirming(form, organisation_id)
    numbers = _raising(form, organisation_id)

    def save() -> Saved:
        record = _record(form, organisation_id)
        raised = tuple(_raised(form, organisation_id, number) for number in numbers if _typed(form, number))
        confirmed = tuple(_word(form, obstacle) for obstacle in asked if form.values.get(f"verdict.{obstacle}"))
        return perform(record_visit, visit.actor, form.key, record, raised, confirmed)

    form.submit("visit.save", save)


def correct_visit(visit: Visit, organisation_id: int, visit_id: int) -> None:
    """Draws the form with which a visit's day, words and next step are corrected."""

    def current() -> dict[str, Any]:
        found: dict[str, Any] = fresh(visit_values, organisation_id, visit_id)
        return found

    # Begun before the row is read, which is gone once it was taken away.
    removal = removal_form(visit, f"visit.{visit_id}")
    if tell_removed(visit, removal, "visit.removed"):
        return
    start = current()
    st.subheader(visit.words.say("visit.correcting", day=start["visited_on"]), anchor=False)
    form = Form(visit, "visit", start, visit_id, start["version"], current=current)
    _own(form)
    form.submit(
        "visit.change",
        lambda: perform(change_visit, visit.actor, form.key, visit_id, form.version, _record(form, organisation_id)),
    )
    removal_part(
        removal,
        "visit",
        lambda reason: perform(remove_visit, visit.actor, removal.key, visit_id, int(start["version"]), reason),
    )


def _own(form: Form) -> None:
    form.day("visited_on")
    form.area("words", required=True)
    form.text("next_step")
    form.day("next_on")


def _record(form: Form, organisation_id: int) -> OrganisationVisitRecord:
    names = ("visited_on", "words", "next_step", "next_on")
    return validated(
        OrganisationVisitRecord, {name: form.values[name] for name in names} | {"organisation_id": organisation_id}
    )


def _confirming(form: Form, organisation_id: int) -> list[int]:
    """A question for each obstacle the organisation mentioned; what nobody asked stays as it is."""
    visit, words = form.visit, form.visit.words
    rows = frame_of(visit, obstacles_to_ask, visit.actor.provinces, organisation_id, subjects=_SUBJECTS)
    if rows.empty:
        return []
    st.subheader(words.say("visit.confirmed"), anchor=False)
    st.caption(words.say("visit.confirmed_help"))
    for row in rows.to_dict("records"):
        number = int(row["id"])
        with st.container(border=True, gap="xsmall"):
            title = row["title"] or row[f"category_{visit.language}"]
            st.markdown(f"**{escaped(title)}**  \n{escaped('«' + isolated(str(row['words'])) + '»')}")
            if row["verdict"]:
                st.markdown(verdict_told(words, row["verdict"]))
            form.pills(
                f"verdict.{number}",
                VERDICTS,
                label=lambda code: words.say(f"verdict.{code}"),
                called=words.say("confirmation.verdict"),
            )
            if form.values[f"verdict.{number}"]:
                form.area(f"words.{number}", height=80, label=words.say("visit.said"))
    return [int(number) for number in rows["id"].tolist()]


def _word(form: Form, obstacle: int) -> ConfirmationRecord:
    said = {"obstacle_id": obstacle, "organisation_id": 0, "verdict": form.values[f"verdict.{obstacle}"]}
    said |= {"words": form.values.get(f"words.{obstacle}"), "confirmed_on": form.values["visited_on"]}
    return validated(ConfirmationRecord, said)


def _raising(form: Form, organisation_id: int) -> list[int]:
    """The fields of obstacles named on the visit, one block for each; their numbers."""
    words, place = form.visit.words, f"visit.raised.{form.key}"
    st.subheader(words.say("visit.raised"), anchor=False)
    numbers = list(range(1 + min(int(st.session_state.get(place, 0)), _MOST_RAISED - 1)))
    for number in numbers:
        with st.container(border=True, gap="small"):
            _one_raised(form, organisation_id, number)
    more = len(numbers) < _MOST_RAISED
    if more and st.button(words.say("visit.another"), icon=":material/add:", key=f"{place}.more"):
        st.session_state[place] = len(numbers)
        st.rerun()
    return numbers


def _one_raised(form: Form, organisation_id: int, number: int) -> None:
    visit, words = form.visit, form.visit.words
    rows = frame_of(visit, categories, True, subjects=("reference",))
    names = {int(row.id): words.label(row) for row in rows.itertuples()}
    category = form.choice(
        f"category.{number}", list(names), label=names.__getitem__, called=words.say("visit.raised_category")
    )
    asks = {int(row.id) for row in rows.itertuples() if row.asks_paper}
    if category in asks:
        form.pills(
            f"paper.{number}", PAPERS, label=lambda code: words.say(f"paper.{code}"), called=words.say("obstacle.paper")
        )
    said = form.area(f"raised.{number}", height=100, label=words.say("visit.raised_words"))
    if not category:
        return
    own = frame_of(visit, organisation_values, visit.actor.provinces, organisation_id, subjects=_SUBJECTS)
    asked = (visit.actor.provinces, category, own["province_id"], said or "", _MOST_OFFERED)
    found = frame_of(visit, similar_obstacles, *asked, subjects=("obstacle",)).to_dict("records")
    same = {
        int(row["id"]): joined(row["title"] or row["words"], words.count("obstacle.mentions", int(row["mentions"])))
        for row in found
    }
    if same:
        form.pills(f"same.{number}", list(same), label=same.__getitem__, called=words.say("visit.same_as"))


def _typed(form: Form, number: int) -> bool:
    return bool(form.values.get(f"category.{number}") or (form.values.get(f"raised.{number}") or "").strip())


def _raised(form: Form, organisation_id: int, number: int) -> Raised:
    """The mention and its obstacle; Problem beside the block's own fields."""
    values, day = form.values, form.values["visited_on"]
    said = {"organisation_id": organisation_id, "words": values.get(f"raised.{number}"), "mentioned_on": day}
    fields = {"words": f"raised.{number}", "category_id": f"category.{number}", "paper": f"paper.{number}"}
    try:
        mention = validated(MentionRecord, said | {"source": "visit"})
        if same := values.get(f"same.{number}"):
            return int(same), mention
        raised = {"category_id": values.get(f"category.{number}"), "raised_on": day}
        return validated(ObstacleRecord, raised | {"paper": values.get(f"paper.{number}")}), mention
    except Problem as problem:
        parts = [
            Problem(one.code, **{**one.details, "field": fields.get(one.field, one.field)}) for one in problem.each()
        ]
        raise Problem("refused", parts=tuple(parts)) from problem
