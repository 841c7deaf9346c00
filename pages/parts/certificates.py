"""The parts of the page of certificates: the group, the rule, everybody's standing, one person's certificate."""

from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import escaped
from core.i18n import words as words_of
from core.records.settings import Settings
from core.reports.certificate import PAPER_LANGUAGES, CertificatePage, certificates
from db.commands.certificates import issue_certificates, revoke_certificate
from db.commands.ledger import perform
from db.engine import reading
from db.queries.certificates import Printed, certificates_to_print
from db.queries.settings import settings
from pages.parts.choices import joined
from pages.parts.entry import id_in_address
from pages.parts.exports import export_button
from pages.parts.forms import Form, act
from pages.parts.lists_taken import standing_taken
from pages.parts.paper_sheet import own_address
from pages.parts.tables import offer_menu
from pages.parts.visit import Visit

SUBJECTS = (
    *("attendance", "certificate", "group", "organisation", "person", "place", "programme"),
    *("reference", "session", "setting"),
)
_ISSUED = "certificates.issued"


def choose_group(visit: Visit, groups: pd.DataFrame) -> int:
    """The group that is asked for; the address says which, so that a link opens it."""
    commune = "commune_ar" if visit.language == "ar" else "commune_fr"
    names = {
        int(row["id"]): joined(row["label"], row[f"phase_{visit.language}"], row[commune])
        for row in groups.to_dict("records")
    }
    asked, codes = id_in_address("group"), list(names)
    chosen = st.selectbox(
        visit.words.say("certificate.choose"),
        codes,
        index=codes.index(asked) if asked in names else 0,
        format_func=names.__getitem__,
        key="certificates.group",
    )
    if chosen != asked:
        st.query_params["group"] = str(chosen)
    return int(chosen)


def rule(visit: Visit, standing: pd.DataFrame, limits: Settings) -> None:
    """Says the rule with the hours of this group, and how many are counted without being named."""
    words, offered = visit.words, float(standing["offered"].iloc[0])
    share = limits.completion_share
    said = {"share": words.percent(share), "needed": share * offered, "offered": offered}
    st.caption(words.say("certificate.rule", **said))
    if hidden := int((~standing["listed"].astype(bool)).sum()):
        st.caption(words.count("certificate.hidden", hidden))


def issue_all(visit: Visit, group: int, standing: pd.DataFrame) -> None:
    """Draws the button that issues what is due, and the one that gives every valid certificate on paper."""
    words = visit.words
    done = standing["done"].astype(bool) & standing["listed"].astype(bool)
    has = standing["certificate_id"].notna()
    due = int((done & ~has).sum()) if standing["finished"].iloc[0] else 0
    label = words.count("certificate.issue_all", due)
    if due and st.button(label, type="primary", icon=":material/workspace_premium:", width="stretch"):
        _issue(visit, group)
    if number := int((has & standing["listed"].astype(bool)).sum()):
        _paper(visit, group, words.count("certificate.download_all", number), None, f"certificates-{group}.pdf")


def tell_issued(visit: Visit) -> None:
    """Says after the run that issued them that the certificates are there."""
    if st.session_state.pop(_ISSUED, False):
        st.success(visit.words.say("certificate.issued"), icon=":material/check_circle:")


def who(visit: Visit, standing: pd.DataFrame) -> None:
    """Two lists: who met the rule and by how much, and who did not and what is missing."""
    words = visit.words
    done = standing["done"].astype(bool)
    for name, key, rows in (("met", "above", standing[done]), ("not_met", "missing", standing[~done])):
        st.subheader(words.count(f"certificate.{name}", len(rows)), anchor=False)
        shown = rows[rows["listed"].astype(bool)].to_dict("records")
        if shown:
            cells = {
                words.say("certificate.person"): [escaped(_name(visit, row)) for row in shown],
                words.say("certificate.paper.hours"): [_hours(visit, row, key) for row in shown],
            }
            serials = ["" if pd.isna(row["certificate_id"]) else row["serial"] for row in shown]
            if any(serials):
                cells[words.say("history.kind.certificate")] = serials
            st.table(pd.DataFrame(cells), border="horizontal", hide_index=True)


