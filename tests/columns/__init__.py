"""The columns of the campaign."""
