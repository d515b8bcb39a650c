"""Reminders that nobody sends: before the dates, on the day, and after them."""
