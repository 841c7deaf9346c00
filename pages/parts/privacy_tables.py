"""A part of a person's file on the screen: one row as lines, several as a table."""

import pandas as pd
import streamlit as st

from core.i18n import Words, escaped, isolated
from pages.parts.privacy_sections import Section

# More columns than these stand as lines in one cell, so that a phone shows them whole.
_WIDEST_TABLE = 4


def show_section(words: Words, section: Section) -> None:
    """Draws the part with its title."""
    st.subheader(section.title, anchor=False)
    if len(section.rows) > 1 and len(section.headers) <= _WIDEST_TABLE:
        cells = {
            header: [escaped(isolated(row[place])) for row in section.rows]
            for place, header in enumerate(section.headers)
        }
        st.table(pd.DataFrame(cells), border="horizontal", hide_index=True)
        return
    with st.container(border=True, gap="small"):
        for row in section.rows:
            lines = [
                f"{escaped(words.say('problem.of_field', field=header))} **{escaped(isolated(cell))}**"
                for header, cell in zip(section.headers, row, strict=True)
                if cell
            ]
            st.markdown("  \n".join(lines))
