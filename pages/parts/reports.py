"""The frozen reports as they are read: their list; of one its head, its figures then and now, definitions and seal."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import Words, escaped
from core.indicators import INDICATORS, definition, written
from core.records.snapshot import Figure, Snapshot
from db.commands.ledger import perform
from db.commands.reports import withdraw_report
from db.models import FrozenReport
from db.queries.report_changes import Became, another
from db.queries.settings import settings
from pages.menu import link
from pages.parts.data import frame_of
from pages.parts.forms import Form
from pages.parts.freezing import REPORTS
from pages.parts.tables import offer_menu
from pages.parts.visit import Visit


def draw_listed(visit: Visit, row: Mapping[Hashable, Any]) -> None:
    """One report of the list: its number and title as the way to it, when and by whom, and whether it stands."""
    words, number = visit.words, str(row["number"])
    with st.container(border=True, gap="xsmall"):
        link(visit, REPORTS, f"**{number}** · {escaped(str(row['title']))}", report=number)
        if row["occasion"]:
            st.markdown(escaped(str(row["occasion"])))
        st.caption(escaped(_frozen_by(words, row["frozen_at"], row["name"], row["username"])))
        if row["withdrawn_at"] is not None:
            st.badge(words.say("reports.withdrawn"), icon=":material/block:", color="orange")


def draw_head(visit: Visit, report: FrozenReport, told: Snapshot, who: tuple[str, str] | None, intact: bool) -> None:
    """What the report is, on which occasion, narrowed to what, and whether it is as it was."""
    words = visit.words
    st.subheader(escaped(report.title), anchor=False)
    if report.occasion:
        st.markdown(escaped(report.occasion))
    st.caption(escaped(_frozen_by(words, report.frozen_at, *(who or (None, None)))))
    choice = words.listing([label.of(visit.language) for one in told.narrowed for label in one.labels])
    st.markdown(words.show("reports.narrowed", choice=choice or words.say("reports.everything")))
    if report.withdrawn_at is not None:
        said = words.show("reports.withdrawn_since", at=report.withdrawn_at, reason=report.reason)
        st.warning(said, icon=":material/block:")
    if intact:
        st.badge(words.say("reports.unchanged"), icon=":material/verified:", color="green")
    else:
        st.error(words.say("reports.tampered"), icon=":material/gpp_bad:")


def difference(words: Words, figure: Figure, now: float) -> str:
    """How far a figure is from what was quoted, in words."""
    if not another(figure.value, now):
        return words.say("reports.same")
    if figure.value is None:
        return words.say("reports.appeared")
    if pd.isna(now):
        return words.say("reports.gone")
    amount = abs(now - figure.value)
    if figure.unit != "share":
        said = words.number(amount, 2)
    elif amount < 0.001:
        said = words.say("reports.under_a_tenth", number=words.number(0.1, 1))
    else:
        said = words.count("reports.points", int(amount * 100), number=words.number(amount * 100, 1))
    return words.say("reports.more" if now > figure.value else "reports.fewer", amount=said)


def draw_figures_then(visit: Visit, told: Snapshot, since: Became) -> None:
    """Every figure large as it was quoted, and beneath it what it is now."""
    words = visit.words
    with st.grid(4, min_column_width=150, gap="small"):
        for one in told.figures:
            st.metric(
                escaped(one.label.of(visit.language)),
                quoted(words, one),
                delta_description=_now(words, one, since),
                help=escaped(one.definition.of(visit.language)),
                border=True,
                height="stretch",
            )
    offer_menu(visit, "frozen_report", lambda: _table(visit, told, since), {})


def quoted(words: Words, figure: Figure) -> str:
    """The value of a figure as it was quoted; of one that is an indicator no more as a plain number."""
    value = float("nan") if figure.value is None else figure.value
    if figure.code in INDICATORS:
        return written(words, figure.code, value)
    return words.number(value, 2) if figure.value is not None else words.say("chart.none")


def draw_definitions(visit: Visit, told: Snapshot) -> None:
    """The definitions as they were quoted, beside today's where those are others."""
    words, limits = visit.words, frame_of(visit, settings, subjects=("setting",))
    with st.expander(words.say("reports.definitions"), icon=":material/menu_book:"):
        others = 0
        for one in told.figures:
            then = one.definition.of(visit.language)
            today = definition(words, one.code, limits) if one.code in INDICATORS else words.say("reports.no_longer")
            others += then != today
            st.markdown(f"**{escaped(one.label.of(visit.language))}**  \n{escaped(then)}")
            if then != today:
                st.info(f"**{words.say('reports.definition_now')}**  \n{escaped(today)}", icon=":material/edit_note:")
        if not others:
            st.caption(words.say("reports.definitions_same"))


def draw_seal(visit: Visit, report: FrozenReport) -> None:
    """The hash of what the report tells, and how it is checked."""
    with st.expander(visit.words.say("reports.seal"), icon=":material/fingerprint:"):
        st.code(report.hash, language=None, wrap_lines=True)
        st.caption(visit.words.say("reports.seal_help"))


def draw_withdrawal(visit: Visit, report: FrozenReport) -> None:
    """The form that says of the report that it is not to be quoted any more."""
    if report.withdrawn_at is not None or not visit.actor.may(withdraw_report.action):
        return
    words = visit.words
    with st.expander(words.say("reports.withdrawing"), icon=":material/block:"):
        st.caption(words.say("reports.withdrawing_help"))
        form = Form(visit, "withdrawal", {}, report.id)
        reason = form.text("reason", required=True)
        form.submit(
            "reports.withdraw",
            lambda: perform(withdraw_report, visit.actor, form.key, report.id or 0, reason),
            icon=":material/block:",
        )


def _now(words: Words, figure: Figure, since: Became) -> str:
    if figure.code not in since.now:
        return words.say("reports.no_longer")
    now = since.now[figure.code]
    told = difference(words, figure, now)
    if not another(figure.value, now):
        return told
    return words.say("reports.now", value=written(words, figure.code, now), difference=told)


def _table(visit: Visit, told: Snapshot, since: Became) -> pd.DataFrame:
    words = visit.words
    rows = [
        {
            "indicator": one.label.of(visit.language),
            "quoted": quoted(words, one),
            "today": written(words, one.code, since.now[one.code]) if one.code in since.now else "",
            "difference": (
                difference(words, one, since.now[one.code]) if one.code in since.now else words.say("reports.no_longer")
            ),
        }
        for one in told.figures
    ]
    return pd.DataFrame(rows, columns=["indicator", "quoted", "today", "difference"])


def _frozen_by(words: Words, at: Any, name: str | None, username: str | None) -> str:
    if name is None:
        return words.say("reports.by_nobody", at=at)
    return words.say("reports.by", at=at, who=f"{name} ({username})")
