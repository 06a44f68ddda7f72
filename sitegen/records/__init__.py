"""Frozen records and the words of the domain. Imports nothing else of ours."""
