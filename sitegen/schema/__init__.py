"""Header trees to typed records, by the one description that stands on the record classes."""
