"""The settings as a form shows them: in groups, each with what it does and its default under it."""

from typing import Any

import streamlit as st

from core.i18n import Words
from core.records import validated
from core.records.settings import Settings
from db.engine import reading
from db.queries.settings import settings, settings_version
from pages.parts.forms import Form

GROUPS: dict[str, tuple[str, ...]] = {
    "figures": ("youth_from", "youth_to", "completion_share", "excused_counts"),
    "sign_in": (
        *("idle_minutes", "field_idle_minutes", "sign_in_hours"),
        *("tries_of_account", "tries_of_address", "tries_minutes", "trusted_proxies"),
    ),
    "privacy": (
        *("controller", "receipt", "notice_version"),
        *("retention_months", "answer_days", "correction_days", "small_cell"),
    ),
    "bin": ("bin_days",),
    "answers": ("confirmation_days", "unanswered_days"),
    "address": ("public_address",),
}
# Kept as a part of one, typed and read as a percentage.
SHARE = "completion_share"


def settings_in_form() -> dict[str, Any]:
    """The settings of this moment as they are typed, with their version."""
    with reading() as session:
        present, version = settings(session), settings_version(session)
    return present.model_dump() | {SHARE: round(present.completion_share * 100), "version": version}


def settings_typed(form: Form) -> Settings:
    """The record of what is typed; Problem with each refused field."""
    share = form.values[SHARE]
    return validated(Settings, form.values | {SHARE: None if share is None else share / 100})


def settings_fields(form: Form) -> None:
    """Draws every setting in its group."""
    words = form.visit.words
    for group, names in GROUPS.items():
        with st.container(border=True):
            st.subheader(words.say(f"setting.group.{group}"), anchor=False)
            for name in names:
                with st.container(gap="xxsmall"):
                    _field(form, name)
                    usual = words.show("setting.default", default=_usual(words, name))
                    st.caption(f"{words.say(f'setting.help.{name}')} {usual}")


def _field(form: Form, name: str) -> None:
    kind = Settings.model_fields[name].annotation
    if kind is bool:
        form.tick(name)
    elif name == SHARE:
        form.number(name, icon=":material/percent:")
    elif kind is int:
        form.number(name)
    else:
        form.text(name)


def _usual(words: Words, name: str) -> str:
    value = getattr(Settings(), name)
    if isinstance(value, bool):
        return words.say("form.yes" if value else "form.no")
    if name == SHARE:
        return words.percent(value)
    return words.number(value) if isinstance(value, int) else value or words.say("setting.default_empty")
