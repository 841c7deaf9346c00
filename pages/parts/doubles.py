"""The list of likely doubles with what each pair has in common, and what was decided, each with its way back."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.doubles import ORGANISATION
from core.i18n import escaped, isolated
from db.commands.merging import undo_merge
from db.commands.merging_apart import take_back_apart, tell_apart
from db.queries.choices import province_choices
from db.queries.pairs import Pair, Pairs, apart_pairs, likely_pairs
from db.queries.pairs_compare import pair_cards
from db.queries.pairs_decided import merges, merges_counted, told_apart, told_apart_counted
from pages.menu import link
from pages.parts.data import frame_of, fresh
from pages.parts.filters import choose
from pages.parts.forms import act
from pages.parts.lists_taken import pairs_taken
from pages.parts.tables import offer_menu
from pages.parts.visit import Visit

DECIDED = "decided"
HERE = "manage/doubles.py"
_SHOWN = 20
_SUBJECTS = ("person", "organisation", "group", "session")


def pairs(visit: Visit, kind: str) -> None:
    """Draws the likely pairs of a kind, the strongest first."""
    words = visit.words
    province_id = _province(visit)
    found: Pairs = frame_of(visit, likely_pairs, kind, province_id, subjects=_SUBJECTS)
    if not found.names_compared:
        st.info(words.say("doubles.choose_province"), icon=":material/filter_alt:")
    apart = fresh(apart_pairs, kind)
    open_pairs = tuple(pair for pair in found.all if pair[:2] not in apart)
    if not open_pairs:
        st.info(words.say("doubles.none"), icon=":material/lightbulb:")
        return
    st.subheader(words.count("doubles.found", len(open_pairs)), anchor=False)
    asked = {"kind": kind} | ({"province": str(province_id)} if province_id else {})
    offer_menu(visit, "likely_doubles", lambda: _taken(visit, kind, open_pairs), asked)
    skipped = _skipped(len(open_pairs), f"doubles.{kind}.{province_id}.page")
    shown = open_pairs[skipped : skipped + _SHOWN]
    ids = tuple(sorted({row_id for pair in shown for row_id in pair[:2]}))
    cards = fresh(pair_cards, kind, ids)
    for pair in shown:
        with st.container(border=True, gap="small"):
            _pair(visit, kind, pair, cards)


def _taken(visit: Visit, kind: str, found: tuple[Pair, ...]) -> pd.DataFrame:
    ids = tuple(sorted({row_id for pair in found for row_id in pair[:2]}))
    return pairs_taken(visit, kind, found, fresh(pair_cards, kind, ids))


def decided(visit: Visit) -> None:
    """Draws the merges and the pairs that were told apart, the latest first."""
    words = visit.words
    merged, apart = fresh(merges_counted), fresh(told_apart_counted)
    if not merged and not apart:
        st.info(words.say("doubles.nothing_decided"), icon=":material/lightbulb:")
    if merged:
        st.subheader(words.count("doubles.merges", merged), anchor=False)
        for row in fresh(merges, _SHOWN, _skipped(merged, "doubles.merges.page")).to_dict("records"):
            with st.container(border=True, gap="xsmall"):
                show_merge(visit, row)
    if apart:
        st.subheader(words.count("doubles.aparts", apart), anchor=False)
        for row in fresh(told_apart, _SHOWN, _skipped(apart, "doubles.aparts.page")).to_dict("records"):
            with st.container(border=True, gap="xsmall"):
                _apart(visit, row)


def show_merge(visit: Visit, row: Mapping[str, Any]) -> None:
    """One merge: which row became which, who did it when and why, and the button that undoes it."""
    words, number = visit.words, int(row["id"])
    said = {side: words.name(row[f"{side}_ar"], row[f"{side}_latin"]) for side in ("kept", "gone")}
    rows = {f"{side}_row": str(row[f"{side}_id"]) for side in said}
    st.markdown(f"**{words.show('doubles.merge_line', **said, **rows)}**")
    st.caption(_about(visit, row))
    st.markdown(words.show("doubles.reason", reason=row["choices"]["reason"]))
    if row["undone_at"] is not None:
        st.caption(words.show("doubles.undone", at=row["undone_at"]))
        return
    label = words.say("doubles.undo", merge=str(number))
    with st.popover(label, icon=":material/undo:"):
        st.markdown(words.say("doubles.undo_sure"))
        pressed = st.button(label, key=f"merge.{number}.undo", type="primary")
        if pressed and act(visit, f"merge.{number}.undo", undo_merge, number, int(row["version"])):
            st.rerun()


def said_of(visit: Visit, kind: str, row: Mapping[str, Any]) -> list[str]:
    """What tells a row from others in a line, each part in its own direction."""
    words = visit.words
    if kind == ORGANISATION:
        number = " · ".join(str(row[name]) for name in ("registration_number", "court") if row[name])
        where = words.name(row["commune_ar"], row["commune_fr"])
        parts = [words.say(f"kind.{row['kind']}"), where, number, row["phone"]]
    else:
        born = words.say("doubles.born", year=str(row["birth_year"])) if row["birth_year"] else None
        parts = [words.name(row["organisation_ar"], row["organisation_latin"]), born, row["phone"]]
    return [isolated(str(part)) for part in parts if part]


def names_of(row: Mapping[str, Any]) -> str:
    """The names of a row in both scripts, ready for an element that reads Markdown."""
    return escaped(" / ".join(isolated(row[name]) for name in ("name_ar", "name_latin") if row[name]))


def _pair(visit: Visit, kind: str, pair: Pair, cards: Mapping[int, Mapping[str, Any]]) -> None:
    words, first, second = visit.words, pair.first_id, pair.second_id
    for column, row_id in zip(st.columns(2, gap="small"), (first, second), strict=True):
        with column:
            st.markdown(f"**{names_of(cards[row_id])}**")
            number = words.say("doubles.number", row=str(row_id))
            st.caption(escaped(" · ".join([*said_of(visit, kind, cards[row_id]), number])))
    reasons = words.listing([words.say(f"double.{reason}") for reason in pair.reasons])
    st.markdown(words.show("double.shared", reasons=reasons))
    with st.container(horizontal=True, gap="small"):
        icon = ":material/compare_arrows:"
        link(visit, HERE, words.say("doubles.compare"), icon=icon, part=kind, first=first, second=second)
        place = f"double.{kind}.{first}.{second}"
        pressed = st.button(words.say("doubles.apart"), key=place, icon=":material/call_split:")
        if pressed and act(visit, place, tell_apart, kind, first, second):
            st.rerun()


def _apart(visit: Visit, row: Mapping[str, Any]) -> None:
    words, number = visit.words, int(row["id"])
    said = {side: words.name(row[f"{side}_ar"], row[f"{side}_latin"]) for side in ("first", "second")}
    rows = {f"{side}_row": str(row[f"{side}_id"]) for side in said}
    st.markdown(f"**{words.show('doubles.apart_line', **said, **rows)}**")
    st.caption(_about(visit, row))
    pressed = st.button(words.say("doubles.take_back"), key=f"apart.{number}", icon=":material/undo:")
    if pressed and act(visit, f"apart.{number}", take_back_apart, number, int(row["version"])):
        st.rerun()


def _about(visit: Visit, row: Mapping[str, Any]) -> str:
    words = visit.words
    kind, by = words.say(f"history.kind.{row['kind']}"), row["by"] or words.say("history.nobody")
    return words.show("doubles.by", kind=kind, at=row["created_at"], by=by)


def _province(visit: Visit) -> int | None:
    """Asks for a province; what is chosen is kept in the address as its code."""
    words = visit.words
    rows = frame_of(visit, province_choices, None, subjects=("organisation", "place"))
    names = {str(row.code): words.label(row, "name") for row in rows.itertuples()}
    ids = {str(row.code): int(row.id) for row in rows.itertuples()}
    asked = st.query_params.get("province")
    st.session_state["doubles.province"] = asked if asked in names else None
    code = st.selectbox(
        words.say("doubles.province"),
        list(names),
        index=None,
        format_func=names.__getitem__,
        placeholder=words.say("doubles.all_provinces"),
        key="doubles.province",
        on_change=lambda: choose({"province": st.session_state["doubles.province"]}),
    )
    return ids.get(code or "")


def _skipped(number: int, key: str) -> int:
    """How many rows the pages before the one that is open hold; draws the numbers of the pages where there are some."""
    pages = -(-number // _SHOWN)
    # Where a decision takes the last page away, the pages are other ones and begin with the first.
    return (st.pagination(pages, key=f"{key}.{pages}") - 1) * _SHOWN if pages > 1 else 0
