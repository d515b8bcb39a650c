"""Adding a unit to a task that is under way."""
