"""What is known: session in, frame or number out; each count is one named SELECT, its only definition."""
