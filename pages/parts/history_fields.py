"""What the fields in an entry of the history are: which name a row, which hold a code, a list, a year or a share."""

from collections.abc import Mapping
from typing import Any

# Where the labels of a kind's fields stand, when not under its own name.
DOMAINS = {
    "organisation_figures": "figures",
    "mention": "obstacle",
    "organisation_visit": "visit",
    "training_session": "session",
    "attendance": "mark",
    "training_group": "group",
    "obstacle_category": "category",
    "attendance_status": "status",
    "privacy_request": "request",
    "sign_in_sheet": "sheet_counts",
    "attachment": "sheet_page",
    "kept_view": "view",
    "frozen_report": "report",
    **dict.fromkeys(("recommendation_step", "recommendation_obstacle", "commitment_recommendation"), "recommendation"),
}
# What only the program needs.
UNSAID = frozenset(
    {
        "id",
        "version",
        "search",
        "digest",
        "security_version",
        "list",
        "zone",
        "file_hash",
        "media_type",
        "workbook",
        "taken_marks",
        "taken_people",
        "secret",
        "badge",
        "frozen",
    }
)
# Kinds of which there is one row, which needs no number.
SINGLE = frozenset({"setting", "setup_code", "instance", "backup"})
# A list on the page names so many at most.
MOST_LISTED = 30

# The table of the row that a field names by its number.
_REFERS = {
    "account_id": "account",
    "category_id": "obstacle_category",
    "checked_in_by": "account",
    "commune_id": "commune",
    "event_id": "event",
    "group_id": "training_group",
    "guest_id": "guest",
    "commitment_id": "commitment",
    "institution_id": "institution",
    "institution_person_id": "institution_person",
    "link_id": "institution_link",
    "module_id": "module",
    "obstacle_id": "obstacle",
    "organisation_id": "organisation",
    "visit_id": "organisation_visit",
    "person_id": "person",
    "phase_id": "phase",
    "programme_id": "programme",
    "province_id": "province",
    "quiz_id": "quiz",
    "registration_id": "registration",
    "sector_id": "sector",
    "session_id": "training_session",
    "sheet_id": "sign_in_sheet",
    "status_id": "attendance_status",
    "trainer_id": "trainer",
    "moderated_by": "account",
    "same_as_id": "live_submission",
    "mention_id": "mention",
    "recommendation_id": "recommendation",
    "given_by_id": "institution",
    "taken_on_by_id": "institution",
    "locked_by": "account",
    "verified_by": "account",
    "submitted_by": "account",
}
# These name a row of the entry's own kind, or of the kind that stands beside them.
_SAME = frozenset({"merged_into_id", "merged_from", "given_back", "kept_id", "gone_id", "first_id", "second_id"})
# Lists of rows: by their numbers, or each with its values.
LISTS = {
    "contacts_emptied": "organisation",
    "issued": "certificate",
    "confirmations": "confirmation",
    "institutions": "institution",
    "obstacles": "obstacle",
    "recommendations": "recommendation",
    "restated": "obstacle",
    "mentions": "mention",
    "modules": "module",
    "provinces": "province",
    "registered": "registration",
    "trainers": "trainer",
    "rows": "registration",
    "turned_absent": "registration",
    "waiting_again": "live_submission",
    "mentions_made": "mention",
    "mentions_gone": "mention",
    "obstacles_made": "obstacle",
    "obstacles_gone": "obstacle",
}
# Rows that stand with their values inside of another one's entry.
NESTED = {
    "enrolment": "enrolment",
    "figures": "organisation_figures",
    "mark": "attendance",
    "confirmations": "confirmation",
    "membership": "membership",
    "mention": "mention",
    "mentions": "mention",
    "participation": "participation",
    "referrals": "referral",
    "registered": "registration",
    "registration": "registration",
}
# Where the words of a field's codes stand; without a kind, in whatever row the field is.
CODES = {
    ("organisation", "kind"): "kind",
    ("apart", "kind"): "history.kind",
    ("merge", "kind"): "history.kind",
    ("privacy_request", "kind"): "request_kind",
    ("privacy_request", "outcome"): "request_outcome",
    ("export", "what"): "export_what",
    ("membership", "role"): "member_role",
    ("participation", "state"): "participation_state",
    ("training_session", "state"): "session_state",
    ("sign_in_sheet", "state"): "sheet_state",
    ("training_session", "sheet_was"): "sheet_state",
    ("obstacle", "state"): "obstacle_state",
    ("commitment", "state"): "commitment_state",
    ("commitment_update", "state"): "commitment_state",
    ("commitment_update", "state_before"): "commitment_state",
    ("commitment_update", "kind"): "update_kind",
    ("attendance", "way"): "history.way",
    ("live_submission", "state"): "submission_state",
    ("live_submission", "reason"): "reject_reason",
    ("satisfaction", "way"): "satisfaction.way",
    ("quiz_answer", "way"): "satisfaction.way",
    ("quiz_answer", "moment"): "quiz.moment",
    ("mention", "source"): "history.source",
    ("recommendation", "level"): "recommendation_level",
    ("recommendation", "state"): "recommendation_state",
    ("recommendation_step", "state"): "recommendation_state",
    ("obstacle", "paper"): "paper",
    ("confirmation", "verdict"): "verdict",
    ("confirmation", "way"): "confirmation_way",
    ("", "consent_way"): "consent_way",
    ("", "consent_photo_way"): "consent_way",
    ("", "indicator"): "indicator",
    ("", "meaning"): "meaning",
    ("", "roles"): "role",
    ("", "scope"): "scope",
    ("", "severity"): "severity",
    ("", "sex"): "sex",
    ("guest", "checked_in_way"): "check_in_way",
    ("guest", "corrected"): "guest",
    ("guest", "kind"): "guest_kind",
    ("stage", "look"): "stage.look",
    ("stage", "language"): "stage.language",
    ("stage", "scene"): "stage.scene",
    ("stage", "scenes"): "stage.scene",
    ("trainer", "side"): "trainer_side",
    ("session_trainer", "role"): "trainer_role",
}
# Fields whose form asks a question, where the history names a thing.
ASKED = frozenset({"scope"})
SHARES = frozenset({"completion_share"})
# Numbers that are names: never parted by thousands.
YEARS = frozenset({"birth_year", "redacted_entries", "row_number"})
# Decimals of those that need more than two.
NUMBERS = {"longitude": 6, "latitude": 6}


def kind_of(kind: str, name: str, around: Mapping[str, Any]) -> str:
    """The table of the row that the field of a row of this kind names; nothing where it names none.

    `around` are the values beside it.
    """
    if name in _SAME:
        beside = around.get("kind")
        return str(beside) if kind in ("merge", "apart") and beside else kind
    return _REFERS.get(name, "")
