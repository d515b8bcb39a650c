"""Units, persons, grants of roles, sign-in."""
