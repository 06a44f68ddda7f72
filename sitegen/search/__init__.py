"""Exact search for a site without a server: one normal form of texts, stable numbers of documents, and files that scripts load."""
