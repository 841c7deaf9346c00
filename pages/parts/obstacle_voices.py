"""Who mentions an obstacle and what each says of it in the end, with the form that notes a cooperative's word."""

from typing import Any

import pandas as pd
import streamlit as st

from core.i18n import escaped, isolated
from core.records import validated
from core.records.commitments import VERDICTS, ConfirmationRecord
from db.commands.confirmations import record_confirmation, take_confirmation_back
from db.commands.ledger import perform
from db.queries.obstacle_page import organisations_heard
from pages.menu import link
from pages.parts.choices import joined
from pages.parts.data import frame_of
from pages.parts.folds import fold
from pages.parts.forms import Form
from pages.parts.obstacle_state import verdict_told
from pages.parts.obstacle_story import SUBJECTS
from pages.parts.tables import choose_page
from pages.parts.visit import Visit

_SPOKEN = ("visit", "phone")
_VOICES = 12


def heard(visit: Visit, obstacle_id: int) -> pd.DataFrame:
    """The organisations of the reader's provinces that mention the obstacle: `organisations_heard`."""
    rows: pd.DataFrame = frame_of(visit, organisations_heard, visit.actor.provinces, obstacle_id, subjects=SUBJECTS)
    return rows


def draw_progress(visit: Visit, card: dict[str, Any]) -> None:
    """12 of 34, as a sentence and a bar, and what the others say."""
    words, asked = visit.words, int(card["asked"])
    st.subheader(words.say("obstacle_page.word"), anchor=False)
    if not asked:
        st.caption(words.say("obstacle_page.nobody_asked"))
        return
    st.markdown(f"**{escaped(words.count('obstacle_page.solved_of', asked, solved=int(card['solved'])))}**")
    st.progress(int(card["solved"]) / asked)
    counts = {name: int(card[name]) for name in ("solved", "partly", "no")}
    st.caption(words.say("obstacle_page.told", silent=asked - int(card["heard"]), **counts))


def draw_voices(visit: Visit, obstacle_id: int, card: dict[str, Any]) -> None:
    """Each organisation with its newest word, those not heard yet first; a page of them at a time."""
    words, rows = visit.words, heard(visit, obstacle_id)
    if len(rows):
        st.subheader(words.say("obstacle_page.each"), anchor=False)
    before = choose_page(len(rows), key="obstacle.voices", rows=_VOICES)
    for row in rows.iloc[before : before + _VOICES].to_dict("records"):
        with st.container(border=True, gap="xsmall"):
            name = words.name(row["organisation_ar"], row["organisation_latin"])
            link(visit, "explore/organisation.py", escaped(name), organisation=int(row["organisation_id"]))
            lines = [verdict_told(words, row["verdict"])]
            if row["verdict"]:
                way = words.say(f"confirmation_way.{row['way']}")
                lines[0] += f" · {escaped(words.say('obstacle_page.said_on', day=row['confirmed_on'], way=way))}"
            if row["words"]:
                lines.append(escaped(f"«{isolated(row['words'])}»"))
            lines.append(f":small[:gray[{words.show('obstacle_page.mentioned', day=row['mentioned_on'])}]]")
            st.markdown("  \n".join(lines))
    guests = int(card["guests"])
    if guests:
        st.caption(words.count("obstacle_page.guests", guests))


def confirmation_part(visit: Visit, obstacle_id: int) -> None:
    """The form of a word that was said on a visit or by phone; whose, of those who mention the obstacle."""
    words, rows = visit.words, heard(visit, obstacle_id)
    form = Form(visit, "confirmation", {"confirmed_on": visit.today, "way": "visit"}, f"of.{obstacle_id}")
    if rows.empty:
        return
    with fold("confirming", words.say("confirmation.title"), ":material/how_to_vote:") as opened:
        if not opened:
            return
        st.caption(words.say("confirmation.help"))
        names = {
            int(row["organisation_id"]): joined(
                words.name(row["organisation_ar"], row["organisation_latin"]),
                words.say(f"verdict.{row['verdict'] or 'silent'}"),
            )
            for row in rows.to_dict("records")
        }
        form.choice("organisation_id", list(names), label=names.__getitem__, index=0 if len(names) == 1 else None)
        verdict_pills(form)
        form.area("words")
        form.pills("way", _SPOKEN, label=lambda code: words.say(f"confirmation_way.{code}"))
        form.day("confirmed_on")
        form.submit(
            "confirmation.save",
            lambda: perform(
                record_confirmation,
                visit.actor,
                form.key,
                validated(ConfirmationRecord, form.values | {"obstacle_id": obstacle_id}),
            ),
        )
    _taking_back(visit, obstacle_id, rows)


def verdict_pills(form: Form, field: str = "verdict", **options: Any) -> None:
    """Solved, partly or no."""
    form.pills(field, VERDICTS, label=lambda code: form.visit.words.say(f"verdict.{code}"), **options)


def _taking_back(visit: Visit, obstacle_id: int, rows: pd.DataFrame) -> None:
    """The form that takes the newest word of an organisation back, where it was noted by mistake."""
    words, said = visit.words, rows[rows["verdict"].notna()].to_dict("records")
    form = Form(visit, "taking_back", {}, obstacle_id)
    if not said:
        return
    with fold("taking_back", words.say("taking_back.title"), ":material/undo:") as opened:
        if not opened:
            return
        st.caption(words.say("taking_back.help"))
        versions = {int(row["confirmation_id"]): int(row["version"]) for row in said}
        names = {
            int(row["confirmation_id"]): joined(
                words.name(row["organisation_ar"], row["organisation_latin"]), words.say(f"verdict.{row['verdict']}")
            )
            for row in said
        }
        chosen = form.choice("which", list(names), label=names.__getitem__, index=0)
        reason = form.text("reason", required=True)
        form.submit(
            "taking_back.save",
            lambda: perform(take_confirmation_back, visit.actor, form.key, chosen, versions[chosen], reason),
            icon=":material/undo:",
        )
