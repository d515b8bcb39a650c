"""Learnt defaults: where a task might go, from where the like of it went before, and why."""
