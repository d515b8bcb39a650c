"""4. How far each unit says it has come."""
