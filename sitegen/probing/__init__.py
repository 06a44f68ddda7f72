"""The deployed site as anybody gets it, held against what was published, and the records of what was seen."""
