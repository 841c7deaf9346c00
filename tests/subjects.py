"""Which subject stands for which table: what reads one is kept under it, what writes one raises it."""

# They say again what other tables hold, and follow these in the same transaction.
SUMMARIES = frozenset({"summary", "summary_standing", "summary_touched"})
# Written by no command: they come with the program, or belong to the reading and the ledger itself.
NEVER_WRITTEN = SUMMARIES | frozenset(
    {
        *(
            "commune",
            "commune_alias",
            "draft",
            "instance",
            "confirmation_link_use",
            "institution_link_use",
            "last_visit",
            "province",
            "region",
        ),
        *("revision", "sign_in"),
    }
)
LEDGER = SUMMARIES | frozenset({"action", "change", "change_head", "draft", "last_visit", "revision"})
SUBJECT_OF = {
    **dict.fromkeys(("account", "account_province", "password_link", "setup_code", "sign_in", "ticket"), "account"),
    **dict.fromkeys(("import_batch", "import_row"), "import"),
    **dict.fromkeys(("external_id", "organisation", "organisation_figures", "participation"), "organisation"),
    **dict.fromkeys(("membership", "person"), "person"),
    **dict.fromkeys(("enrolment", "training_group"), "group"),
    **dict.fromkeys(("registration", "session_trainer", "training_session"), "session"),
    **dict.fromkeys(("attachment", "sheet_comment", "sign_in_sheet"), "session"),
    **dict.fromkeys(("mention", "obstacle", "obstacle_move"), "obstacle"),
    **dict.fromkeys(("confirmation", "confirmation_link"), "confirmation"),
    "organisation_visit": "visit",
    **dict.fromkeys(("phase", "programme"), "programme"),
    **dict.fromkeys(("attendance_status", "category_institution", "institution"), "reference"),
    **dict.fromkeys(("module", "obstacle_category", "sector"), "reference"),
    **dict.fromkeys(("quiz", "quiz_answer"), "quiz"),
    "event": "event",
    "guest": "guest",
    "vote": "vote",
    "event_rating": "rating",
    "attendance": "attendance",
    **dict.fromkeys(("commitment", "commitment_obstacle", "commitment_recommendation"), "commitment"),
    **dict.fromkeys(("commitment_update", "proof"), "commitment"),
    **dict.fromkeys(("institution_link", "institution_person"), "institution"),
    "referral": "referral",
    "certificate": "certificate",
    "satisfaction": "satisfaction",
    "target": "target",
    "frozen_report": "frozen",
    "trainer": "trainer",
    **dict.fromkeys(("recommendation", "recommendation_obstacle", "recommendation_step"), "recommendation"),
    "kept_view": "view",
    **dict.fromkeys(("apart", "merge"), "double"),
    "export": "export",
    "privacy_request": "privacy",
    "setting": "setting",
    "live_submission": "submission",
    "event_phone": "event_phone",
    **dict.fromkeys(("scene", "stage", "stage_link"), "stage"),
}
