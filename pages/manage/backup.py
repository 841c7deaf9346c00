"""Backups: how old the last one is, a new one now, those in the folder, and how one is restored."""

import streamlit as st

from core.i18n import escaped
from db.backup.kept import kept_in
from db.backup.place import backups_folder
from db.queries.backups import instance_name, last_verified
from pages.parts.backups import MOST_SHOWN, age, how_to_restore, own, show_backup, take_one
from pages.parts.data import fresh
from pages.parts.visit import enter

visit = enter("backup.write")
words = visit.words
st.title(words.say("menu.manage.backup"), anchor=False)
st.markdown(words.say("backup.explained"))
instance = fresh(instance_name)
kept = kept_in(backups_folder())
ours = own(kept, instance)
age(visit, [one.manifest for one in ours if one.manifest])
take_one(visit)
if kept:
    st.subheader(words.count("backup.list", len(kept)), anchor=False)
    st.caption(words.say("backup.download_explained"))
    verified = fresh(last_verified)
    for one in kept[:MOST_SHOWN]:
        show_backup(visit, one, verified.get(one.name), instance)
    if len(kept) > MOST_SHOWN:
        st.caption(escaped(words.count("backup.more", len(kept) - MOST_SHOWN)))
how_to_restore(visit, ours[0] if ours else None)
