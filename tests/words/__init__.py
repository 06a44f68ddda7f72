"""The words of the interface: where they stand, and their catalogues."""
