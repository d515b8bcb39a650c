"""Changing what was settled about tasks that are given out: dates, leader, cycle, weight, marks."""