def offer_standing(visit: Visit, group: int, standing: pd.DataFrame) -> None:
    """Draws the ways to take the standing of the group's people away."""
    offer_menu(visit, "certificate_standing", lambda: standing_taken(visit, standing), {"group": str(group)})


def one_person(visit: Visit, group: int, standing: pd.DataFrame) -> None:
    """One person's certificate: issued, on paper, looked up as a stranger would, or revoked."""
    words = visit.words
    rows = {
        int(row["person_id"]): row
        for row in standing.to_dict("records")
        if row["listed"] and (row["done"] or not pd.isna(row["certificate_id"]))
    }
    names = {number: _name(visit, row) for number, row in rows.items()}
    chosen = st.selectbox(
        words.say("certificate.choose_person"),
        list(rows),
        index=None,
        format_func=names.__getitem__,
        placeholder=words.say("form.choose"),
        key=f"certificates.person.{group}",
    )
    if chosen is None:
        return
    row = rows[chosen]
    with st.container(border=True):
        st.markdown(f"**{escaped(_name(visit, row))}**")
        if pd.isna(row["certificate_id"]):
            if row["finished"] and st.button(words.say("certificate.issue"), icon=":material/workspace_premium:"):
                _issue(visit, group, chosen)
            return
        st.caption(words.say("certificate.has", serial=row["serial"], day=row["issued_on"]))
        number = int(row["certificate_id"])
        with st.container(horizontal=True):
            _paper(visit, group, words.say("certificate.download"), number, f"certificate-{row['serial']}.pdf")
            st.link_button(
                words.say("certificate.look_up"), f"/certificate/{row['serial']}", icon=":material/qr_code_2:"
            )
        with st.expander(words.say("certificate.revoking"), icon=":material/block:"):
            st.caption(words.say("certificate.revoking_help"))
            form = Form(visit, "certificate", {}, number, int(row["version"]))
            reason = form.text("reason", required=True)
            form.submit(
                "certificate.revoke",
                lambda: perform(revoke_certificate, visit.actor, form.key, number, form.version, reason),
                icon=":material/block:",
            )


def _issue(visit: Visit, group: int, person: int | None = None) -> None:
    if act(visit, f"certificates.{group}", issue_certificates, group, person):
        st.session_state[_ISSUED] = True
        st.rerun()


def _paper(visit: Visit, group: int, label: str, certificate: int | None, file_name: str) -> None:
    # Asked while the page runs: the file is made outside of it.
    own, reach = own_address(), visit.actor.provinces

    def there() -> list[Printed]:
        with reading() as session:
            return certificates_to_print(session, reach, group, certificate)

    def made(found: list[Printed]) -> bytes:
        with reading() as session:
            controller = settings(session).controller
        issuer = {code: controller or words_of(code).say("certificate.paper.issuer") for code in PAPER_LANGUAGES}
        return certificates(
            [CertificatePage(address=f"{own}/certificate/{one.serial}", issuer=issuer, **vars(one)) for one in found]
        )

    key = f"certificates.paper.{group}.{certificate or 'all'}"
    export_button(visit, label, "certificates", "pdf", there, made, file_name, {"group": str(group)}, key=key)


def _name(visit: Visit, row: Any) -> str:
    return visit.words.person(row["name_ar"], row["name_latin"])


def _hours(visit: Visit, row: Any, key: str) -> str:
    words, attended, offered = visit.words, float(row["attended"]), float(row["offered"])
    said = {"attended": attended, "offered": offered, "share": words.percent(attended / offered) if offered else "-"}
    if key == "missing":
        return words.say("certificate.missing", **said, missing=float(row["missing"]))
    return words.say("certificate.above", **said, over=float(row["over"]))
