"""A promise as a card: what, by whom, by when and where it stands; its steps, and the forms of a step and a change."""

from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import escaped
from core.problems import Problem
from core.proofs import LARGEST_SENT, ProofFile, proof_of
from core.records import validated
from core.records.commitments import COMMITMENT_STATES, OPEN_STATES, UpdateRecord
from db.commands.commitment_updates import add_update
from db.commands.ledger import Saved, perform
from db.queries.commitments import answered_obstacles, commitment_values, updates_of
from pages.parts.choices import joined
from pages.parts.commitment_form import change_form
from pages.parts.data import frame_of, fresh
from pages.parts.forms import Form
from pages.parts.obstacle_state import obstacle_link
from pages.parts.refusals import refusal
from pages.parts.visit import Visit

PROMISED = ("account", "commitment", "institution", "obstacle", "place", "recommendation", "reference")
_ICONS = {"promised": "handshake", "in_progress": "pending", "done": "task_alt", "dropped": "cancel"}
_COLOURS = {"promised": "blue", "in_progress": "violet", "done": "green", "dropped": "gray"}


def commitment_card(visit: Visit, row: dict[str, Any], *, of: str = "institution") -> None:
    """Draws one promise (a row of `commitments_listed`); `of` an "obstacle" or an "institution" that is said already.

    Steps and forms are drawn once somebody opens them.
    """
    words, number = visit.words, int(row["id"])
    with st.container(border=True, gap="xsmall", key=f"commitment.card.{number}"):
        st.markdown(escaped(row["what"]))
        st.markdown(" ".join(badges(visit, row)))
        st.caption(escaped(" · ".join(lines(visit, row, of))))
        if of != "obstacle":
            _obstacles(visit, number)
        # A line that tells the number would be another one after each step, and close over what was saved.
        folded = st.expander(
            words.say("commitment.follow"), icon=":material/timeline:", key=f"commitment.{number}", on_change="rerun"
        )
        if folded.open:
            with folded:
                story(visit, number)
                if visit.actor.may(add_update.action):
                    step_form(visit, number)
                    _change(visit, number)


def badges(visit: Visit, row: dict[str, Any]) -> list[str]:
    """The state of a promise, and whether it is late or waits for an answer, as coloured words with a sign each."""
    words = visit.words
    state = str(row["state"])
    said = [_badge(_COLOURS[state], _ICONS[state], words.say(f"commitment_state.{state}"))]
    if days := days_late(visit, row):
        said.append(_badge("red", "schedule", words.count("commitment.late", days)))
    if state == "done" and row["due_on"] is not None:
        on_time = row["done_on"] <= row["due_on"]
        said.append(
            _badge(
                "green" if on_time else "orange",
                "event",
                words.say(f"commitment.{'on_time' if on_time else 'too_late'}"),
            )
        )
    if row["asked_back"]:
        said.append(_badge("orange", "help", words.say("commitment.asked_back")))
    return said


def days_late(visit: Visit, row: dict[str, Any]) -> int:
    """By how many days the promise is late today; 0 where it is not."""
    if row["state"] not in OPEN_STATES or row["due_on"] is None:
        return 0
    return int(max(0, (visit.today - row["due_on"]).days))


def lines(visit: Visit, row: dict[str, Any], of: str) -> list[str]:
    """Who promised what to whom and by when, in the reader's words; persons by name only for whoever may read them."""
    words = visit.words
    who = joined(row["person"] if visit.actor.may("person.read") else None, row["office"])
    said = [who] if of == "institution" else [joined(row["acronym"], who)]
    said.append(words.say("commitment.promised", day=row["promised_on"]))
    said.append(words.say("commitment.due", day=row["due_on"]) if row["due_on"] else words.say("commitment.no_date"))
    if row["done_on"]:
        said.append(words.say("commitment.done", day=row["done_on"]))
    if row["updates"]:
        said.append(words.count("commitment.steps", int(row["updates"])))
    if row["to_whom"] and visit.actor.may("person.read"):
        said.append(words.say("commitment.to", who=row["to_whom"]))
    return [part for part in said if part]


