"""The example city 云岭市: made-up people, reports of our own writing, and a year of their work."""
