"""What was done, by whom, when: written in the deed's transaction, chained, never changed."""
