"""Settings: what the figures, the door, the law and the bin go by, changed for everybody at once."""

import streamlit as st

from db.commands.ledger import perform
from db.commands.settings import change_settings
from pages.menu import link
from pages.parts.forms import Form
from pages.parts.settings import settings_fields, settings_in_form, settings_typed
from pages.parts.visit import enter

visit = enter("setting.write")
words = visit.words
st.title(words.say("menu.manage.settings"), anchor=False)
st.caption(words.say("setting.explained"))
start = settings_in_form()
form = Form(visit, "setting", start, 1, start["version"], current=settings_in_form)
settings_fields(form)
form.submit("setting.save", lambda: perform(change_settings, visit.actor, form.key, form.version, settings_typed(form)))
link(visit, "manage/history.py", words.say("setting.history"), kind="setting", row=1)
