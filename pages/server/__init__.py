"""What the server needs besides pages: the gate, the cookie, the documents, the start."""
