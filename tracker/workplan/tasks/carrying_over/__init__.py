"""Carrying unfinished tasks over into the next year's plan (结转)."""
