"""Light pages: plain documents served by routes, for phones on a weak network; no Streamlit and no websocket."""
