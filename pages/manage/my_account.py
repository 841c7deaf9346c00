"""My account: another password of my own, and where I am signed in."""

import uuid

import streamlit as st

from core.i18n import escaped, isolated
from core.passwords import hashed
from core.records.accounts import accepted_password
from db.commands.ledger import Saved, perform
from db.commands.own_account import change_own_password, end_own_sign_in
from db.commands.sign_ins import check_own_password
from db.queries.sign_ins import open_sign_ins
from pages.parts.data import fresh
from pages.parts.forms import Form, act
from pages.parts.sign_in import address
from pages.parts.visit import connection_cookie, enter

visit = enter("account.self")
words, cookie = visit.words, connection_cookie() or ""
st.title(words.say("menu.manage.my_account"), anchor=False)
st.caption(escaped(f"{isolated(visit.name)} ({isolated(visit.actor.username)})"))

st.subheader(words.say("own.password_title"), anchor=False)
st.caption(words.say("own.password_explained"))
form = Form(visit, "own")
form.text("present", type="password", live=True, autocomplete="current-password", required=True)
form.text(
    "password",
    type="password",
    live=True,
    autocomplete="new-password",
    help_key="account.password_rule",
    required=True,
)


def change() -> Saved:
    """The new password accepted, then the present one checked and the new one hashed before the transaction begins."""
    accepted = accepted_password(form.values["password"], visit.actor.username)
    check_own_password(visit.actor.username, form.values["present"], address())
    # The present password makes it happen once; a key that is the same for two passwords would answer for the first.
    return perform(change_own_password, visit.actor, uuid.uuid4().hex, cookie, hashed(accepted))


form.submit("own.change_password", change, icon=":material/password:")

sign_ins = fresh(open_sign_ins, visit.actor.account_id, cookie)
st.subheader(words.count("own.sign_ins", len(sign_ins)), anchor=False)
for row in sign_ins.to_dict("records"):
    with st.container(border=True, gap="xsmall"):
        if row["this_one"]:
            st.markdown(f":material/check_circle: {words.say('own.this_one')}")
        st.markdown(words.show("own.began", at=row["created_at"].to_pydatetime()))
        st.caption(words.show("own.last_seen", at=row["seen_at"].to_pydatetime()))
        if st.button(words.say("own.end"), icon=":material/logout:", width="stretch", key=f"end.{row['id']}") and act(
            visit, f"own.end.{row['id']}", end_own_sign_in, int(row["id"])
        ):
            st.rerun()
