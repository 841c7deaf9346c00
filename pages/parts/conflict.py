"""Two people changed one row: both sides, field by field, and for each field what is to be saved."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import partial
from typing import Any, Literal

import streamlit as st

from core.i18n import escaped, isolated
from db.commands.ledger import plain
from pages.parts.visit import Visit

_MINE, _THEIRS, _BOTH = "mine", "theirs", "both"


@dataclass(frozen=True)
class Sides:
    """What the form began with (None when nobody knows), what is typed in it, and what is saved now.

    `texts` are the fields whose two texts may be made one; `in_words` says a value as its choice is called.
    """

    base: Mapping[str, Any] | None
    mine: Mapping[str, Any]
    theirs: Mapping[str, Any]
    texts: Sequence[str]
    in_words: Callable[[str, Any], str]

    def differing(self) -> list[str]:
        """The fields that are not the same on both sides."""
        return [name for name in self.mine if name in self.theirs and not same(self.mine[name], self.theirs[name])]

    def first_choice(self, field: str) -> Literal["mine", "theirs"]:
        """What only the other person changed is theirs, everything else is mine."""
        if self.base is None or field not in self.base or not same(self.mine[field], self.base[field]):
            return "mine"
        return "theirs"


def same(one: Any, other: Any) -> bool:
    """Whether two values of a field are the same; nothing typed is the same as nothing saved."""
    return bool(_bare(one) == _bare(other))


def conflict(visit: Visit, name: str, sides: Sides, place: str) -> dict[str, Any] | Literal["theirs"] | None:
    """Draws what differs; the values of those fields as they were chosen once somebody says so, "theirs" when what
    is typed is given up, None before. `place` changes with what is saved, so that each comparison begins anew.
    """
    words = visit.words
    st.warning(words.say("form.conflict"), icon=":material/compare_arrows:")
    fields = [field for field in sides.differing() if words.has(f"{name}.{field}")]
    if not fields:
        st.caption(words.say("form.conflict_none"))
    else:
        st.caption(words.say("form.conflict_unknown" if sides.base is None else "form.conflict_choose"))
    chosen = {field: _chosen(visit, name, field, sides, f"{place}.{field}") for field in fields}
    if st.button(
        words.say("form.save_chosen"), key=f"{place}.save", type="primary", icon=":material/save:", width="stretch"
    ):
        return chosen
    if st.button(words.say("form.keep_theirs"), key=f"{place}.theirs", width="stretch"):
        return "theirs"
    return None


def _chosen(visit: Visit, name: str, field: str, sides: Sides, key: str) -> Any:
    words, mine, theirs = visit.words, sides.mine[field], sides.theirs[field]
    said = {
        side: words.say("problem.of_field", field=words.say(f"form.conflict_{side}"))
        + " "
        + _shown(visit, value, partial(sides.in_words, field))
        for side, value in ((_MINE, mine), (_THEIRS, theirs))
    }
    if field in sides.texts and mine and theirs:
        said[_BOTH] = words.say("form.conflict_both")
    with st.container(border=True, gap="xsmall"):
        label = words.say(f"{name}.{field}")
        side = st.radio(
            f"**{escaped(label)}**",
            list(said),
            index=list(said).index(sides.first_choice(field)),
            format_func=said.__getitem__,
            key=f"{key}.side",
        )
        if side == _BOTH:
            return st.text_area(label, value=f"{mine}\n{theirs}", label_visibility="collapsed", key=f"{key}.both")
    return mine if side == _MINE else theirs


def _shown(visit: Visit, value: Any, in_words: Callable[[Any], str]) -> str:
    words = visit.words
    if value is None or value in ("", []):
        return words.say("form.empty_value")
    if isinstance(value, bool):
        return words.say("form.yes" if value else "form.no")
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, time):
        return isolated(f"{value:%H:%M}")
    if isinstance(value, float):
        return words.number(value, 5)
    # A phone keeps its plus in front, whatever the direction of the line.
    return escaped(isolated(in_words(value)))


def _bare(value: Any) -> Any:
    if value is None or value in ("", []):
        return None
    if isinstance(value, list | tuple):
        return sorted(map(str, value))
    return plain(value)
