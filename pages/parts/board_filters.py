"""What the board and the list of obstacles are narrowed to: codes in the address, and words that are searched for."""

from collections.abc import Mapping

import streamlit as st

from core.records.obstacles import OBSTACLE_STATES, SCOPES, SEVERITIES
from db.queries.board_narrowing import NONE, Narrowed
from db.queries.board_search import obstacles_said, searched
from db.queries.reference import institutions
from db.queries.settings import settings
from pages.parts.data import frame_of, made_of
from pages.parts.narrowing import asked, asked_day, narrow_to, pick, pick_day, pick_listed, pick_tick
from pages.parts.offers import places_and_categories
from pages.parts.visit import Visit

PLACE = "board"
_NAMES = (
    *("state", "category", "province", "commune", "institution", "severity", "scope"),
    *("late", "unanswered", "nobody", "since", "until", "mine"),
)


# What the lists of choices are made of.
_OFFERED = ("organisation", "place", "programme", "reference", "session")


def labels_of(visit: Visit) -> dict[str, Mapping[str, str]]:
    """What there is to choose under each name, as codes and labels in the reader's words."""
    made: dict[str, Mapping[str, str]] = made_of(
        visit, "board.labels", visit.language, make=lambda: _labels(visit), subjects=_OFFERED
    )
    return made


def _labels(visit: Visit) -> dict[str, Mapping[str, str]]:
    words, offer = visit.words, places_and_categories(visit)
    listed = frame_of(visit, institutions, subjects=("reference",))
    return {
        "state": {code: words.say(f"obstacle_state.{code}") for code in OBSTACLE_STATES},
        "category": offer["category"],
        "province": {**offer["province"], NONE: words.say("board.whole_country")},
        "commune": offer["commune"],
        "institution": {
            **{str(row.id): str(row.acronym) for row in listed.itertuples()},
            NONE: words.say("board.nobody_asked"),
        },
        "severity": {code: words.say(f"severity.{code}") for code in SEVERITIES},
        "scope": {code: words.say(f"scope.{code}") for code in SCOPES},
    }


def pick_narrowed(visit: Visit, whole: bool) -> Narrowed:
    """Draws the filters, with `whole` all of them and else those of a board; what the address and the words say."""
    words, labels = visit.words, labels_of(visit)
    # Fields of one width: the last of a line would else be drawn over the whole of the next.
    with st.grid(4 if whole else 3, min_column_width=190, gap="small"):
        text = st.text_input(words.say("board.search"), key="board.search", icon=":material/search:")
        pick_listed(visit, PLACE, "category", labels["category"], several=True)
        pick_listed(visit, PLACE, "province", labels["province"], several=True)
        if whole:
            pick_listed(visit, PLACE, "commune", labels["commune"], several=True)
            pick_listed(visit, PLACE, "institution", labels["institution"], several=True)
            pick_day(visit, PLACE, "since")
            pick_day(visit, PLACE, "until")
    if whole:
        with st.container(horizontal=True, gap="medium"):
            for name in ("state", "severity", "scope"):
                pick(visit, PLACE, name, labels[name], several=True)
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        # On the board what is one's own is a view beside the others.
        for name in ("late", "unanswered", "nobody", *(("mine",) if whole else ())):
            pick_tick(visit, PLACE, name)
        if any(name in st.query_params for name in _NAMES):
            st.button(words.say("board.all_again"), key="board.all", type="tertiary", on_click=_everything)
    return _narrowed(visit, labels, text)


def taken_codes() -> dict[str, str]:
    """What narrows, as it is entered with a file: codes, and that words were searched for."""
    text = {"text": "1"} if st.session_state.get("board.search") else {}
    return {name: st.query_params[name] for name in _NAMES if name in st.query_params} | text


def _everything() -> None:
    narrow_to(dict.fromkeys(_NAMES))


def _narrowed(visit: Visit, labels: Mapping[str, Mapping[str, str]], text: str) -> Narrowed:
    chosen = {name: asked(name, codes) for name, codes in labels.items()}
    ticked = {name: st.query_params.get(name) == "1" for name in ("late", "unanswered", "nobody", "mine")}
    days = frame_of(visit, settings, subjects=("setting",)).unanswered_days if ticked["unanswered"] else None
    found = None
    if text.strip():
        said = frame_of(visit, obstacles_said, visit.actor.provinces, subjects=("obstacle", "organisation"))
        found = searched(said, text)
    return Narrowed(
        today=visit.today,
        states=chosen["state"],
        categories=chosen["category"],
        provinces=chosen["province"],
        communes=chosen["commune"],
        institutions=chosen["institution"],
        severities=chosen["severity"],
        scopes=chosen["scope"],
        late=ticked["late"],
        unanswered=days,
        nobody=ticked["nobody"],
        raised_from=asked_day("since"),
        raised_until=asked_day("until"),
        mine=visit.actor.account_id if ticked["mine"] else None,
        found=found,
    )
