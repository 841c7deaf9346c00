"""What backstage shows around stage and queue: which event, what phones may do, recommendations as they are said."""

from datetime import datetime

import streamlit as st

from core.i18n import ZONE, escaped, isolated
from core.records import validated
from core.records.recommendations import LEVELS, RecommendationRecord
from db.commands.commitments import make_commitment
from db.commands.ledger import perform
from db.commands.moderation import SWITCHES, set_switch
from db.commands.recommendations import write_recommendation
from db.queries.event_record import commitments_of, recommendations_of
from db.queries.events import event_card, events_listed, events_running
from db.queries.reference import institutions
from pages.menu import MENU, link
from pages.parts.commitment_form import commit_form
from pages.parts.data import frame_of, fresh, records_of, rows_of
from pages.parts.empty import nothing_yet
from pages.parts.entry import id_in_address
from pages.parts.folds import fold
from pages.parts.forms import Form, act
from pages.parts.obstacle_choice import obstacle_choice
from pages.parts.recommendations import said_in
from pages.parts.visit import Visit, enter

HERE = "present/backstage.py"
_SUBJECTS = ("event", "guest")
_SAID = ("recommendation", "reference")
_LOOK_SECONDS = 5


def event_shown(visit: Visit) -> int | None:
    """The event that the address names, else the one that runs now, else the one nearest to today; it stands in the
    address from then on. None, with what to do, where there is none.
    """
    reach = visit.actor.provinces
    rows = frame_of(visit, events_listed, reach, subjects=_SUBJECTS)
    if not len(rows):
        nothing_yet(visit, "backstage.no_event", page="present/events.py")
        return None
    names = {int(row.id): f"{visit.words.label(row, 'name')} · {visit.words.day(row.held_on)}" for row in rows_of(rows)}
    asked = id_in_address("event")
    running = [event.id for event in fresh(events_running, datetime.now(ZONE)) if event.id in names]
    nearest = min(rows_of(rows), key=lambda row: abs((row.held_on - visit.today).days))
    shown = asked if asked in names else int(running[0] or 0) if running else int(nearest.id)
    if len(names) > 1:
        shown = st.selectbox(
            visit.words.say("backstage.event"),
            list(names),
            index=list(names).index(shown),
            format_func=names.__getitem__,
            key="backstage.event",
        )
    else:
        st.caption(escaped(names[shown]))
    st.query_params["event"] = str(shown)
    return shown


def switches(event_id: int) -> None:
    """Draws what phones may do now, each with its switch; a switch that somebody else turns follows by itself."""
    st.fragment(_switches, run_every=_LOOK_SECONDS)(event_id)


def _switches(event_id: int) -> None:
    place = f"backstage.{event_id}.switch"
    keys = {name: f"{place}.{name}" for name in SWITCHES}
    # What each switch stood at when it was drawn last: what differs now was turned here.
    drawn: dict[str, bool] = st.session_state.get(place, {})
    turned = {name: bool(st.session_state.get(keys[name], stood)) for name, stood in drawn.items()}
    turned = {name: wanted for name, wanted in turned.items() if wanted != drawn[name]}
    visit = enter("moderation.write", by_itself=not turned)
    for name, wanted in turned.items():
        act(visit, keys[name], set_switch, event_id, name, wanted)
    row = frame_of(visit, event_card, visit.actor.provinces, event_id, subjects=_SUBJECTS)
    if row.closed_at is not None:
        st.info(visit.words.say("backstage.event_closed"), icon=":material/lock:")
    stand = {name: bool(getattr(row, name)) for name in SWITCHES}
    st.session_state[place] = stand
    with st.container(horizontal=True):
        for name, key in keys.items():
            # What stands is what is shown, whoever turned it.
            st.session_state[key] = stand[name]
            st.toggle(visit.words.say(f"backstage.{name}"), key=key, disabled=row.closed_at is not None)


def recommendations(visit: Visit, event_id: int) -> None:
    """Draws the recommendations of the event that are written already, and the short form of one as it is said."""
    words = visit.words
    written = records_of(frame_of(visit, recommendations_of, event_id, subjects=_SAID))
    st.markdown(f"**{words.count('backstage.recommendations', len(written))}**")
    for row in written:
        _line(visit, "entry/recommendations.py", said_in(visit, row), recommendation=int(row["id"]))
    with fold("recommending", words.say("backstage.recommend"), ":material/campaign:") as opened:
        if opened:
            _recommend(visit, event_id)


def _recommend(visit: Visit, event_id: int) -> None:
    words = visit.words
    form = Form(visit, "recommendation", {"level": LEVELS[0]}, row_id=f"event{event_id}")
    form.area(f"text_{visit.language}", required=True)
    rows = frame_of(visit, institutions, subjects=("reference",))
    names = {int(row.id): f"{row.acronym} ({words.label(row, 'name')})" for row in rows_of(rows) if row.active}
    for field in ("given_by_id", "taken_on_by_id"):
        form.choice(field, list(names), label=names.__getitem__)
    form.pills("level", LEVELS, label=lambda code: words.say(f"recommendation_level.{code}"))
    answered = obstacle_choice(form, "obstacles")
    said = {"event_id": event_id, "recommended_on": visit.today, "state": "proposed"}
    form.submit(
        "recommendation.save",
        lambda: perform(
            write_recommendation,
            visit.actor,
            form.key,
            validated(RecommendationRecord, form.values | said),
            tuple(answered),
        ),
    )


def _line(visit: Visit, page: str, text: str, recommendation: int) -> None:
    """What was written: a link for whoever may open it, else the words alone."""
    action = next(one.action for one in MENU if one.file == page)
    if visit.actor.may(action):
        link(visit, page, escaped(isolated(text)), recommendation=recommendation)
    else:
        st.markdown(escaped(isolated(text)))


def commitments(visit: Visit, event_id: int) -> None:
    """Draws the form of a promise made on the stage, for whoever enters promises, and those that the event led to."""
    words = visit.words
    rows = frame_of(
        visit,
        commitments_of,
        event_id,
        subjects=("commitment", "obstacle", "recommendation", "reference", "submission"),
    )
    st.markdown(f"**{words.count('backstage.commitments', len(rows))}**")
    for row in records_of(rows):
        who = said_in(visit, row, "institution")
        st.markdown(escaped(f"{isolated(who)} : {isolated(str(row['what']))}"))
    if visit.actor.may(make_commitment.action):
        with fold("committing", words.say("backstage.commit"), ":material/handshake:") as opened:
            if opened:
                answered = tuple(
                    int(row) for row in frame_of(visit, recommendations_of, event_id, subjects=_SAID)["id"]
                )
                commit_form(visit, recommendations=answered[-1:])
