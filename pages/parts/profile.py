"""The parts of an organisation's profile: its facts as lines, its dated rows as tables."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import Words
from db.queries.consent import members_not_listed
from db.queries.organisations import figures_of, participations_of
from db.queries.profiles import imports_of, keys_of, mentions_by, people_of, sessions_of
from pages.parts.data import frame_of, made_of
from pages.parts.organisations import said
from pages.parts.tables import offer_menu, show_table
from pages.parts.visit import Visit

SUBJECTS = ("attendance", "import", "obstacle", "organisation", "person", "place", "programme", "reference", "session")
# Where these have no rows there is nothing to miss.
_QUIET = ("declared", "keys", "imports")


def identity(visit: Visit, row: Mapping[str, Any]) -> None:
    """What it is and where."""
    words = visit.words
    st.subheader(words.say("explore.profile.identity"), anchor=False)
    facts = {
        "name_ar": row["name_ar"],
        "name_latin": row["name_latin"],
        "kind": words.say(f"kind.{row['kind']}"),
        "sector": said(words, row, "sector"),
        "branch": row["branch"],
        "province": said(words, row, "province"),
        "commune": said(words, row, "commune"),
        "douar": row["douar"],
        "court": row["court"],
        "registration_number": row["registration_number"],
        "ice": row["ice"],
        "founded_on": row["founded_on"] and words.day(row["founded_on"]),
        "position": _position(row),
        "note": row["note"],
    }
    _lines(visit, facts)


def figures(visit: Visit, row: Mapping[str, Any]) -> None:
    """The members as last declared, and how many were trained."""
    words = visit.words
    st.subheader(words.say("explore.profile.figures"), anchor=False)
    declared = frame_of(visit, figures_of, row["id"], subjects=SUBJECTS)
    latest = declared.iloc[0].to_dict() if len(declared) else {}
    with st.grid(3, min_column_width=100, gap="small"):
        for name in ("members", "women", "youth"):
            value = latest.get(name)
            shown = words.say("chart.none") if value is None or pd.isna(value) else words.number(int(value))
            st.metric(words.say(f"explore.column.{name}"), shown)
        st.metric(words.say("explore.column.trained"), words.number(int(row["trained"])))
    if latest:
        st.caption(words.say("explore.profile.as_of", day=latest["as_of"]))


def contact(visit: Visit, row: Mapping[str, Any]) -> None:
    """Whom to call; for readers of persons only."""
    st.subheader(visit.words.say("explore.profile.contact"), anchor=False)
    _lines(visit, {name: row[name] for name in ("contact_name", "phone", "mail")})


def part(visit: Visit, name: str, organisation_id: int, *asked: bool, of: str) -> None:
    """One of the parts that are tables, with what else its query is asked; a sentence where there is nothing yet.

    `of` is the organisation's name, for the files.
    """
    query, shape = PARTS[name]

    def shaped() -> pd.DataFrame:
        return shape(visit.words, frame_of(visit, query, organisation_id, *asked, subjects=SUBJECTS))

    rows = made_of(visit, f"profile.{name}", visit.language, organisation_id, *asked, make=shaped, subjects=SUBJECTS)
    if rows.empty and name in _QUIET:
        return
    st.subheader(visit.words.say(f"explore.profile.{name}"), anchor=False)
    if rows.empty:
        st.caption(visit.words.say("explore.profile.nothing"))
    else:
        show_table(visit, rows)
        offer_menu(visit, f"profile_{name}", lambda: rows, {"organisation": str(organisation_id)}, of)
    if name == "people":
        # Everybody is counted; who did not consent, or objected, is not in a list that is read.
        left_out = frame_of(visit, members_not_listed, organisation_id, subjects=("person",))
        if left_out:
            st.caption(visit.words.count("privacy.not_listed", left_out))


def _lines(visit: Visit, facts: Mapping[str, Any]) -> None:
    lines = [
        visit.words.show("explore.fact", label=visit.words.say(f"explore.column.{name}"), value=value)
        for name, value in facts.items()
        if value
    ]
    st.markdown("  \n".join(lines) if lines else visit.words.say("explore.profile.nothing"))


def _position(row: Mapping[str, Any]) -> str | None:
    if row["longitude"] is None:
        return None
    return f"{row['latitude']:.4f}, {row['longitude']:.4f}"


def _declared(words: Words, rows: pd.DataFrame) -> pd.DataFrame:
    return rows[["as_of", "members", "women", "youth", "disabled"]].assign(as_of=[words.day(d) for d in rows["as_of"]])


def _participation(words: Words, rows: pd.DataFrame) -> pd.DataFrame:
    taking_part = rows[rows["state"].notna()]
    records = taking_part.to_dict("records")
    return pd.DataFrame(
        {
            "phase": [said(words, row, "name") for row in records],
            "state": [words.say(f"participation_state.{row['state']}") for row in records],
            "since": [_day(words, row["since"]) for row in records],
            "until": [_day(words, row["until"]) for row in records],
        }
    )


def _people(words: Words, rows: pd.DataFrame) -> pd.DataFrame:
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            "person": [words.name(row["name_ar"], row["name_latin"]) for row in records],
            "role": [words.say(f"member_role.{row['role']}") for row in records],
            "phone": [row["phone"] or "" for row in records],
            "since": [_day(words, row["since"]) for row in records],
            "until": [_day(words, row["until"]) for row in records],
        }
    )


def _sessions(words: Words, rows: pd.DataFrame) -> pd.DataFrame:
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            "held_on": [words.day(row["held_on"]) for row in records],
            "module": [said(words, row, "module") for row in records],
            "commune": [said(words, row, "commune") for row in records],
            "state": [words.say(f"session_state.{row['state']}") for row in records],
            "registered": rows["registered"],
            "present": rows["present"],
        }
    )


def _mentions(words: Words, rows: pd.DataFrame) -> pd.DataFrame:
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            "mentioned_on": [words.day(row["mentioned_on"]) for row in records],
            "category": [said(words, row, "category") for row in records],
            "words": [row["words"] for row in records],
            "severity": [words.say(f"severity.{row['severity']}") for row in records],
            "state": [words.say(f"obstacle_state.{row['state']}") for row in records],
        }
    )


def _keys(_words: Words, rows: pd.DataFrame) -> pd.DataFrame:
    return rows


def _imports(words: Words, rows: pd.DataFrame) -> pd.DataFrame:
    records = rows.to_dict("records")
    return pd.DataFrame(
        {
            "file": [row["file_name"] for row in records],
            "imported_at": [words.moment(row["imported_at"]) for row in records],
            "row_number": rows["row_number"],
            "verdict": [words.say(f"import.verdict.{row['verdict']}") for row in records],
        }
    )


def _day(words: Words, day: Any) -> str:
    return words.day(day) if day is not None else ""


PARTS: dict[str, tuple[Callable[..., pd.DataFrame], Callable[[Words, pd.DataFrame], pd.DataFrame]]] = {
    "declared": (figures_of, _declared),
    "participation": (participations_of, _participation),
    "people": (people_of, _people),
    "sessions": (sessions_of, _sessions),
    "obstacles": (mentions_by, _mentions),
    "keys": (keys_of, _keys),
    "imports": (imports_of, _imports),
}
