"""Decisions of leaders that a supervisor records for them (代录): whose, of which day, and the scan."""
