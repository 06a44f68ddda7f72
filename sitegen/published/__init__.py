"""A published site as anybody sees it: its files, the ledger's copies in it, and what they prove without the sources."""
