"""The appearance of a page: light or dark, as the reader's browser shows it."""

import streamlit as st


def appearance() -> str:
    """`dark` or `light`."""
    return "dark" if st.context.theme.type == "dark" else "light"
