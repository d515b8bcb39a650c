"""Texts composed out of what the units reported: asked once, used for month, quarter and year."""
