"""What each figure can be narrowed to and told by: a filter that it does not know would say what is not counted."""

# In the order in which a reader is asked for them.
_OF_PERSONS = ("phase", "province", "commune", "kind", "sector", "sex", "age", "module", "since", "until", "verified")
_OF_OBSTACLES = ("phase", "province", "commune", "kind", "sector", "category", "state", "since", "until")
_OF_SESSIONS = ("phase", "province", "commune", "module", "since", "until")

# By the figure's name: the names of the filters that narrow it.
NARROWED_BY: dict[str, tuple[str, ...]] = {
    "people": _OF_PERSONS,
    "attendances": _OF_PERSONS,
    "trained": _OF_PERSONS,
    "attended": _OF_PERSONS,
    "reach": _OF_PERSONS,
    # A course is completed as a whole: neither the first day of a period nor a module narrows anything there.
    "completion": tuple(name for name in _OF_PERSONS if name not in ("since", "module")),
    "coverage": ("phase", "province", "commune", "kind", "sector", "since", "until", "verified"),
    "organisations": ("province", "commune", "kind", "sector"),
    "obstacles": _OF_OBSTACLES,
    "volunteer_hours": _OF_SESSIONS,
    **dict.fromkeys(("answers", "kept", "answered", "resolved"), _OF_OBSTACLES),
}

# By the figure's name: what its tables may be told by, as a sponsor's form asks for it.
TOLD_BY: dict[str, tuple[str, ...]] = {
    "people": ("sex", "age", "kind", "province"),
    "attendances": ("sex", "age", "kind", "province"),
    "trained": ("sex", "age", "kind", "province"),
    "attended": ("sex", "age", "kind", "province"),
    "completion": ("sex", "age", "kind", "province"),
    "coverage": ("kind", "province"),
    "organisations": ("kind", "province"),
    "obstacles": ("kind", "province"),
    "reach": ("province",),
    "volunteer_hours": ("province",),
    **dict.fromkeys(("answers", "kept", "answered", "resolved"), ("kind", "province")),
}
