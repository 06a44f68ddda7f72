"""Text that staff would have written: new records, and changes of old ones that leave all else as it stands."""
