"""`python -m tests.bench`: what a page costs over an empty one, asked through the server's own protocol."""
