"""The form of a promise: of which institution and person, what, by when, to whom, and what it answers."""

from typing import Any

import streamlit as st

from core.records import validated
from core.records.commitments import CommitmentRecord
from db.commands.commitments import change_commitment, make_commitment, remove_commitment
from db.commands.ledger import Saved, perform
from db.queries.commitment_choices import obstacles_to_answer, recommendations_to_answer
from db.queries.commitments import commitment_values
from db.queries.institution_people import people_of_institution
from db.queries.referrals import institutions_to_ask
from pages.parts.choices import joined
from pages.parts.data import frame_of, fresh
from pages.parts.forms import Form
from pages.parts.removal import removal_form, removal_part
from pages.parts.visit import Visit

_OFFERED = ("obstacle", "place", "recommendation", "reference", "referral")


def commit_form(
    visit: Visit,
    institution_id: int | None = None,
    obstacles: tuple[int, ...] = (),
    recommendations: tuple[int, ...] = (),
    category_id: int | None = None,
) -> Saved | None:
    """Draws the form of a new promise, filled in with what is known: whose it is and what it answers.

    `category_id` proposes the institutions that answer it first.
    """
    start: dict[str, Any] = {"promised_on": visit.today, "institution_id": institution_id}
    start |= {"obstacles": list(obstacles), "recommendations": list(recommendations)}
    place = "-".join(map(str, (institution_id or 0, *obstacles, 0, *recommendations)))
    form = Form(visit, "commitment", start, f"new.{place}")
    _fields(form, category_id, changing=False)
    return form.submit(
        "commitment.save",
        lambda: perform(make_commitment, visit.actor, form.key, *_entered(form)),
        icon=":material/handshake:",
    )


def change_form(visit: Visit, commitment_id: int) -> None:
    """Draws the form with which a promise is corrected, and the way to take away one entered by mistake."""

    def current() -> dict[str, Any]:
        found: dict[str, Any] = fresh(commitment_values, commitment_id)
        return found

    start = current()
    form = Form(visit, "commitment", start, commitment_id, start["version"], current=current)
    _fields(form, None, changing=True)

    def save() -> Saved:
        record, obstacles, recommendations = _entered(form)
        return perform(
            change_commitment,
            visit.actor,
            form.key,
            commitment_id,
            form.version,
            record,
            obstacles,
            recommendations,
        )

    form.submit("commitment.change", save)
    removal = removal_form(visit, f"commitment.{commitment_id}")
    removal_part(
        removal,
        "commitment",
        lambda reason: perform(remove_commitment, visit.actor, removal.key, commitment_id, start["version"], reason),
    )


def _fields(form: Form, category_id: int | None, *, changing: bool) -> None:
    visit, words = form.visit, form.visit.words
    rows = frame_of(visit, institutions_to_ask, category_id, subjects=("reference",)).to_dict("records")
    names = {int(row["id"]): joined(row["acronym"], row[f"name_{visit.language}"]) for row in rows}
    fixed = form.began_with("institution_id") if changing else None
    if fixed is not None:
        # Whose promise it is never changes; an institution that is switched off still has a name.
        names.setdefault(int(fixed), words.say("commitment.institution_off"))
    institution = form.choice("institution_id", list(names), label=names.__getitem__, disabled=changing, required=True)
    # Who answers for an institution is a person: a presenter sees no names.
    if institution is not None and visit.actor.may("commitment.write"):
        people = frame_of(visit, people_of_institution, institution, subjects=("institution",)).to_dict("records")
        before = form.began_with("institution_person_id")
        persons = {
            int(row["id"]): joined(row["name"], row["office"]) for row in people if row["active"] or row["id"] == before
        }
        if persons:
            form.choice("institution_person_id", list(persons), label=persons.__getitem__)
        else:
            st.caption(words.say("commitment.nobody_yet"))
    form.area("what", required=True)
    form.text("to_whom", help_key="commitment.to_whom_help")
    form.day("promised_on")
    form.day("due_on", help_key="commitment.due_on_help")
    _answered(form, institution)


def _answered(form: Form, institution: int | None) -> None:
    """What the promise answers: obstacles and, where there are any, recommendations."""
    visit = form.visit
    kept = tuple(form.began_with("obstacles") or ())
    rows = frame_of(visit, obstacles_to_answer, visit.actor.provinces, institution, kept, subjects=_OFFERED)
    names = {
        int(row["id"]): joined(
            row["title"] or row["words"], row[f"category_{visit.language}"], row[f"province_{visit.language}"]
        )
        for row in rows.to_dict("records")
    }
    form.choices("obstacles", list(names), label=names.__getitem__, help_key="commitment.obstacles_help")
    chosen = tuple(form.began_with("recommendations") or ())
    recommended = frame_of(visit, recommendations_to_answer, chosen, subjects=("recommendation",)).to_dict("records")
    if recommended:
        texts = {int(row["id"]): joined(_said(row, visit.language)) for row in recommended}
        form.choices("recommendations", list(texts), label=texts.__getitem__)


def _said(row: dict[str, Any], language: str) -> str:
    return str(row[f"text_{language}"] or row["text_ar"] or row["text_fr"] or row["text_en"])


def _entered(form: Form) -> tuple[CommitmentRecord, tuple[int, ...], tuple[int, ...]]:
    values = {"institution_person_id": None} | form.values
    record = validated(CommitmentRecord, values)
    return record, tuple(values["obstacles"]), tuple(values.get("recommendations") or ())
