"""What people run by hand: publish, check, preview, status, explain."""
