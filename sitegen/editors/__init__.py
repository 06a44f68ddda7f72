"""The description of the fields for other programs: JSON Schema, editor settings, CMS configuration, manual. Pure, but for ``placing``."""
