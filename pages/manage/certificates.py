"""Certificates of completion: who of a group met the rule, issuing, printing and revoking."""

import streamlit as st

from core.i18n import escaped
from db.queries.certificates import group_standing, revoked_certificates
from db.queries.people import groups_to_enrol_in
from db.queries.settings import settings
from pages.parts.certificates import (
    SUBJECTS,
    choose_group,
    issue_all,
    offer_standing,
    one_person,
    rule,
    tell_issued,
    who,
)
from pages.parts.data import frame_of
from pages.parts.empty import nothing_yet
from pages.parts.visit import enter

visit = enter("certificate.write")
words, reach = visit.words, visit.actor.provinces
st.title(words.say("menu.manage.certificates"), anchor=False)
groups = frame_of(visit, groups_to_enrol_in, reach, subjects=("group", "programme"))
if groups.empty:
    nothing_yet(visit, "certificate.no_group", page="manage/programme.py")
    st.stop()
group = choose_group(visit, groups)
tell_issued(visit)
standing = frame_of(visit, group_standing, reach, group, subjects=SUBJECTS)
if standing.empty:
    st.info(words.say("certificate.no_sitting"), icon=":material/event:")
    st.stop()
if not standing["finished"].iloc[0]:
    st.warning(words.say("certificate.running"), icon=":material/hourglass_top:")
rule(visit, standing, frame_of(visit, settings, subjects=("setting",)))
issue_all(visit, group, standing)
who(visit, standing)
offer_standing(visit, group, standing)
one_person(visit, group, standing)
revoked = frame_of(visit, revoked_certificates, group, subjects=SUBJECTS)
if len(revoked):
    st.subheader(words.say("certificate.revoked_list"), anchor=False)
for row in revoked.to_dict("records"):
    name = words.name(row["name_ar"], row["name_latin"]) or words.say("certificate.unnamed")
    reason = row["reason"] or words.say("certificate.no_reason")
    said = {"name": name, "serial": row["serial"], "issued": row["issued_on"], "revoked": row["revoked_at"]}
    st.caption(escaped(words.say("certificate.revoked_line", **said, reason=reason)))
