"""What the product withstands, as numbers: kills of the real server, edits at once, the same form sent twice."""
