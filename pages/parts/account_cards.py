"""The accounts there are, each as a card that a phone can read."""

import pandas as pd
import streamlit as st

from core.i18n import escaped, isolated
from pages.parts.history import work_link
from pages.parts.visit import Visit


def account_cards(visit: Visit, rows: pd.DataFrame) -> None:
    """Draws the rows of `account_list`: the name, then who it is here, then whether the account is closed."""
    words = visit.words
    with st.grid(2, min_column_width=290, gap="small"):
        for row in rows.to_dict("records"):
            does = [words.say(f"role.{role}") for role in row["roles"].split()]
            does += [words.count("account.in_provinces", int(row["provinces"]))] if row["provinces"] else []
            with st.container(border=True, height="stretch", gap="xsmall"):
                st.markdown(f"**{escaped(isolated(row['name']))}** {escaped(isolated(row['username']))}")
                st.caption(escaped(" · ".join(does)))
                if not row["active"]:
                    st.caption(f":material/lock: {words.say('account.closed')}")
                work_link(visit, int(row["id"]))
