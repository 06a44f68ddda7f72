"""The same files and the same day give the same bytes, wherever and by whomever they are published."""
