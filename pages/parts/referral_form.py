"""An obstacle put before institutions: whom it was put before, what each answered, and the form to ask further ones."""

from typing import Any

import streamlit as st

from core.i18n import escaped
from core.records import validated
from core.records.institutions import AnswerRecord, ReferralChange, ReferringRecord
from db.commands.ledger import perform
from db.commands.referrals import change_referral, note_answer, refer_obstacle, withdraw_referral
from db.queries.referrals import institutions_to_ask, referrals_of
from pages.parts.choices import joined
from pages.parts.data import frame_of, fresh
from pages.parts.forms import Form
from pages.parts.removal import removal_form, removal_part
from pages.parts.visit import Visit

REFERRED = ("commitment", "obstacle", "place", "reference", "referral")


def referrals_part(visit: Visit, obstacle_id: int, category_id: int | None) -> None:
    """Draws whom an obstacle was put before and, for whoever may write them, the forms of each and of a further one.

    The institutions that answer the obstacle's category are proposed.
    """
    words = visit.words
    rows = frame_of(visit, referrals_of, obstacle_id, subjects=REFERRED).to_dict("records")
    if not rows:
        st.caption(words.say("referral.none_yet"))
    for row in rows:
        with st.container(border=True, gap="xsmall"):
            draw_referral(visit, row)
            if visit.actor.may(refer_obstacle.action):
                _forms(visit, obstacle_id, row)
    if visit.actor.may(refer_obstacle.action):
        asked = {int(row["institution_id"]) for row in rows}
        _refer(visit, obstacle_id, category_id, asked)


def draw_referral(visit: Visit, row: dict[str, Any]) -> None:
    """One referral (a row of `referrals_of`): the institution, since when it is asked, and its answer."""
    words = visit.words
    name = row[f"name_{visit.language}"]
    st.markdown(f"**{escaped(joined(row['acronym'], name))}**")
    st.caption(escaped(stand_of(visit, row)))
    for part in ("note", "answer"):
        if row[part]:
            st.markdown(words.show(f"referral.{part}_said", words=row[part]))


def stand_of(visit: Visit, row: dict[str, Any]) -> str:
    """When the institution was asked and whether it answered, or for how long it has not."""
    words = visit.words
    said = [words.say("referral.asked_on", day=row["referred_on"])]
    if row["answered_on"] is not None:
        said.append(words.say("referral.answered", day=row["answered_on"]))
    elif row["commitments"]:
        said.append(words.count("referral.promised", int(row["commitments"])))
    else:
        said.append(words.count("referral.waiting", max(0, (visit.today - row["referred_on"]).days)))
    return " · ".join(said)


def _refer(visit: Visit, obstacle_id: int, category_id: int | None, asked: set[int]) -> None:
    words = visit.words
    offered = frame_of(visit, institutions_to_ask, category_id, subjects=("reference",)).to_dict("records")
    names = {
        int(row["id"]): joined(row["acronym"], row[f"name_{visit.language}"])
        for row in offered
        if int(row["id"]) not in asked
    }
    proposed = [int(row["id"]) for row in offered if row["proposed"] and int(row["id"]) not in asked]
    folded = st.expander(
        words.say("referral.new"),
        icon=":material/forward_to_inbox:",
        key=f"referral.new.{obstacle_id}",
        on_change="rerun",
    )
    with folded:
        form = Form(visit, "referral", {"referred_on": visit.today, "institutions": proposed}, f"{obstacle_id}.refer")
        if not folded.open and not form.saved:
            return
        if not names:
            st.caption(words.say("referral.everybody_asked"))
            return
        if not any(row["proposed"] for row in offered):
            st.caption(words.say("referral.nobody_answers"))
        form.choices("institutions", list(names), label=names.__getitem__, help_key="referral.institutions_help")
        form.day("referred_on")
        form.area("note")
        form.submit(
            "referral.refer",
            lambda: perform(
                refer_obstacle, visit.actor, form.key, obstacle_id, validated(ReferringRecord, form.values)
            ),
            icon=":material/forward_to_inbox:",
        )


def _forms(visit: Visit, obstacle_id: int, row: dict[str, Any]) -> None:
    number, words = int(row["id"]), visit.words
    folded = st.expander(
        words.say("referral.answer_it"), icon=":material/edit:", key=f"referral.{number}", on_change="rerun"
    )
    if not folded.open:
        return

    def current() -> dict[str, Any]:
        rows = fresh(referrals_of, obstacle_id).to_dict("records")
        return next((one for one in rows if int(one["id"]) == number), row)

    with folded:
        given = {"answered_on": visit.today} | {name: row[name] for name in ("answer", "answered_on") if row[name]}
        answer = Form(visit, "referral", given, f"{number}.answer", int(row["version"]), current=current)
        answer.area("answer", required=True)
        answer.day("answered_on")
        answer.submit(
            "referral.note_answer",
            lambda: perform(
                note_answer, visit.actor, answer.key, number, answer.version, validated(AnswerRecord, answer.values)
            ),
        )
        change = Form(visit, "referral", row, f"{number}.change", int(row["version"]), current=current)
        change.day("referred_on")
        change.area("note")
        change.submit(
            "referral.change",
            lambda: perform(
                change_referral,
                visit.actor,
                change.key,
                number,
                change.version,
                validated(ReferralChange, change.values),
            ),
        )
        removal = removal_form(visit, f"referral.{number}")
        removal_part(
            removal,
            "referral",
            lambda reason: perform(withdraw_referral, visit.actor, removal.key, number, int(row["version"]), reason),
        )
