"""How words find their tickets: what is kept, asked for, and marked. tickets/search.py is the way in."""
