"""Retention: who has been kept longer than the setting says, shown first, then anonymised in one confirmed action."""

import pandas as pd
import streamlit as st

from core.i18n import escaped
from core.privacy import kept_from
from core.problems import Problem
from db.queries.privacy_retention import kept_too_long
from db.retention import anonymise_kept_too_long
from pages.parts.data import fresh
from pages.parts.entry import back
from pages.parts.lists_taken import kept_taken
from pages.parts.privacy_notice import present_settings
from pages.parts.refusals import refusal
from pages.parts.retention_guests import guests_named_too_long
from pages.parts.tables import choose_page, offer_menu
from pages.parts.visit import enter

visit = enter("privacy.erase")
words = visit.words
back(visit, "manage/privacy.py", "privacy.back")
st.title(words.say("menu.manage.retention"), anchor=False)
months = present_settings(visit).retention_months
since = kept_from(visit.today, months)
st.caption(words.say("retention.explained", months=words.count("notice.months", months), day=since))
if (done := st.session_state.pop("retention.done", None)) is not None:
    st.success(words.count("retention.done", done), icon=":material/check_circle:")
guests_named_too_long(visit, since)
found = fresh(kept_too_long, since, visit.today)
if found.empty:
    st.info(words.say("retention.nobody"), icon=":material/lightbulb:")
    st.stop()

st.subheader(words.count("retention.would_be", len(found)), anchor=False)
first = choose_page(len(found), "retention.page")
shown = found.iloc[first : first + 24]
columns = {
    words.say("retention.number"): [str(number) for number in shown["id"]],
    words.say("retention.name"): [
        escaped(words.person(*names)) for names in zip(shown["name_ar"], shown["name_latin"], strict=True)
    ],
    words.say("retention.last_trace"): [words.day(day) for day in shown["last_trace"]],
}
st.table(pd.DataFrame(columns), border="horizontal", hide_index=True)
offer_menu(visit, "kept_too_long", lambda: kept_taken(visit, found), {})
st.warning(words.say("anonymise.for_good"), icon=":material/warning:")
st.info(words.say("anonymise.backups"), icon=":material/backup:")
confirmed = st.text_input(words.say("retention.confirm", number=str(len(found))), key="retention.confirmed")
if st.button(words.say("retention.go"), type="primary", icon=":material/auto_delete:", width="stretch"):
    if confirmed.strip() != str(len(found)):
        problem = Problem("confirmation_wrong", number=str(len(found)))
        st.error(refusal(words, problem), icon=":material/error:")
        st.stop()
    bar, whole = st.progress(0.0), len(found)
    people = [int(number) for number in found["id"]]
    reason = words.say("retention.reason", months=months)

    def told(number: int) -> None:
        """How far it has come."""
        bar.progress(number / whole, words.say("retention.so_far", number=number, whole=whole))

    st.session_state["retention.done"] = anonymise_kept_too_long(visit.actor, people, since, visit.today, reason, told)
    st.rerun()
