"""Instructions of leaders (批示): on a report, a task or a unit's work, and what becomes of them."""
