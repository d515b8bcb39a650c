"""Stage 2: what the meeting told somebody to do, found in its report and reviewed."""
