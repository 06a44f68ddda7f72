"""Measurements: a seeded corpus and what is timed on it. Ratios inside one run, never limits in tests."""
