"""How assignments stood on a past day."""
