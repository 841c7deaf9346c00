"""The server: the frame of pages/main.py behind one gate, with the routes that are not Streamlit's."""

import streamlit as st

from pages.server.fault import on_script_error
from pages.server.gate import MIDDLEWARE
from pages.server.routes import ROUTES
from pages.server.start import lifespan

app = st.App(
    "pages/main.py",
    lifespan=lifespan,
    middleware=MIDDLEWARE,
    routes=ROUTES,
    on_script_error=on_script_error,
)
