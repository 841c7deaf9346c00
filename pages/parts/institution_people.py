"""The people of an institution on its page: the list, adding and changing one, and the links they were given."""

from datetime import timedelta
from typing import Any

import streamlit as st

from core.i18n import escaped
from core.passwords import new_token, token_hash
from core.records import validated
from core.records.institutions import InstitutionPersonRecord, LinkRecord
from db.commands.institution_links import make_institution_link, revoke_institution_link
from db.commands.institution_people import add_institution_person, change_institution_person
from db.commands.ledger import perform
from db.models.base import now
from db.queries.institution_people import (
    WARNED_FROM,
    institution_person_values,
    links_of_institution,
    people_of_institution,
)
from pages.parts.choices import joined
from pages.parts.data import frame_of, fresh
from pages.parts.forms import Form, act
from pages.parts.paper_sheet import own_address
from pages.parts.visit import Visit

_DAYS = 90


def people_part(visit: Visit, institution_id: int) -> None:
    """Draws the people of an institution and their links; nothing for whoever does not follow promises up."""
    if not visit.actor.may(add_institution_person.action):
        return
    words = visit.words
    st.subheader(words.say("institution_page.people"), anchor=False)
    rows = frame_of(visit, people_of_institution, institution_id, subjects=("institution",)).to_dict("records")
    st.caption(words.count("institution_person.list", len(rows)))
    links = fresh(links_of_institution, institution_id, now()).to_dict("records")
    for row in rows:
        with st.container(border=True, gap="xsmall", key=f"office.card.{int(row['id'])}"):
            _person(visit, institution_id, row, [link for link in links if link["person_id"] == row["id"]])
    folded = st.expander(
        words.say("institution_person.new"),
        icon=":material/person_add:",
        key=f"office.new.{institution_id}",
        on_change="rerun",
    )
    if folded.open:
        with folded:
            _new(visit, institution_id)


def _new(visit: Visit, institution_id: int) -> None:
    form = Form(visit, "institution_person", {}, f"{institution_id}.new")
    _fields(form)

    def entered() -> InstitutionPersonRecord:
        return validated(InstitutionPersonRecord, form.values | {"institution_id": institution_id})

    form.submit("institution_person.save", lambda: perform(add_institution_person, visit.actor, form.key, entered()))


def _fields(form: Form) -> None:
    form.text("name", required=True)
    form.text("office")
    form.text("phone", help_key="institution_person.contact_help")
    form.text("mail", help_key="institution_person.contact_help")


def _person(visit: Visit, institution_id: int, row: dict[str, Any], links: list[dict[str, Any]]) -> None:
    words, number = visit.words, int(row["id"])
    said = joined(row["name"], row["office"], None if row["active"] else words.say("institution_person.closed"))
    for link in links:
        if link["revoked_at"] is None and link["lately"] >= WARNED_FROM:
            st.warning(words.count("institution_link.shared", int(link["lately"])), icon=":material/share:")
    st.markdown(escaped(said))
    folded = st.expander(
        words.say("institution_person.more"), icon=":material/badge:", key=f"office.{number}", on_change="rerun"
    )
    if not folded.open:
        return

    def current() -> dict[str, Any]:
        found: dict[str, Any] = fresh(institution_person_values, number)
        return found

    with folded:
        for link in links:
            _link(visit, link)
        if row["active"]:
            _give(visit, number)
        start = current()
        form = Form(visit, "institution_person", start, number, start["version"], current=current)
        _fields(form)
        form.tick("active", help_key="institution_person.active_help")

        def entered() -> InstitutionPersonRecord:
            return validated(InstitutionPersonRecord, form.values | {"institution_id": institution_id})

        form.submit(
            "institution_person.change",
            lambda: perform(change_institution_person, visit.actor, form.key, number, form.version, entered()),
        )


def _give(visit: Visit, person_id: int) -> None:
    """The button that makes a link; its address is shown in this run and never again."""
    words = visit.words
    until = st.date_input(
        words.say("institution_link.expires_on"),
        value=visit.today + timedelta(days=_DAYS),
        min_value=visit.today,
        format="DD/MM/YYYY",
        key=f"office.until.{person_id}",
    )
    if not st.button(words.say("institution_link.give"), icon=":material/link:", key=f"office.link.{person_id}"):
        return
    token = new_token()
    record = validated(LinkRecord, {"expires_on": until})
    if act(visit, "institution_link.give", make_institution_link, person_id, token_hash(token), record):
        st.info(words.say("institution_link.given"), icon=":material/link:")
        st.code(f"{own_address()}/institution/{token}", language=None, wrap_lines=True)


def _link(visit: Visit, link: dict[str, Any]) -> None:
    words, number = visit.words, int(link["id"])
    ended = link["revoked_at"] is not None or link["expires_on"] < visit.today
    said = [words.say("institution_link.given_on", at=link["created_at"])]
    if link["revoked_at"] is not None:
        said.append(words.say("institution_link.revoked", at=link["revoked_at"]))
    else:
        said.append(words.say("institution_link.ended" if ended else "institution_link.until", day=link["expires_on"]))
    said.append(words.count("institution_link.places", int(link["places"])))
    if link["last_at"] is not None:
        said.append(words.say("institution_link.last", at=link["last_at"]))
    st.caption(escaped(" · ".join(said)))
    if ended:
        return
    label = words.say("institution_link.revoke")
    if st.button(label, icon=":material/link_off:", key=f"office.revoke.{number}") and act(
        visit, "institution_link.revoke", revoke_institution_link, number, int(link["version"])
    ):
        st.rerun()
