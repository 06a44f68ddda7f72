"""What people without a programmer's training run by hand: a new site, a new record, a new notice, by question and answer."""
