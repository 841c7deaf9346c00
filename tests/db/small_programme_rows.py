"""The rows of the small programme: what a person counts by hand to know the right answers."""

OUARZAZATE, TINGHIR, ZAGORA, TAZA = "08.401", "08.577", "08.587", "03.561"

# name: kind, province, deleted.
ORGANISATIONS: dict[str, tuple[str, str | None, bool]] = {
    "A": ("cooperative", OUARZAZATE, False),
    "B": ("cooperative", ZAGORA, False),
    "C": ("association", TINGHIR, False),
    "D": ("cooperative", None, False),
    "E": ("cooperative", ZAGORA, True),
    "F": ("cooperative", TAZA, False),
}
SECTORS = {"A": "agriculture", "B": "elevage"}
PARTICIPATIONS = {"A": "enrolled", "B": "enrolled", "C": "enrolled", "D": "invited", "E": "enrolled"}
# name: sex, birth year.
PERSONS: dict[str, tuple[str, int | None]] = {
    "two modules, provinces, organisations": ("f", 1990),
    "late, then left early": ("m", 1991),
    "sex and age unknown": ("unknown", None),
    "excused, then absent": ("f", 2007),
    "withdrew before": ("m", 2008),
    "withdrew after": ("f", 1980),
    "walk-in": ("unknown", None),
    "organisation elsewhere": ("m", 1995),
    "without mark": ("f", None),
    "never counted": ("m", 2000),
    "deleted": ("f", 1999),
    "organisation without province": ("f", 1999),
    "deleted organisation": ("m", 1970),
    "deleted rows": ("f", 1985),
    "left out": ("m", 1988),
}
# name: phase, group, module, province, day, hours, state, counts, deleted.
SESSIONS: dict[str, tuple[str, str | None, str, str, str, float, str, bool, bool]] = {
    "S1": ("1", "G1", "management", OUARZAZATE, "2025-02-10", 4, "closed", True, False),
    "S2": ("1", "G1", "finance", OUARZAZATE, "2025-03-10", 6, "closed", True, False),
    "open roster": ("1", "G2", "management", ZAGORA, "2025-03-20", 4, "held", True, False),
    "planned": ("1", "G2", "finance", ZAGORA, "2025-05-05", 4, "planned", True, False),
    "cancelled": ("1", "G1", "finance", OUARZAZATE, "2025-03-15", 4, "cancelled", True, False),
    "not training": ("1", None, "management", OUARZAZATE, "2025-02-05", 2, "closed", False, False),
    "deleted": ("1", "G1", "finance", OUARZAZATE, "2025-03-12", 4, "closed", True, True),
    "to all": ("1", None, "finance", TINGHIR, "2025-04-10", 3, "closed", True, False),
    "next phase": ("2", None, "strategy", OUARZAZATE, "2026-02-01", 3, "closed", True, False),
}
# Of these sessions it is known how many seats there are.
CAPACITIES = {"S1": 10, "S2": 8, "open roster": 2, "planned": 30, "cancelled": 5, "not training": 9, "deleted": 7}
# session, person, organisation, status (None: no mark), hours given, which row is deleted.
ROSTER: tuple[tuple[str, str, str | None, str | None, float | None, str], ...] = (
    ("S1", "two modules, provinces, organisations", "A", "present", None, ""),
    ("S1", "late, then left early", "A", "late", None, ""),
    ("S1", "sex and age unknown", "A", "present", None, ""),
    ("S1", "excused, then absent", "A", "excused", None, ""),
    ("S1", "withdrew before", "A", None, None, ""),
    ("S1", "withdrew after", "A", "present", None, ""),
    ("S1", "walk-in", None, "present", None, ""),
    ("S1", "deleted", "A", "present", None, ""),
    ("S1", "deleted rows", "A", "present", None, "attendance"),
    ("S2", "two modules, provinces, organisations", "A", "present", None, ""),
    ("S2", "late, then left early", "A", "left_early", None, ""),
    ("S2", "sex and age unknown", "A", "present", 4, ""),
    ("S2", "excused, then absent", "A", "absent", None, ""),
    ("open roster", "two modules, provinces, organisations", "B", "present", None, ""),
    ("open roster", "organisation elsewhere", "A", "present", None, ""),
    ("open roster", "without mark", "B", None, None, ""),
    ("cancelled", "never counted", "A", "present", None, ""),
    ("not training", "never counted", "A", "present", None, ""),
    ("deleted", "never counted", "A", "present", None, ""),
    ("planned", "never counted", "A", "present", None, ""),
    ("to all", "organisation without province", "D", "present", None, ""),
    ("to all", "deleted organisation", "E", "present", None, ""),
    ("to all", "deleted rows", "C", "present", None, "registration"),
    ("to all", "left out", "C", "not_concerned", None, ""),
    ("next phase", "two modules, provinces, organisations", "A", "present", None, ""),
    ("next phase", "late, then left early", "A", "present", None, ""),
)
# name: whose person the trainer is.
TRAINERS = {"own": "sponsor", "other": "association", "guest": "external"}
# What people thought of two of the sessions.
SATISFACTION: dict[str, dict[str, int]] = {
    "S1": {"understood_good": 3, "understood_fair": 1},
    "S2": {"trainer_good": 2, "trainer_poor": 1},
}
# session, trainer, hours of preparation, delivery, travel (None: nobody has said), deleted.
SESSION_TRAINERS: tuple[tuple[str, str, float | None, float | None, float | None, bool], ...] = (
    ("S1", "own", 1, 4, 2, False),
    ("S1", "other", 0.5, 4, None, False),
    ("S2", "own", None, 6, 1, False),
    ("open roster", "own", 1, 4, 3.25, False),
    ("planned", "own", 1, None, None, False),
    ("cancelled", "own", 1, 4, 0, False),
    ("not training", "guest", 0, 2, 1, False),
    ("deleted", "own", 1, 4, 0, False),
    ("to all", "own", 2, 3, 1, True),
    ("to all", "guest", 1, 3, 0, False),
    ("next phase", "own", 0.25, 3, 0, False),
)
# person, group, withdrawn on.
ENROLMENTS: tuple[tuple[str, str, str | None], ...] = (
    ("two modules, provinces, organisations", "G1", None),
    ("late, then left early", "G1", None),
    ("sex and age unknown", "G1", None),
    ("excused, then absent", "G1", None),
    ("withdrew before", "G1", "2025-02-01"),
    ("withdrew after", "G1", "2025-02-20"),
    ("deleted", "G1", None),
    ("organisation elsewhere", "G2", None),
    ("without mark", "G2", None),
    ("never counted", "no sitting yet", None),
)
# obstacle, organisation, guest, place, day, deleted.
MENTIONS: tuple[tuple[str, str | None, str | None, str | None, str, bool], ...] = (
    ("market", "A", None, OUARZAZATE, "2025-03-01", False),
    ("market", "A", None, OUARZAZATE, "2025-03-15", False),
    ("market", "B", None, ZAGORA, "2025-04-01", False),
    ("market", None, "زائرة", ZAGORA, "2025-04-01", False),
    ("label", "A", None, ZAGORA, "2025-05-01", False),
    ("field", "C", None, None, "2025-03-02", False),
    ("field", None, "Visiteur", None, "2025-03-02", False),
    ("field", "B", None, ZAGORA, "2025-03-02", True),
    ("deleted", "A", None, OUARZAZATE, "2025-03-02", False),
    ("next phase", "A", None, OUARZAZATE, "2026-02-02", False),
)
OBSTACLES = {"market": "marketing", "label": "marketing", "field": "land", "deleted": "land", "next phase": "land"}
# How far an obstacle is, where something was done about it.
STATES = {"label": "committed", "next phase": "done"}
# obstacle, institution, day referred, day answered in words.
REFERRALS: tuple[tuple[str, str, str, str | None], ...] = (
    ("market", "ODCO", "2025-03-10", None),
    ("market", "ONCA", "2025-03-10", "2025-03-20"),
    ("label", "ONSSA", "2025-05-05", None),
    ("field", "ODCO", "2025-03-12", "2025-03-15"),
    ("deleted", "ODCO", "2025-03-12", "2025-03-14"),
    ("next phase", "ODCO", "2026-02-10", None),
)
# obstacle, institution, state, promised, due, done.
COMMITMENTS: tuple[tuple[str, str, str, str, str | None, str | None], ...] = (
    ("label", "ONSSA", "in_progress", "2025-05-10", "2025-06-30", None),
    ("market", "ODCO", "dropped", "2025-03-17", "2025-03-31", None),
    ("market", "ONCA", "promised", "2025-03-22", None, None),
    ("next phase", "ODCO", "done", "2026-02-12", "2026-03-31", "2026-03-30"),
)
