"""Drawing a ready chart: its finding as the title, the picture, its definition and its data at hand."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from core.charts import CHOICE, ROWS
from core.i18n import escaped
from db.queries.figures import SUBJECTS, Asked, of_indicators, subjects_of
from db.queries.trends import trends_ask
from pages.parts.appearance import appearance
from pages.parts.data import made_of
from pages.parts.figures import SHOWN as LARGE
from pages.parts.figures import Figure, codes_of, counted, figures
from pages.parts.filters import NARROWING, Choice, Choices, toggle, toggle_month, turn
from pages.parts.pictures import CHOOSES, MAP, Picture, picture, picture_asks, rows_of, with_choices
from pages.parts.taken import offer_picture
from pages.parts.visit import Visit

# What the map may be shaded by; each has a meaning in a single province.
SHADES = (
    *("people_trained", "organisations_trained", "organisations_registered", "attendances", "person_hours"),
    *("women_share", "youth_share", "completion", "coverage", "voices"),
)
_FIGURE = "filter.figure"
# In pixels; a chart narrower than this stands alone in its row.
_NARROWEST = 330


def drawn_of(visit: Visit, choices: Choices, *names: str) -> dict[str, Picture]:
    """Charts under the choice, ready to be drawn; made once for all who ask the same."""
    shown = _shown(visit, choices)
    read = _subjects(_asked(shown, names))
    made: dict[str, Picture] = made_of(
        visit, "pictures", names, *shown, make=lambda: _made(visit, shown, names, ()), subjects=read
    )
    return with_choices(choices, made)


def overview_of(
    visit: Visit, choices: Choices, *names: str, large: tuple[str, ...] = LARGE
) -> tuple[tuple[Figure, ...], dict[str, Picture]]:
    """The `large` numbers and charts under the choice, kept as one; what they count is asked together."""
    shown, filters = _shown(visit, choices), choices.chosen.filters()
    told = codes_of(large, choices.chosen.whole)
    whole = (*of_indicators(filters, told), *trends_ask(filters))

    def numbers_of() -> tuple[Figure, ...]:
        found = counted(visit, (*whole, *_asked(shown, names)))
        return figures(filters, visit.language, found, choices.chosen.whole, large)

    def both() -> tuple[tuple[Figure, ...], dict[str, Picture]]:
        asked = (filters, visit.language, choices.chosen.whole, large)
        numbers = made_of(visit, "figures", *asked, make=numbers_of, subjects=SUBJECTS)
        return numbers, _made(visit, shown, names, whole)

    made: tuple[tuple[Figure, ...], dict[str, Picture]] = made_of(
        visit, "overview", names, large, *shown, make=both, subjects=SUBJECTS
    )
    numbers, pictures = made
    return numbers, with_choices(choices, pictures)


def _shown(visit: Visit, choices: Choices) -> tuple[Choice, str, str, str]:
    return choices.chosen, visit.language, appearance(), _figure()


def _asked(shown: tuple[Choice, str, str, str], names: tuple[str, ...]) -> tuple[Asked, ...]:
    choice, *_, figure = shown
    return tuple(one for name in names for one in picture_asks(name, choice, figure))


def _made(
    visit: Visit, shown: tuple[Choice, str, str, str], names: tuple[str, ...], beside: tuple[Asked, ...]
) -> dict[str, Picture]:
    """The charts, each kept by itself: a write leaves those standing that read nothing of what it touched."""

    def made(name: str) -> Picture:
        return picture(name, *shown, counted=counted(visit, (*beside, *_asked(shown, names))))

    return {
        name: made_of(
            visit, "picture", name, *shown, make=partial(made, name), subjects=_subjects(_asked(shown, (name,)))
        )
        for name in names
    }


def _subjects(asks: tuple[Asked, ...]) -> tuple[str, ...]:
    return tuple(sorted({subject for one in asks for subject in subjects_of(one.figure)}))


def beside() -> DeltaGenerator:
    """Places beside each other where the screen carries two charts, else one under the other."""
    return st.grid(2, min_column_width=_NARROWEST, gap="small")


def draw_picture(visit: Visit, picture: Picture) -> None:
    """Draws one chart in the place that is open."""
    with st.container(border=True):
        _draw(visit, picture)


def draw_pictures(visit: Visit, *shown: Picture) -> None:
    """Draws charts beside each other where the screen carries it."""
    with beside():
        for picture in shown:
            with st.container(border=True, height="stretch"):
                _draw(visit, picture)


def _figure() -> str:
    asked = st.query_params.get("figure")
    return asked if asked in SHADES else SHADES[0]


def _shade(visit: Visit) -> None:
    """Asks by which figure the map is shaded; its code is kept in the address."""
    st.session_state[_FIGURE] = _figure()
    labels = {code: visit.words.say(f"indicator.{code}") for code in SHADES}
    st.selectbox(
        visit.words.say("explore.figure"),
        SHADES,
        format_func=labels.__getitem__,
        key=_FIGURE,
        on_change=_shaded,
        label_visibility="collapsed",
    )


def _shaded() -> None:
    st.query_params["figure"] = st.session_state[_FIGURE]


def _draw(visit: Visit, picture: Picture) -> None:
    """Draws the chart in a frame of its own; a click on a mark chooses it for the whole page."""
    key = f"chart.{picture.name}"
    st.subheader(escaped(picture.finding), anchor=False, help=escaped(picture.definition))
    if picture.name == MAP:
        _shade(visit)
    else:
        st.caption(escaped(picture.title))
    if not picture.empty:
        st.vega_lite_chart(
            {**picture.specification, "datasets": {ROWS: rows_of(picture, turn())}},
            width="stretch",
            key=key,
            alt=picture.alternative,
            **_clicks(visit, picture, key),
        )
    if picture.notes:
        st.caption("  \n".join(escaped(note) for note in picture.notes))
    offer_picture(visit, picture)


def _clicks(visit: Visit, picture: Picture, key: str) -> dict[str, Any]:
    # Who may not see small counts narrows them to no province and no month.
    fields = CHOOSES.get(picture.name, {})
    narrows = not NARROWING.isdisjoint(fields.values())
    if not fields or picture.choices is None or (narrows and not visit.actor.may("figures.whole")):
        return {}
    offered = {name: frozenset(picture.choices.labels[name]) for name in fields.values()}
    return {"on_select": lambda: _clicked(fields, offered, key), "selection_mode": CHOICE}


def _clicked(fields: Mapping[str, str], offered: Mapping[str, Collection[str]], key: str) -> None:
    """Adds what was clicked to the choice; a click on what is chosen takes it back.

    What has no code that is `offered` on the page cannot be chosen there.
    """
    picked = st.session_state[key].get("selection", {}).get(CHOICE) or []
    if not picked:
        return
    codes = {filter_name: str(picked[0].get(field) or "") for field, filter_name in fields.items()}
    if not all(code in offered[name] for name, code in codes.items()):
        return
    if "since" in codes:
        toggle_month(codes["since"], {name: code for name, code in codes.items() if name not in ("since", "until")})
    else:
        toggle(codes)
