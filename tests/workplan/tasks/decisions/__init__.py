"""Tests of decisions that are recorded for leaders."""
