"""The plan of a year as a whole: the order of its priorities and the weights of its tasks."""
