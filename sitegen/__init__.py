"""sitegen: a static site generator for the publicity of exemplary models (先进典型)."""

__version__ = "0.1.0"
