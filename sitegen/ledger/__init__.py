"""The publication ledger: small files named by their own hashes that say what was published when. Imports only problems."""
