"""The product's own tests, room by room."""
