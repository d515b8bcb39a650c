"""Chasing (催办): a paper of one of three grades to a unit about work of its, and what it answered."""
