"""落实: from what a meeting decided to what became of it."""
