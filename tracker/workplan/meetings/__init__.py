"""Stage 1: a meeting's report comes in and is read."""
