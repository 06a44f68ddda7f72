"""Proofs of the ledger's head that do not rest on this machine alone: signature, time stamp, a protected branch."""
