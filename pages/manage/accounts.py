"""Accounts: who may sign in, with which roles and provinces; made, changed and closed here."""

import streamlit as st

from core.access import ROLES
from core.i18n import LANGUAGES, NATIVE_NAMES
from core.passwords import hashed
from core.records import validated
from core.records.accounts import AccountRecord, accepted_password
from db.commands.accounts import change_account, close_account, make_account
from db.commands.ledger import Saved, perform
from db.queries.account_list import account_list, account_values
from db.queries.places import provinces
from pages.menu import link
from pages.parts.account_cards import account_cards
from pages.parts.data import frame_of, fresh
from pages.parts.forms import Form, act
from pages.parts.history import row_link
from pages.parts.lists_taken import accounts_taken
from pages.parts.password_link import give_link, new_secret
from pages.parts.tables import offer_menu
from pages.parts.visit import enter

visit = enter("account.write")
words = visit.words
st.title(words.say("menu.manage.accounts"), anchor=False)
everybody = frame_of(visit, account_list, subjects=("account",))
places = frame_of(visit, provinces, subjects=("place",))
names = {
    int(row.id): words.label(row, "name") for row in places.sort_values("in_programme", ascending=False).itertuples()
}


def record_and_provinces(form: Form) -> tuple[AccountRecord, frozenset[int]]:
    """What is typed, checked."""
    values = form.values
    return validated(AccountRecord, values | {"roles": " ".join(values["roles"])}), frozenset(values["provinces"])


def fields(form: Form) -> None:
    """The fields a new and an existing account share."""
    form.text("name", required=True)
    form.text("username", required=True)
    form.text("mail")
    form.choices("roles", ROLES, label=lambda role: words.say(f"role.{role}"))
    form.choices("provinces", list(names), label=names.__getitem__, help_key="account.provinces_help")
    form.choice("language", LANGUAGES, label=NATIVE_NAMES.__getitem__, index=LANGUAGES.index(visit.language))


with st.expander(words.say("account.new"), icon=":material/person_add:"):
    new = Form(visit, "account")
    fields(new)
    # Sent while it is typed: the tab key goes on to the eye beside it, and what was typed would stay in the browser.
    new.text("password", type="password", live=True, help_key="account.password_rule", required=True)

    def make() -> Saved:
        """The account, with its password accepted and hashed before the transaction begins."""
        record, chosen = record_and_provinces(new)
        secret = hashed(accepted_password(new.values["password"], record.username))
        return perform(make_account, visit.actor, new.key, record, chosen, secret)

    new.submit("account.register", make)

with st.expander(words.say("account.edit"), icon=":material/manage_accounts:"):
    labels = {int(row["id"]): f"{row['name']} ({row['username']})" for row in everybody.to_dict("records")}
    picked = st.selectbox(
        words.say("account.choose"),
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder=words.say("form.choose"),
    )
    start = fresh(account_values, picked) if picked else None
    if picked and start:
        row, version, username = int(picked), int(start["version"]), str(start["username"])
        old = Form(
            visit,
            "account",
            start | {"roles": start["roles"].split()},
            row,
            version,
            current=lambda: fresh(account_values, row),
        )
        fields(old)
        old.tick("active")
        old.submit(
            "account.change",
            lambda: perform(change_account, visit.actor, old.key, row, old.version, *record_and_provinces(old)),
        )
        if row == visit.actor.account_id:
            st.caption(words.say("account.own_password"))
            link(visit, "manage/my_account.py", words.say("menu.manage.my_account"))
        else:
            new_secret(visit, row, version, username)
            give_link(visit, row)
        row_link(visit, "account", row)
        pressed = start["active"] and st.button(
            words.say("account.close"), icon=":material/block:", width="stretch", key=f"account.close.{row}"
        )
        if pressed and act(visit, f"account.close.{row}", close_account, row, version):
            st.rerun()

st.subheader(words.count("account.list", len(everybody)), anchor=False)
offer_menu(visit, "accounts", lambda: accounts_taken(visit, everybody), {})
account_cards(visit, everybody)
