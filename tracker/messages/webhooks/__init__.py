"""What other programs are told: a row for each message and webhook, written in the deed's transaction."""
