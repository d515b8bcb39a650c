"""Circulars (督查通报): drafted from the figures of a span, approved, issued under a number."""
