"""The server: the frame of pages/main.py behind one gate, with the routes that are not Streamlit's."""

import streamlit as st

from pages.server.fault import REQUEST_ERRORS, on_script_error
from pages.server.gate import MIDDLEWARE
from pages.server.memory import keep_memory_flat
from pages.server.neighbours import only_the_setting_says_whom_to_believe
from pages.server.routes import ROUTES
from pages.server.search_path import keep_search_path
from pages.server.start import lifespan
from pages.server.wire import remember_the_last_run

keep_memory_flat()
keep_search_path()
only_the_setting_says_whom_to_believe()
remember_the_last_run()
app = st.App(
    "pages/main.py",
    lifespan=lifespan,
    middleware=MIDDLEWARE,
    routes=ROUTES,
    exception_handlers=REQUEST_ERRORS,
    on_script_error=on_script_error,
)
