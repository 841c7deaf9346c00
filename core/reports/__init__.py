"""Documents on paper: rows and words in, the bytes of a file out."""
