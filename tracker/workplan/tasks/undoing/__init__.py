"""Taking one's own last step back, the same day."""