def story(visit: Visit, commitment_id: int) -> None:
    """Draws the steps of a promise, the newest first, each with its day, text, proof and by whom."""
    words = visit.words
    for row in frame_of(visit, updates_of, commitment_id, subjects=PROMISED).to_dict("records"):
        with st.container(gap="xsmall", key=f"commitment.step.{int(row['id'])}"):
            told = [words.say(f"update_kind.{row['kind']}"), words.day(row["happened_on"]), _by(visit, row)]
            if row["state"]:
                told.append(words.say(f"commitment_state.{row['state']}"))
            st.caption(escaped(" · ".join(part for part in told if part)))
            st.markdown(escaped(row["text"]))
            if address := row["proof_address"]:
                st.caption(words.show("commitment.proof_at", address=address))
            if pd.notna(row["proof_id"]):
                st.link_button(
                    words.show("commitment.open_proof", name=row["proof_name"]),
                    f"/proof/{int(row['proof_id'])}",
                    icon=":material/attach_file:",
                )


def step_form(visit: Visit, commitment_id: int) -> None:
    """Draws the form of a further step; of two who write one at a time, the second sees the first one's beside."""

    def current() -> dict[str, Any]:
        values = fresh(commitment_values, commitment_id)
        newest = fresh(updates_of, commitment_id).to_dict("records")
        told = {name: newest[0][name] for name in ("happened_on", "text")} if newest else {}
        return {"version": values["version"], "state": values["state"]} | told

    words = visit.words
    version = fresh(commitment_values, commitment_id)["version"]
    start = {"kind": "step", "happened_on": visit.today}
    form = Form(visit, "commitment_update", start, commitment_id, version, current=current)
    form.pills("kind", ("step", "answer"), label=lambda code: words.say(f"update_kind.{code}"))
    form.area("text", required=True)
    form.day("happened_on")
    form.pills("state", COMMITMENT_STATES, label=lambda code: words.say(f"commitment_state.{code}"))
    form.text("proof_address", help_key="commitment_update.proof_address_help")
    file = st.file_uploader(
        words.say("commitment_update.proof"), key=f"{form.key}.proof", max_upload_size=LARGEST_SENT // 1024 // 1024
    )
    proof = _read(visit, file) if file is not None else None
    if file is not None and proof is None:
        return

    def save() -> Saved:
        record = validated(UpdateRecord, form.values)
        return perform(add_update, visit.actor, form.key, commitment_id, form.version, record, proof)

    form.submit("commitment_update.save", save)


def _read(visit: Visit, file: Any) -> ProofFile | None:
    # The file is looked at once, however often the form is drawn with it.
    kept = st.session_state.get(f"proof.{file.file_id}")
    if kept is None:
        try:
            kept = proof_of(file.getvalue(), file.name)
        except Problem as problem:
            st.error(refusal(visit.words, problem), icon=":material/error:")
            return None
        st.session_state[f"proof.{file.file_id}"] = kept
    return ProofFile(kept.name, kept.media_type, kept.content)


def _change(visit: Visit, commitment_id: int) -> None:
    folded = st.expander(
        visit.words.say("commitment.to_change"),
        icon=":material/edit:",
        key=f"commitment.{commitment_id}.change",
        on_change="rerun",
    )
    if folded.open:
        with folded:
            change_form(visit, commitment_id)


def _obstacles(visit: Visit, commitment_id: int) -> None:
    """The obstacles the promise answers, each the way to its page."""
    rows = frame_of(visit, answered_obstacles, (commitment_id,), subjects=PROMISED).to_dict("records")
    for row in rows:
        told = (row[f"category_{visit.language}"], row["title"], row[f"province_{visit.language}"])
        obstacle_link(visit, int(row["obstacle_id"]), row["state"], *told)


def _by(visit: Visit, row: dict[str, Any]) -> str:
    if pd.notna(row["link_id"]):
        who = joined(row["person"] if visit.actor.may("person.read") else None, row["office"])
        return visit.words.say("commitment.by_link", who=who or visit.words.say("commitment.institution"))
    return str(row["account"] or "")


def _badge(colour: str, icon: str, said: str) -> str:
    return f":{colour}-badge[:material/{icon}: {escaped(said)}]"
