"""MENU: one line a page - its room, file, icon and the action it needs. The only registration there is."""

from copy import copy
from dataclasses import dataclass
from functools import cache

import streamlit as st

from core.access import Actor
from core.i18n import Words
from core.i18n import words as words_of
from pages.parts.visit import Visit


@dataclass(frozen=True)
class Page:
    """A page: hidden ones are reached by a link from another page; its part of the menu is the room, or `part`."""

    room: str
    name: str
    icon: str
    action: str
    hidden: bool = False
    part: str | None = None

    @property
    def file(self) -> str:
        """The page's file, from the folder of the frame."""
        return f"{self.room}/{self.name}.py"

    @property
    def wide(self) -> bool:
        """Whether the page shows pictures and tables side by side; a form is read in one narrow column."""
        return self.room == "explore" or self.name in ("backstage", "import_organisations", "live")

    @property
    def address(self) -> str:
        """The page's own address; one level, since the browser's files are found beside it."""
        return f"{self.room}-{self.name}".replace("_", "-")


HOME = Page("explore", "home", "home", "account.self", hidden=True)

MENU = (
    HOME,
    Page("entry", "today", "today", "session.read"),
    Page("entry", "week", "date_range", "session.write"),
    Page("entry", "organisations", "add_business", "organisation.write"),
    Page("entry", "participants", "person_add", "person.write"),
    Page("entry", "person", "person", "person.read", hidden=True),
    Page("entry", "sessions", "event", "session.read"),
    Page("entry", "attendance", "how_to_reg", "attendance.write", hidden=True),
    Page("entry", "obstacles", "report", "obstacle.write"),
    Page("entry", "recommendations", "campaign", "obstacle.read"),
    Page("entry", "visit", "home_pin", "obstacle.write", hidden=True),
    Page("entry", "import_organisations", "upload_file", "import.write"),
    Page("entry", "notice", "record_voice_over", "person.write"),
    Page("explore", "overview", "insights", "figures.read"),
    Page("explore", "provinces", "map", "figures.whole"),
    Page("explore", "province", "location_on", "figures.whole", hidden=True),
    Page("explore", "obstacles", "warning", "obstacle.read"),
    Page("explore", "obstacle", "report", "obstacle.read", hidden=True),
    Page("explore", "institutions", "account_balance", "obstacle.read"),
    Page("explore", "institution", "account_balance", "obstacle.read", hidden=True),
    Page("explore", "board", "view_kanban", "obstacle.read"),
    Page("explore", "answers", "handshake", "figures.whole"),
    Page("explore", "modules", "school", "figures.whole"),
    Page("explore", "organisations", "groups", "organisation.read"),
    Page("explore", "sheets", "fact_check", "sheet.read"),
    Page("explore", "satisfaction", "sentiment_satisfied", "sheet.read"),
    Page("explore", "indicators", "checklist", "figures.read"),
    Page("explore", "reports", "history_edu", "figures.whole"),
    Page("explore", "figure", "help_center", "figures.read", hidden=True),
    Page("explore", "organisation", "badge", "organisation.read", hidden=True),
    Page("present", "live", "monitoring", "event.read"),
    Page("present", "events", "celebration", "event.read"),
    Page("present", "backstage", "cast_for_education", "stage.write"),
    Page("manage", "programme", "account_tree", "programme.write"),
    Page("manage", "trainers", "co_present", "session.write"),
    Page("manage", "reference_lists", "list_alt", "reference.write"),
    Page("manage", "module_tests", "quiz", "reference.write"),
    Page("manage", "certificates", "workspace_premium", "certificate.write"),
    Page("manage", "doubles", "join", "double.write"),
    Page("manage", "exports", "dataset", "export.write"),
    Page("manage", "privacy", "shield_person", "privacy.write", part="trust"),
    Page("manage", "person_file", "folder_shared", "privacy.write", hidden=True, part="trust"),
    Page("manage", "anonymise", "person_off", "privacy.erase", hidden=True, part="trust"),
    Page("manage", "retention", "auto_delete", "privacy.erase", hidden=True, part="trust"),
    Page("manage", "history", "history", "history.read", part="trust"),
    Page("manage", "bin", "restore_from_trash", "bin.write", part="trust"),
    Page("manage", "backup", "backup", "backup.write", part="trust"),
    Page("manage", "accounts", "manage_accounts", "account.write", part="system"),
    Page("manage", "settings", "tune", "setting.write", part="system"),
    Page("manage", "my_account", "person", "account.self", part="system"),
)


def registered(words: Words, actor: Actor | None) -> dict[str, list[st.Page]]:
    """Every page under its room, as Streamlit's navigation takes them; hidden where the actor may not go."""
    shown = frozenset(page.file for page in MENU if actor and not page.hidden and actor.may(page.action))
    # Each run has its own: the navigation marks the one that may be run.
    return {room: [copy(page) for page in pages] for room, pages in _made(words.language, shown).items()}


@cache
def _made(language: str, shown: frozenset[str]) -> dict[str, list[st.Page]]:
    # Sixteen files looked up on the disk in every run would take longer than the rest of the menu.
    words, rooms = words_of(language), dict[str, list[st.Page]]()
    for page in MENU:
        made = st.Page(
            page.file,
            title=title(words, page),
            icon=f":material/{page.icon}:",
            url_path=page.address,
            default=page is HOME,
            visibility="visible" if page.file in shown else "hidden",
        )
        rooms.setdefault(words.say(f"menu.{page.part or page.room}"), []).append(made)
    return rooms


def title(words: Words, page: Page) -> str:
    """The page's name in the menu and on top of the page."""
    return words.say(f"menu.{page.room}.{page.name}")


def link(visit: Visit, file: str, label: str, icon: str | None = None, **query: str | int) -> None:
    """Draws a link to another page of the menu, with what it should open; nothing for whoever may not go there."""
    page = next(page for page in MENU if page.file == file)
    if visit.actor.may(page.action):
        params = {name: str(value) for name, value in query.items()}
        icon = icon or f":material/{page.icon}:"
        st.page_link(page.file, label=label, icon=icon, query_params=params or None, width="stretch")
