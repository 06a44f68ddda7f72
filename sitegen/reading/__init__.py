"""A file's bytes to a header with the line and column of every key and value, and a body; and all that is wrong with them."""
