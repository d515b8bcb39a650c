"""What a security label does to those who work on a task."""
