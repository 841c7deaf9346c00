"""Backups on a page: how old the last one is, taking one, each one's card, and how one is restored."""

import hashlib
import shlex
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from core.access import Actor
from core.i18n import escaped, isolated
from core.problems import Problem
from core.records.backups import BackupManifest
from db.backup.apart import checked_apart, taken_apart
from db.backup.kept import Kept
from db.backup.place import backups_folder
from db.commands.backups import enter_backup, enter_backup_check, enter_backup_download
from db.commands.ledger import perform
from db.migrate import newest, revisions
from db.queries.backups import Verified
from pages.parts.exports import file_button
from pages.parts.refusals import refusal
from pages.parts.visit import Visit

MOST_SHOWN = 30
_OLD_DAYS = 7
_MEGABYTE = 1_000_000
# The server holds in memory what a browser is being given.
_LARGEST_DOWNLOAD = 500 * _MEGABYTE
_TOLD = "backup.told"
_COUNTED = ("organisation", "person", "training_session", "attendance", "change")


def age(visit: Visit, manifests: Sequence[BackupManifest]) -> None:
    """Says how old the newest backup of this database is, and warns when there is none or it is older than a week."""
    words = visit.words
    if not manifests:
        st.info(words.say("backup.none"), icon=":material/lightbulb:")
        return
    days = (datetime.now(UTC) - max(manifest.taken_at for manifest in manifests)).days
    if days > _OLD_DAYS:
        st.warning(words.count("backup.too_old", days), icon=":material/warning:")
    else:
        st.caption(words.count("backup.last", days) if days else words.say("backup.last_today"))


def take_one(visit: Visit) -> None:
    """Draws the button that takes a backup; it is entered in the history before anything more is drawn."""
    words = visit.words
    if told := st.session_state.pop(_TOLD, None):
        st.success(escaped(told), icon=":material/check_circle:")
    if not st.button(words.say("backup.take"), type="primary", icon=":material/backup:", width="stretch"):
        return
    try:
        with st.spinner(words.say("backup.taking")):
            taken = taken_apart()
            manifest = taken.manifest
            said = (taken.file.name, taken.checksum, manifest.taken_at, manifest.rows)
            perform(enter_backup, visit.actor, uuid.uuid4().hex, *said)
            st.session_state[_TOLD] = words.count("backup.taken", manifest.rows, at=manifest.taken_at)
    except Problem as problem:
        st.error(refusal(words, problem), icon=":material/error:")
        return
    st.rerun()


def show_backup(visit: Visit, kept: Kept, verified: Verified | None, instance: str) -> None:
    """Draws one backup: when, how large, what it holds, when it was verified, and what can be done with it."""
    words, manifest = visit.words, kept.manifest
    with st.container(border=True, gap="xsmall"):
        if manifest is None:
            st.markdown(f"**{isolated(escaped(kept.name))}**")
            st.error(refusal(words, kept.problem or Problem("backup_foreign")), icon=":material/broken_image:")
            return
        st.markdown(f"**{escaped(words.moment(manifest.taken_at))}**")
        for note in _notes(visit, manifest, instance):
            st.markdown(f":material/info: {note}")
        counts = [name for name in _COUNTED if name in manifest.tables]
        st.markdown(" · ".join(words.show(f"backup.counted.{name}", number=manifest.tables[name]) for name in counts))
        size = words.show("backup.size", size=round(kept.size / _MEGABYTE, 1))
        st.caption(f"{isolated(escaped(kept.name))} · {size} · {escaped(words.count('backup.rows_of', manifest.rows))}")
        if manifest.broken_link is not None:
            st.warning(words.show("backup.history_broken", entry=manifest.broken_link), icon=":material/link_off:")
        if verified and not verified.whole:
            st.error(words.show("backup.broken_at", at=verified.at), icon=":material/broken_image:")
        else:
            st.caption(words.show("backup.verified_at", at=verified.at if verified else manifest.taken_at))
        with st.container(horizontal=True):
            pressed = st.button(words.say("backup.verify"), icon=":material/verified:", key=f"verify.{kept.name}")
            _download(visit, kept)
        if pressed:
            _verify(visit, kept.name)


def how_to_restore(visit: Visit, newest_one: Kept | None) -> None:
    """Draws the command that restores a backup to a new place."""
    words = visit.words
    st.subheader(words.say("backup.restore_title"), anchor=False)
    st.markdown(words.say("backup.restore_explained"))
    server = bool(newest_one and newest_one.manifest and newest_one.manifest.kind == "postgresql")
    if server:
        st.markdown(words.say("backup.restore_server"))
    file = shlex.quote(newest_one.name) if newest_one else "FILE.zip"
    place = "postgresql://NAME@HOST/DATABASE" if server else "data/restored.sqlite3"
    older = newest_one and newest_one.manifest and newest_one.manifest.revision != newest()
    command = f"make restore FROM={file} TO={place}" + (" UPGRADE=yes" if older else "")
    st.code(command, language=None, wrap_lines=True)


def _notes(visit: Visit, manifest: BackupManifest, instance: str) -> list[str]:
    words = visit.words
    notes = []
    if manifest.instance != instance:
        notes.append(words.say("backup.of_another"))
    if manifest.demonstration and manifest.instance != instance:
        notes.append(words.say("backup.of_demonstration"))
    if manifest.before_migration:
        notes.append(words.say("backup.before_migration"))
    if manifest.revision != newest():
        key = "backup.of_older" if manifest.revision in revisions() else "backup.of_newer"
        notes.append(words.show(key, revision=manifest.revision))
    return notes


def _verify(visit: Visit, name: str) -> None:
    words = visit.words
    with st.spinner(words.say("backup.checking")):
        try:
            checked = checked_apart(name)
        except Problem as problem:
            # Only what is wrong with the file itself is held against it.
            if problem.code in ("backup_damaged", "backup_foreign", "backup_lies", "backup_empty"):
                perform(enter_backup_check, visit.actor, uuid.uuid4().hex, name, False)
            st.error(refusal(words, problem), icon=":material/broken_image:")
            return
        perform(enter_backup_check, visit.actor, uuid.uuid4().hex, name, True, checked.checksum)
        st.session_state[_TOLD] = words.say("backup.holds", file_name=name)
    st.rerun()


def _download(visit: Visit, kept: Kept) -> None:
    words = visit.words
    if kept.size > _LARGEST_DOWNLOAD:
        st.caption(words.say("backup.too_large"))
        return

    def give(actor: Actor) -> bytes:
        data = (backups_folder() / kept.name).read_bytes()
        perform(enter_backup_download, actor, uuid.uuid4().hex, kept.name, hashlib.sha256(data).hexdigest())
        return data

    label, action = words.say("backup.download"), enter_backup_download.action
    file_button(visit, label, action, give, kept.name, "application/zip", key=f"download.{kept.name}")


def own(kept: Sequence[Kept], instance: str) -> list[Kept]:
    """The backups of this very database, newest first."""
    return [one for one in kept if one.manifest and one.manifest.instance == instance]
