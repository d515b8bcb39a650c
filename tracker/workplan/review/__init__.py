"""5. What the year amounted to: annual summaries and scores."""
