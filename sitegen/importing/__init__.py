"""Lists and stories from an office's own programs to records, and records to lists."""
