"""What is printed for an event: the guests' badges, and the list for a door without a network."""

import uuid
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from core.access import Actor
from core.i18n import Words
from core.i18n import words as words_of
from core.records import validated
from core.records.exports import ExportRecord
from core.reports.badges import BADGE_LANGUAGES, Badge, badges
from core.reports.guest_list import ListedEvent, ListedGuest, guest_list
from db.commands.exports import enter_export
from db.commands.ledger import perform
from db.engine import reading
from db.queries.events import event_card
from db.queries.guests import guests_of_event
from pages.parts.exports import file_button
from pages.parts.paper_sheet import own_address
from pages.parts.visit import Visit
from pages.public.addresses import guest_address
from pages.public.door_view import where_from

_PDF = "application/pdf"


def paper_part(visit: Visit, row: Any) -> None:
    """The two files, each made when it is asked for and entered in the history."""
    words, number = visit.words, int(row.id)
    first = visit.language if visit.language in BADGE_LANGUAGES else BADGE_LANGUAGES[0]
    languages = (first, next(language for language in BADGE_LANGUAGES if language != first))
    # Asked while the page runs: the files are made outside of it.
    own = own_address()

    def printed_badges(_card: Any, rows: pd.DataFrame) -> bytes:
        return badges([_badge(own, one) for one in rows.to_dict("records")], 0, group=None)

    def printed_list(card: Any, rows: pd.DataFrame) -> bytes:
        spoken = (words_of(languages[0]), words_of(languages[1]))
        return guest_list(_event(card, spoken), [_listed(one, spoken) for one in rows.to_dict("records")], languages)

    st.caption(words.say("event.badges_help"))
    _file(visit, number, "guest_badges", words.say("event.badges"), printed_badges)
    st.caption(words.say("event.list_help"))
    _file(visit, number, "guest_list", words.say("event.list"), printed_list)


def _file(visit: Visit, number: int, what: str, label: str, made: Callable[[Any, pd.DataFrame], bytes]) -> None:
    def give(actor: Actor) -> bytes:
        with reading() as session:
            card = event_card(session, actor.provinces, number)
            rows = guests_of_event(session, number)
        said = {"what": what, "form": "pdf", "rows": len(rows), "filters": {"event": str(number)}}
        perform(enter_export, actor, uuid.uuid4().hex, validated(ExportRecord, said))
        return made(card, rows)

    name = f"{what.replace('_', '-')}-{number}.pdf"
    file_button(visit, label, "event.write", give, name, _PDF, key=f"event.{number}.{what}")


def _badge(own: str, row: dict[Any, Any]) -> Badge:
    arabic, french = (words_of(language) for language in BADGE_LANGUAGES)
    places = (where_from(arabic, row) or None, where_from(french, row) or None)
    kind = " · ".join(said.say(f"guest_kind.{row['kind']}") for said in (arabic, french))
    address = f"{own}{guest_address(row['badge'])}"
    if not row["name_ar"] and not row["name_latin"]:
        # Whoever is invited without a name wears that of the organisation.
        return Badge(address, *places, None, None, kind)
    return Badge(address, row["name_ar"], row["name_latin"], *places, kind)


def _event(card: Any, spoken: tuple[Words, Words]) -> ListedEvent:
    def place(said: Words) -> str:
        parts = [card.venue, said.name(card.commune_ar, card.commune_fr)]
        return said.say("sheet.comma").join(dict.fromkeys(part for part in parts if part))

    first, other = spoken
    names = (first.label(card, "name"), other.label(card, "name"))
    return ListedEvent(names, (place(first), place(other)), card.held_on, card.starts_at, card.ends_at)


def _listed(row: dict[Any, Any], spoken: tuple[Words, Words]) -> ListedGuest:
    def province(said: Words) -> str:
        return str(row[f"province_{said.language}"] or "")

    first, other = spoken
    return ListedGuest(
        kind=row["kind"],
        name_ar=row["name_ar"],
        name_latin=row["name_latin"],
        place=(where_from(first, row), where_from(other, row)),
        province=(province(first), province(other)),
        came=row["checked_in_at"] is not None,
    )
