"""Who may do what: the one table of actions by roles, read by the menu and by every command."""

from dataclasses import dataclass

ADMINISTRATOR = "administrator"
COORDINATOR = "coordinator"
FIELD_OFFICER = "field_officer"
MANAGER = "manager"
PRESENTER = "presenter"
ROLES = (ADMINISTRATOR, COORDINATOR, FIELD_OFFICER, MANAGER, PRESENTER)
# Whoever holds a link that is open to anybody. No account has it: it is lent to a visitor for what the link is for.
GUEST = "guest"

_DESK = frozenset({ADMINISTRATOR, COORDINATOR})
_FIELD = _DESK | {FIELD_OFFICER}
_READERS = _FIELD | {MANAGER}

ACTIONS: dict[str, frozenset[str]] = {
    "account.self": frozenset(ROLES),
    "account.write": frozenset({ADMINISTRATOR}),
    "attendance.write": _FIELD,
    "backup.write": frozenset({ADMINISTRATOR}),
    "bin.write": _DESK,
    "certificate.write": _DESK,
    # By the link of a person of an institution, for its own promises.
    "commitment.answer": frozenset({GUEST}),
    # A promise is written down as it is made, on the stage too; all that becomes of it is the desk's.
    "commitment.make": _DESK | {PRESENTER},
    "commitment.write": _DESK,
    # A cooperative's own word on its obstacles, by its link.
    "confirmation.answer": frozenset({GUEST}),
    "double.write": _DESK,
    # Guests and their names: whoever stands at a door or prepares the event.
    "door.write": _FIELD | {PRESENTER},
    # What phones in the hall send.
    "event.answer": frozenset({GUEST}),
    "event.read": _FIELD | {PRESENTER},
    "event.write": _DESK,
    "export.write": _READERS,
    "figures.read": frozenset(ROLES),
    # Small counts of persons too, which others see hidden.
    "figures.whole": _READERS,
    "history.read": _DESK,
    "import.write": _DESK,
    "moderation.write": _DESK | {PRESENTER},
    "obstacle.read": _READERS,
    "obstacle.write": _FIELD,
    "organisation.read": _READERS,
    "organisation.write": _FIELD,
    "person.read": _FIELD,
    "person.write": _FIELD,
    "privacy.erase": frozenset({ADMINISTRATOR}),
    "privacy.write": _DESK,
    "programme.write": _DESK,
    # What an event recommends is written down at the desk, or on the stage as it is said.
    "recommendation.write": _DESK | {PRESENTER},
    "reference.write": _DESK,
    # Figures frozen as they are quoted, under a number that others will ask for.
    "report.write": _DESK | {MANAGER},
    "satisfaction.answer": frozenset({GUEST}),
    "session.read": _FIELD,
    "session.write": _DESK,
    "sheet.read": _READERS,
    "setting.write": frozenset({ADMINISTRATOR}),
    "stage.write": _DESK | {PRESENTER},
}


@dataclass(frozen=True)
class Actor:
    """The account behind an action.

    `provinces` holds the ids of the provinces the account may touch; None means all of them. A field officer is
    limited to its own, unless the account also has a role of the desk.
    """

    account_id: int | None
    username: str
    roles: frozenset[str]
    provinces: frozenset[int] | None = None

    def may(self, action: str) -> bool:
        """Whether one of the account's roles allows the action. An unknown action raises KeyError."""
        return bool(ACTIONS[action] & self.roles)

    def reaches(self, province_id: int | None) -> bool:
        """Whether a row of this province may be touched; a row without a province is open to all."""
        return self.provinces is None or province_id is None or province_id in self.provinces


def limit_of(roles: frozenset[str], provinces: frozenset[int]) -> frozenset[int] | None:
    """The provinces an account with these roles is limited to, or None for all of Morocco.

    A manager reads everywhere and no names, so that this role must not open the names of everywhere to an officer.
    """
    return provinces if FIELD_OFFICER in roles and not roles & _DESK else None
