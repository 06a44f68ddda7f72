"""Whatever bytes come in, what comes out is a result or an error of ours, and in time. ``python -m tests.fuzz --help``."""
