"""Proofs of the head that others can check: signature, time stamp, remote."""
