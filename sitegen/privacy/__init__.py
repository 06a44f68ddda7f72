"""Personal data in texts and attached files (DOMAIN.md section 6): found, told apart, masked. Pure; prints no full value."""
