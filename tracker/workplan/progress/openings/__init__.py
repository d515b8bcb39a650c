"""When a period is opened to be reported on, and by when it is due."""
