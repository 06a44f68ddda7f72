"""What goes out by other ways than web pages: short messages, loudspeakers, calendars, paper, a disk. Pure; knows announced facts only."""
