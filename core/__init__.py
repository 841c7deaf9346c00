"""The product's knowledge in plain Python: no Streamlit, no SQL, no clock, no environment."""
