"""Everything a person sees: the frame, its pages by room, and what the server needs beside them."""
