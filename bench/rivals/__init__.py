"""The same corpus for other generators: a converter, and for each the smallest theme that makes pages of the same shape."""
