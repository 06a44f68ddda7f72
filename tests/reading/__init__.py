"""Tests of reading: bytes to records, and the words for whatever is wrong."""
