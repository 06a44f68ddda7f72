"""Mistakes that have one right answer, mended by rule: problems of a site to edits of its files. Pure but for ``filing``."""
